-- A data folder as version 14 of the tables left it: classes in every state, local and hosted.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,  -- as compared: trimmed, without case
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    -- Always the sum of the user's wallet_entries.
    token_balance INTEGER NOT NULL DEFAULT 0 CHECK (token_balance >= 0),
    created_at TEXT NOT NULL
, email_verified_at TEXT) STRICT;
INSERT INTO users VALUES('5bba199c-9f6f-41d1-84f6-c1326e7a8a18','','5bba199c-9f6f-41d1-84f6-c1326e7a8a18','Studio','',0,'2026-11-29T18:04:18.526Z',NULL);
INSERT INTO users VALUES('01900000-0000-7000-8000-00000000a001','ana@example.com','ana@example.com','Ana','x',70,'2026-10-01T08:00:00.000Z',NULL);
CREATE TABLE workouts (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL UNIQUE REFERENCES live_stream_sessions (id),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    instructor_name TEXT NOT NULL,
    duration_seconds INTEGER NOT NULL,
    video_id TEXT NOT NULL UNIQUE,
    thumbnail_url TEXT,
    created_at TEXT NOT NULL
) STRICT;
INSERT INTO workouts VALUES('01900000-0000-7000-8000-00000000f009','01900000-0000-7000-8000-000000000009','Kept for ever','Two months old','Mila Kovač',3600,'video-09',NULL,'2026-11-01T03:00:00.000Z');
CREATE TABLE live_stream_sessions (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    instructor_name TEXT NOT NULL,

    scheduled_start_time TEXT NOT NULL,
    scheduled_duration_seconds INTEGER NOT NULL DEFAULT 3600
        CHECK (scheduled_duration_seconds > 0),
    actual_start_time TEXT,
    actual_end_time TEXT,
    status TEXT NOT NULL DEFAULT 'scheduled'
        CHECK (status IN ('scheduled', 'live', 'ended', 'cancelled')),
    price_in_tokens INTEGER NOT NULL DEFAULT 0 CHECK (price_in_tokens >= 0),

    media_backend TEXT NOT NULL,
    live_input_id TEXT NOT NULL UNIQUE,
    webrtc_url TEXT NOT NULL,
    webrtc_token TEXT NOT NULL,  -- empty once the class is over
    playback_id TEXT NOT NULL UNIQUE,

    recording_state TEXT NOT NULL DEFAULT 'none' CHECK (
        recording_state IN ('none', 'recording', 'preparing', 'available', 'failed', 'deleted')),
    recording_available INTEGER NOT NULL DEFAULT 0,
    recording_expires_at TEXT,
    recording_video_id TEXT UNIQUE,

    keep_for_catalog INTEGER NOT NULL DEFAULT 1,
    migrated_to_workout_id TEXT REFERENCES workouts (id),
    migration_scheduled_at TEXT,

    thumbnail_url TEXT,
    thumbnail_source_url TEXT,  -- where our copy came from
    max_viewers INTEGER NOT NULL DEFAULT 0,
    total_enrollments INTEGER NOT NULL DEFAULT 0 CHECK (total_enrollments >= 0),
    total_revenue INTEGER NOT NULL DEFAULT 0 CHECK (total_revenue >= 0),

    calendar_sequence INTEGER NOT NULL DEFAULT 0,
    calendar_changed_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
, delivered_seconds INTEGER NOT NULL DEFAULT 0, ingest_closed INTEGER NOT NULL DEFAULT 0
    CHECK (ingest_closed IN (0, 1)), media_seconds INTEGER CHECK (media_seconds >= 0), refunded_at TEXT) STRICT;
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000001','Planned',replace('Zeile 1\nZeile 2 💃 "quoted" \ back','\n',char(10)),'Mila Kovač','2026-12-02T18:00:00.000Z',3600,NULL,NULL,'scheduled',30,'local','input-01','http://localhost:8080/whip/input-01','token-01','playback-01','none',0,NULL,NULL,1,NULL,NULL,'/thumbnails/1.jpg','https://example.com/1.jpg',0,0,0,2,'2026-11-20T10:00:00.000Z','2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z',0,0,0,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000002','Planned, hosted','Steps, turns and a short choreography.','Mila Kovač','2026-12-02T18:00:00.000Z',3600,NULL,NULL,'scheduled',0,'cloudflare','input-02','https://customer.example.com/02-secret/webRTC/publish','','input-02','none',0,NULL,NULL,1,NULL,NULL,NULL,NULL,0,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z',0,0,0,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000003','Live','Steps, turns and a short choreography.','Mila Kovač','2026-11-29T17:00:00.000Z',3600,'2026-11-29T17:01:02.345Z',NULL,'live',30,'local','input-03','http://localhost:8080/whip/input-03','token-03','playback-03','recording',0,NULL,'video-03',1,NULL,NULL,NULL,NULL,7,1,30,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-29T17:01:02.345Z',0,0,1200,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000004','Live, hosted','Steps, turns and a short choreography.','Mila Kovač','2026-11-29T17:30:00.000Z',3600,'2026-11-29T17:30:00.000Z',NULL,'live',30,'cloudflare','input-04','https://customer.example.com/04-secret/webRTC/publish','','input-04','recording',0,NULL,'video-04',1,NULL,NULL,NULL,NULL,0,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-29T17:30:00.000Z',0,0,900,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000005','Being prepared','Steps, turns and a short choreography.','Mila Kovač','2026-11-28T18:00:00.000Z',3600,'2026-11-28T18:00:00.000Z','2026-11-28T19:00:00.000Z','ended',30,'local','input-05','http://localhost:8080/whip/input-05','','playback-05','preparing',0,'2026-12-05T19:00:00.000Z','video-05',1,NULL,'2027-01-28T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-28T19:00:00.000Z',40000,0,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000006','Being uploaded','Steps, turns and a short choreography.','Mila Kovač','2026-11-28T18:00:00.000Z',3600,'2026-11-28T18:05:00.000Z','2026-11-28T19:05:00.000Z','ended',30,'cloudflare','input-06','https://customer.example.com/06-secret/webRTC/publish','','input-06','preparing',0,'2026-12-05T19:05:00.000Z','video-06',1,NULL,'2027-01-28T19:05:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-28T19:05:00.000Z',40000,0,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000007','Replay','Steps, turns and a short choreography.','Mila Kovač','2026-11-27T18:00:00.000Z',3600,'2026-11-27T18:00:00.000Z','2026-11-27T19:00:00.000Z','ended',30,'local','input-07','http://localhost:8080/whip/input-07','','playback-07','available',1,'2026-12-04T19:00:00.000Z','video-07',1,NULL,'2027-01-27T19:00:00.000Z',NULL,NULL,12,1,30,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-27T19:00:00.000Z',40000,0,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000008','Replay, hosted, not kept','Steps, turns and a short choreography.','Mila Kovač','2026-11-27T18:00:00.000Z',3600,'2026-11-27T18:00:00.000Z','2026-11-27T19:00:00.000Z','ended',30,'cloudflare','input-08','https://customer.example.com/08-secret/webRTC/publish','','input-08','available',1,'2026-12-04T19:00:00.000Z','hosted-video-08',0,NULL,'2027-01-27T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-27T19:00:00.000Z',40000,1,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000009','Kept for ever','Steps, turns and a short choreography.','Mila Kovač','2026-09-01T18:00:00.000Z',3600,'2026-09-01T18:00:00.000Z','2026-09-01T19:00:00.000Z','ended',30,'local','input-09','http://localhost:8080/whip/input-09','','playback-09','available',0,'2026-09-08T19:00:00.000Z','video-09',1,'01900000-0000-7000-8000-00000000f009','2026-11-01T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-09-01T19:00:00.000Z',40000,0,NULL,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000010','Expired, kept','Steps, turns and a short choreography.','Mila Kovač','2026-11-10T18:00:00.000Z',3600,'2026-11-10T18:00:00.000Z','2026-11-10T19:00:00.000Z','ended',30,'local','input-10','http://localhost:8080/whip/input-10','','playback-10','available',0,'2026-11-17T19:00:00.000Z','video-10',1,NULL,'2027-01-10T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-10T19:00:00.000Z',40000,0,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000011','Expired, to be deleted','Steps, turns and a short choreography.','Mila Kovač','2026-11-20T18:00:00.000Z',3600,'2026-11-20T18:00:00.000Z','2026-11-20T19:00:00.000Z','ended',30,'local','input-11','http://localhost:8080/whip/input-11','','playback-11','available',1,'2026-11-27T19:00:00.000Z','video-11',0,NULL,'2027-01-20T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-20T19:00:00.000Z',40000,0,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000012','Deleted','Steps, turns and a short choreography.','Mila Kovač','2026-11-01T18:00:00.000Z',3600,'2026-11-01T18:00:00.000Z','2026-11-01T19:00:00.000Z','ended',30,'local','input-12','http://localhost:8080/whip/input-12','','playback-12','deleted',0,'2026-11-08T19:00:00.000Z',NULL,0,NULL,'2027-01-01T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-01T19:00:00.000Z',40000,0,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000013','Failed, nothing came','Steps, turns and a short choreography.','Mila Kovač','2026-11-26T18:00:00.000Z',3600,'2026-11-26T18:00:00.000Z','2026-11-26T19:00:00.000Z','ended',30,'local','input-13','http://localhost:8080/whip/input-13','','playback-13','failed',0,'2026-12-03T19:00:00.000Z',NULL,1,NULL,'2027-01-26T19:00:00.000Z',NULL,NULL,12,1,30,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-26T19:00:00.000Z',40000,0,0,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000014','Failed upload, the file is here','Steps, turns and a short choreography.','Mila Kovač','2026-11-26T18:00:00.000Z',3600,'2026-11-26T18:00:00.000Z','2026-11-26T19:00:00.000Z','ended',30,'cloudflare','input-14','https://customer.example.com/14-secret/webRTC/publish','','input-14','failed',0,'2026-12-03T19:00:00.000Z','video-14',1,NULL,'2027-01-26T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-26T19:00:00.000Z',40000,0,3500,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000015','Fell through and was refunded','Steps, turns and a short choreography.','Mila Kovač','2026-11-25T18:00:00.000Z',3600,'2026-11-25T18:00:00.000Z','2026-11-25T19:00:00.000Z','ended',30,'local','input-15','http://localhost:8080/whip/input-15','','playback-15','failed',0,'2026-12-02T19:00:00.000Z',NULL,1,NULL,'2027-01-25T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-25T19:00:00.000Z',40000,0,10,'2026-11-26T19:00:00.000Z');
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000016','Cancelled','Steps, turns and a short choreography.','Mila Kovač','2026-11-30T18:00:00.000Z',3600,NULL,NULL,'cancelled',30,'local','input-16','http://localhost:8080/whip/input-16','','playback-16','none',0,NULL,NULL,1,NULL,NULL,NULL,NULL,0,0,0,1,'2026-11-21T10:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-21T10:00:00.000Z',0,0,0,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000017','Cancelled, hosted','Steps, turns and a short choreography.','Mila Kovač','2026-11-30T18:00:00.000Z',3600,NULL,NULL,'cancelled',30,'cloudflare','input-17','https://customer.example.com/17-secret/webRTC/publish','','input-17','none',0,NULL,NULL,1,NULL,NULL,NULL,NULL,0,0,0,3,'2026-11-22T10:00:00.000Z','2026-10-01T09:00:00.000Z','2026-11-22T10:00:00.000Z',0,0,0,NULL);
INSERT INTO live_stream_sessions VALUES('01900000-0000-7000-8000-000000000018','Due for the catalogue','Steps, turns and a short choreography.','Mila Kovač','2026-09-20T18:00:00.000Z',3600,'2026-09-20T18:00:00.000Z','2026-09-20T19:00:00.000Z','ended',30,'local','input-18','http://localhost:8080/whip/input-18','','playback-18','available',0,'2026-09-27T19:00:00.000Z','video-18',1,NULL,'2026-11-20T19:00:00.000Z',NULL,NULL,12,0,0,0,'2026-10-01T09:00:00.000Z','2026-10-01T09:00:00.000Z','2026-09-20T19:00:00.000Z',40000,0,3500,NULL);
CREATE TABLE stream_enrollments (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES live_stream_sessions (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    tokens_paid INTEGER NOT NULL CHECK (tokens_paid >= 0),
    enrolled_at TEXT NOT NULL,

    can_watch_live INTEGER NOT NULL DEFAULT 1,
    can_watch_replay INTEGER NOT NULL DEFAULT 1,
    replay_access_expires_at TEXT,

    watched_live INTEGER NOT NULL DEFAULT 0,
    watched_replay INTEGER NOT NULL DEFAULT 0,
    last_watched_at TEXT, last_report_at TEXT, refunded_at TEXT,

    UNIQUE (stream_id, user_id)
) STRICT;
INSERT INTO stream_enrollments VALUES('01900000-0000-7000-8000-00000000e001','01900000-0000-7000-8000-000000000003','01900000-0000-7000-8000-00000000a001',30,'2026-11-01T10:00:01.000Z',1,1,NULL,0,0,NULL,NULL,NULL);
INSERT INTO stream_enrollments VALUES('01900000-0000-7000-8000-00000000e002','01900000-0000-7000-8000-000000000007','01900000-0000-7000-8000-00000000a001',30,'2026-11-01T10:00:02.000Z',1,1,NULL,0,0,NULL,NULL,NULL);
INSERT INTO stream_enrollments VALUES('01900000-0000-7000-8000-00000000e003','01900000-0000-7000-8000-000000000013','01900000-0000-7000-8000-00000000a001',30,'2026-11-01T10:00:03.000Z',1,1,NULL,0,0,NULL,NULL,NULL);
CREATE TABLE wallet_entries (
    sequence INTEGER PRIMARY KEY,  -- the order in which balances moved
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    delta INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (
        reason IN ('signup', 'enrollment', 'withdrawal', 'cancelled', 'missed', 'grant')),
    stream_id TEXT REFERENCES live_stream_sessions (id),
    enrollment_id TEXT,  -- no reference: a withdrawn enrollment leaves its entries
    created_at TEXT NOT NULL,
    balance_after INTEGER NOT NULL CHECK (balance_after >= 0)
, note TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE stream_chat_messages (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES live_stream_sessions (id),
    user_id TEXT REFERENCES users (id),  -- null: the instructor
    message TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    is_deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE secrets (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE job_runs (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,  -- null: runs now, or the server died meanwhile
    processed INTEGER NOT NULL DEFAULT 0,
    succeeded INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE job_run_items (
    run_id INTEGER NOT NULL REFERENCES job_runs (id),
    position INTEGER NOT NULL,
    stream_id TEXT NOT NULL,
    action TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '',  -- empty: it went well
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE recording_uploads (
    stream_id TEXT PRIMARY KEY NOT NULL REFERENCES live_stream_sessions (id),
    recording TEXT NOT NULL UNIQUE,  -- its name on this server
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (
        state IN ('waiting', 'uploading', 'processing', 'stored', 'unwanted', 'failed')),
    upload_url TEXT NOT NULL DEFAULT '',
    video_uid TEXT NOT NULL DEFAULT '',
    sent_bytes INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,  -- in a row without success; looks, while processing
    next_try_at TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT ''  -- of the last attempt, for the log
) STRICT, WITHOUT ROWID;
INSERT INTO recording_uploads VALUES('01900000-0000-7000-8000-000000000006','video-06',1000,'waiting','','',0,0,'2026-11-28T19:06:00.000Z','');
INSERT INTO recording_uploads VALUES('01900000-0000-7000-8000-000000000014','video-14',1000,'failed','','',0,0,'2026-11-26T19:06:00.000Z','');
CREATE TABLE job_holds (
    job TEXT NOT NULL,
    reason TEXT NOT NULL,
    classes INTEGER NOT NULL,
    of_classes INTEGER NOT NULL,
    since TEXT NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    PRIMARY KEY (job, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE believed_time (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS "idempotency_keys" (
    user_id TEXT NOT NULL REFERENCES users (id),
    key TEXT NOT NULL,
    request TEXT NOT NULL,  -- what was asked for; the same key for anything else is refused
    created INTEGER NOT NULL,
    made_id TEXT NOT NULL,  -- no reference: a withdrawn enrollment leaves its keys
    tokens INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    token_balance INTEGER NOT NULL,  -- after the request
    created_at TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE class_totals (
    status TEXT PRIMARY KEY NOT NULL,
    classes INTEGER NOT NULL DEFAULT 0,
    enrollments INTEGER NOT NULL DEFAULT 0,
    revenue INTEGER NOT NULL DEFAULT 0,
    replays INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO class_totals VALUES('cancelled',2,0,0,0);
INSERT INTO class_totals VALUES('ended',12,2,60,3);
INSERT INTO class_totals VALUES('live',2,1,30,0);
INSERT INTO class_totals VALUES('scheduled',2,0,0,0);
CREATE TABLE class_staff (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT REFERENCES live_stream_sessions (id),  -- null: every class of the studio
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'co_instructor', 'moderator', 'guest')),
    invited_by TEXT REFERENCES users (id),
    accepted_at TEXT NOT NULL,
    revoked_at TEXT,
    CHECK ((stream_id IS NULL) = (role = 'owner'))
) STRICT;
INSERT INTO class_staff VALUES('5bba199c-9f6f-41d1-84f6-c1326e7a8a18',NULL,'5bba199c-9f6f-41d1-84f6-c1326e7a8a18','owner',NULL,'2026-11-29T18:04:18.526Z',NULL);
CREATE TABLE IF NOT EXISTS "sessions" (
    token_hash TEXT PRIMARY KEY NOT NULL,  -- SHA-256; the token itself is in the cookie alone
    user_id TEXT NOT NULL REFERENCES users (id),
    credential TEXT,  -- of the owner's: the access token that it was opened with, hashed
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE staff_invitations (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES live_stream_sessions (id),
    email TEXT,      -- null: whoever has the link
    email_key TEXT,  -- as users.email_key
    role TEXT NOT NULL CHECK (role IN ('co_instructor', 'moderator', 'guest')),
    token_hash TEXT NOT NULL UNIQUE,  -- SHA-256; the token itself is in the link alone
    invited_by TEXT NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    accepted_by TEXT REFERENCES users (id),
    accepted_at TEXT
) STRICT;
CREATE TABLE audit_entries (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL REFERENCES users (id),
    action TEXT NOT NULL,
    person TEXT REFERENCES users (id),                    -- whom it was done to
    stream_id TEXT REFERENCES live_stream_sessions (id),  -- on which class
    subject TEXT NOT NULL DEFAULT '',                     -- a role, a sum, an id
    reason TEXT NOT NULL DEFAULT ''                       -- in the actor's words
) STRICT;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream_id TEXT,
    user_id TEXT
) STRICT;
CREATE TABLE outbox_readers (
    name TEXT NOT NULL PRIMARY KEY,
    outbox_id INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_readers VALUES('events',0);
CREATE TABLE due (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    payload TEXT NOT NULL,
    next_try_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, key)
) STRICT;
INSERT INTO due VALUES('forget_news','','2026-11-29T19:04:18.837Z','','2026-11-29T19:04:18.837Z',0);
CREATE INDEX workouts_newest ON workouts (created_at DESC, id DESC);
CREATE INDEX streams_by_status
    ON live_stream_sessions (status, scheduled_start_time, id);
CREATE INDEX streams_by_start
    ON live_stream_sessions (scheduled_start_time);
CREATE INDEX streams_live
    ON live_stream_sessions (actual_start_time DESC, id DESC) WHERE status = 'live';
CREATE INDEX streams_replay
    ON live_stream_sessions (recording_expires_at DESC, id DESC) WHERE status = 'ended';
CREATE INDEX streams_past
    ON live_stream_sessions (scheduled_start_time DESC, id DESC)
    WHERE status IN ('ended', 'cancelled');
CREATE INDEX streams_with_open_recording
    ON live_stream_sessions (id) WHERE recording_state IN ('recording', 'preparing');
CREATE INDEX streams_with_media
    ON live_stream_sessions (recording_expires_at)
    WHERE status = 'ended' AND recording_video_id IS NOT NULL;
CREATE INDEX streams_to_migrate
    ON live_stream_sessions (migration_scheduled_at)
    WHERE status = 'ended' AND migrated_to_workout_id IS NULL;
CREATE INDEX enrollments_of_user ON stream_enrollments (user_id, enrolled_at DESC, id DESC);
CREATE INDEX wallet_entries_of_user ON wallet_entries (user_id, sequence);
CREATE UNIQUE INDEX wallet_entries_paid
    ON wallet_entries (enrollment_id) WHERE reason = 'enrollment';
CREATE UNIQUE INDEX wallet_entries_refunded
    ON wallet_entries (enrollment_id) WHERE reason IN ('withdrawal', 'cancelled', 'missed');
CREATE UNIQUE INDEX wallet_entries_welcome
    ON wallet_entries (user_id) WHERE reason = 'signup';
CREATE INDEX chat_of_stream ON stream_chat_messages (stream_id, sent_at, id);
CREATE INDEX job_runs_of_job ON job_runs (job, id);
CREATE INDEX recording_uploads_due ON recording_uploads (next_try_at) WHERE state <> 'failed';
CREATE INDEX recording_uploads_by_video ON recording_uploads (video_uid);
CREATE INDEX streams_with_open_ingest ON live_stream_sessions (media_backend)
    WHERE ingest_closed = 0 AND status IN ('ended', 'cancelled') AND media_backend <> 'local';
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_of_user ON idempotency_keys (user_id, created_at);
CREATE TRIGGER class_totals_insert AFTER INSERT ON live_stream_sessions BEGIN
    UPDATE class_totals SET classes = classes + 1,
        enrollments = enrollments + new.total_enrollments,
        revenue = revenue + new.total_revenue, replays = replays + new.recording_available
    WHERE status = new.status;
END;
CREATE TRIGGER class_totals_delete AFTER DELETE ON live_stream_sessions BEGIN
    UPDATE class_totals SET classes = classes - 1,
        enrollments = enrollments - old.total_enrollments,
        revenue = revenue - old.total_revenue, replays = replays - old.recording_available
    WHERE status = old.status;
END;
CREATE TRIGGER class_totals_update
AFTER UPDATE OF status, total_enrollments, total_revenue, recording_available
ON live_stream_sessions
WHEN old.status <> new.status OR old.total_enrollments <> new.total_enrollments
    OR old.total_revenue <> new.total_revenue
    OR old.recording_available <> new.recording_available
BEGIN
    UPDATE class_totals SET classes = classes - 1,
        enrollments = enrollments - old.total_enrollments,
        revenue = revenue - old.total_revenue, replays = replays - old.recording_available
    WHERE status = old.status;
    UPDATE class_totals SET classes = classes + 1,
        enrollments = enrollments + new.total_enrollments,
        revenue = revenue + new.total_revenue, replays = replays + new.recording_available
    WHERE status = new.status;
END;
CREATE INDEX streams_to_refund ON live_stream_sessions (actual_end_time)
    WHERE status = 'ended' AND refunded_at IS NULL AND total_revenue > 0
        AND scheduled_duration_seconds > media_seconds * 10;
CREATE UNIQUE INDEX class_staff_now ON class_staff (user_id, stream_id) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX class_staff_of_studio ON class_staff (user_id)
    WHERE revoked_at IS NULL AND stream_id IS NULL;
CREATE INDEX class_staff_of_class ON class_staff (stream_id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX staff_invitations_of_class ON staff_invitations (stream_id, created_at);
CREATE UNIQUE INDEX staff_invitations_of_address ON staff_invitations (stream_id, email_key)
    WHERE accepted_by IS NULL;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries BEGIN
    SELECT raise(ABORT, 'audit entries are never changed');
END;
CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries BEGIN
    SELECT raise(ABORT, 'audit entries are never removed');
END;
CREATE INDEX due_by_time ON due (next_try_at);
COMMIT;
PRAGMA user_version=14;
