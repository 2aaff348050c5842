-- Ids are UUIDs in text, times ISO 8601 text in UTC with milliseconds (so that texts sort as
-- times), booleans 0 or 1.

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,  -- as compared: trimmed, without case
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    -- Always the sum of the user's wallet_entries.
    token_balance INTEGER NOT NULL DEFAULT 0 CHECK (token_balance >= 0),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,  -- SHA-256; the token itself is in the cookie alone
    user_id TEXT REFERENCES users (id),    -- null for the instructor
    credential TEXT,                       -- what the instructor had logged in with, hashed
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CHECK ((user_id IS NULL) <> (credential IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);

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
CREATE INDEX workouts_newest ON workouts (created_at DESC, id DESC);

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
) STRICT;
-- Each list that is shown, in its order.
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
-- What start-up and the jobs look for.
CREATE INDEX streams_with_open_recording
    ON live_stream_sessions (id) WHERE recording_state IN ('recording', 'preparing');
CREATE INDEX streams_with_media
    ON live_stream_sessions (recording_expires_at)
    WHERE status = 'ended' AND recording_video_id IS NOT NULL;
CREATE INDEX streams_to_migrate
    ON live_stream_sessions (migration_scheduled_at)
    WHERE status = 'ended' AND migrated_to_workout_id IS NULL;

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
    last_watched_at TEXT,

    UNIQUE (stream_id, user_id)
) STRICT;
CREATE INDEX enrollments_of_user ON stream_enrollments (user_id, enrolled_at DESC, id DESC);

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
) STRICT;
CREATE INDEX wallet_entries_of_user ON wallet_entries (user_id, sequence);
-- Paid once, and given back once.
CREATE UNIQUE INDEX wallet_entries_paid
    ON wallet_entries (enrollment_id) WHERE reason = 'enrollment';
CREATE UNIQUE INDEX wallet_entries_refunded
    ON wallet_entries (enrollment_id) WHERE reason IN ('withdrawal', 'cancelled', 'missed');
CREATE UNIQUE INDEX wallet_entries_welcome
    ON wallet_entries (user_id) WHERE reason = 'signup';

CREATE TABLE stream_chat_messages (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES live_stream_sessions (id),
    user_id TEXT REFERENCES users (id),  -- null: the instructor
    message TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    is_deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX chat_of_stream ON stream_chat_messages (stream_id, sent_at, id);

CREATE TABLE idempotency_keys (
    user_id TEXT NOT NULL REFERENCES users (id),
    key TEXT NOT NULL,
    request TEXT NOT NULL,  -- what was asked for; the same key for anything else is refused
    created INTEGER NOT NULL,
    answer TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- What the server makes up once and keeps, such as signing keys.
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
CREATE INDEX job_runs_of_job ON job_runs (job, id);

CREATE TABLE job_run_items (
    run_id INTEGER NOT NULL REFERENCES job_runs (id),
    position INTEGER NOT NULL,
    stream_id TEXT NOT NULL,
    action TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',  -- empty: it went well
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;
