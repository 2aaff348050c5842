-- A class in its parts: what is taught, where its pictures come in, and what was recorded of each.
-- A class has one input by the name of 'main' from its beginning to its end, with a recording of
-- the same name; more inputs are more rows.

-- The references of other tables move along with the name.
ALTER TABLE live_stream_sessions RENAME TO classes;

CREATE TABLE class_inputs (
    stream_id TEXT NOT NULL REFERENCES classes (id),
    name TEXT NOT NULL,  -- what its picture shows, and which one it is within the class
    media_backend TEXT NOT NULL,
    live_input_id TEXT NOT NULL UNIQUE,
    webrtc_url TEXT NOT NULL,
    webrtc_token TEXT NOT NULL,  -- empty once the class is over
    playback_id TEXT NOT NULL UNIQUE,
    -- Of a hosted class: the input at the other server is gone. Until then the row says so.
    closed INTEGER NOT NULL DEFAULT FALSE CHECK (closed IN (0, 1)),
    PRIMARY KEY (stream_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE recordings (
    stream_id TEXT NOT NULL,
    input TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'none' CHECK (
        state IN ('none', 'recording', 'preparing', 'available', 'failed', 'deleted')),
    available INTEGER NOT NULL DEFAULT FALSE CHECK (available IN (0, 1)),
    started_at TEXT,
    expires_at TEXT,
    video_id TEXT UNIQUE,
    PRIMARY KEY (stream_id, input),
    FOREIGN KEY (stream_id, input) REFERENCES class_inputs (stream_id, name)
) STRICT, WITHOUT ROWID;

INSERT INTO class_inputs (stream_id, name, media_backend, live_input_id, webrtc_url, webrtc_token,
                          playback_id, closed)
SELECT id, 'main', media_backend, live_input_id, webrtc_url, webrtc_token, playback_id,
    ingest_closed
FROM classes;

-- A recording began when its class went live.
INSERT INTO recordings (stream_id, input, state, available, started_at, expires_at, video_id)
SELECT id, 'main', recording_state, recording_available <> 0,
    CASE WHEN recording_state <> 'none' THEN actual_start_time END,
    recording_expires_at, recording_video_id
FROM classes;

-- Columns that are unique can't be dropped, so the table is made anew.
CREATE TABLE remaining_classes (
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

    keep_for_catalog INTEGER NOT NULL DEFAULT 1,
    migrated_to_workout_id TEXT REFERENCES workouts (id),
    migration_scheduled_at TEXT,

    thumbnail_url TEXT,
    thumbnail_source_url TEXT,  -- where our copy came from
    max_viewers INTEGER NOT NULL DEFAULT 0,
    total_enrollments INTEGER NOT NULL DEFAULT 0 CHECK (total_enrollments >= 0),
    total_revenue INTEGER NOT NULL DEFAULT 0 CHECK (total_revenue >= 0),
    -- How long viewers watched the class, all together.
    delivered_seconds INTEGER NOT NULL DEFAULT 0,
    -- For how long picture or sound arrived while the class was live. Null where nobody measured it.
    media_seconds INTEGER CHECK (media_seconds >= 0),
    refunded_at TEXT,  -- when everybody got their tokens back although the class had ended

    calendar_sequence INTEGER NOT NULL DEFAULT 0,
    calendar_changed_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;
INSERT INTO remaining_classes
    (id, title, description, instructor_name, scheduled_start_time, scheduled_duration_seconds,
     actual_start_time, actual_end_time, status, price_in_tokens, keep_for_catalog,
     migrated_to_workout_id, migration_scheduled_at, thumbnail_url, thumbnail_source_url,
     max_viewers, total_enrollments, total_revenue, delivered_seconds, media_seconds, refunded_at,
     calendar_sequence, calendar_changed_at, created_at, updated_at)
SELECT id, title, description, instructor_name, scheduled_start_time, scheduled_duration_seconds,
    actual_start_time, actual_end_time, status, price_in_tokens, keep_for_catalog,
    migrated_to_workout_id, migration_scheduled_at, thumbnail_url, thumbnail_source_url,
    max_viewers, total_enrollments, total_revenue, delivered_seconds, media_seconds, refunded_at,
    calendar_sequence, calendar_changed_at, created_at, updated_at
FROM classes;
-- Its indexes and the triggers of class_totals go with it.
DROP TABLE classes;
ALTER TABLE remaining_classes RENAME TO classes;

-- Each list that is shown, in its order.
CREATE INDEX streams_by_status ON classes (status, scheduled_start_time, id);
CREATE INDEX streams_by_start ON classes (scheduled_start_time);
CREATE INDEX streams_live ON classes (actual_start_time DESC, id DESC) WHERE status = 'live';
CREATE INDEX streams_past ON classes (scheduled_start_time DESC, id DESC)
    WHERE status IN ('ended', 'cancelled');
CREATE INDEX recordings_replay ON recordings (expires_at DESC, stream_id DESC)
    WHERE input = 'main' AND state IN ('preparing', 'available');
-- What start-up and the jobs look for.
CREATE INDEX streams_to_migrate ON classes (migration_scheduled_at)
    WHERE status = 'ended' AND migrated_to_workout_id IS NULL;
CREATE INDEX streams_to_refund ON classes (actual_end_time)
    WHERE status = 'ended' AND refunded_at IS NULL AND total_revenue > 0
        AND scheduled_duration_seconds > media_seconds * 10;
CREATE INDEX recordings_open ON recordings (stream_id)
    WHERE input = 'main' AND state IN ('recording', 'preparing');
CREATE INDEX recordings_with_media ON recordings (expires_at)
    WHERE input = 'main' AND video_id IS NOT NULL;
CREATE INDEX class_inputs_open ON class_inputs (media_backend)
    WHERE closed = FALSE AND media_backend <> 'local';

-- What all classes of a state come to (0008), now that a replay is a row of another table.
CREATE TRIGGER class_totals_insert AFTER INSERT ON classes BEGIN
    UPDATE class_totals SET classes = classes + 1,
        enrollments = enrollments + new.total_enrollments, revenue = revenue + new.total_revenue
    WHERE status = new.status;
END;
CREATE TRIGGER class_totals_delete AFTER DELETE ON classes BEGIN
    UPDATE class_totals SET classes = classes - 1,
        enrollments = enrollments - old.total_enrollments, revenue = revenue - old.total_revenue
    WHERE status = old.status;
END;
CREATE TRIGGER class_totals_counters AFTER UPDATE OF total_enrollments, total_revenue ON classes
WHEN old.status = new.status AND (old.total_enrollments <> new.total_enrollments
    OR old.total_revenue <> new.total_revenue)
BEGIN
    UPDATE class_totals SET
        enrollments = enrollments + new.total_enrollments - old.total_enrollments,
        revenue = revenue + new.total_revenue - old.total_revenue
    WHERE status = new.status;
END;
CREATE TRIGGER class_totals_status AFTER UPDATE OF status ON classes
WHEN old.status <> new.status
BEGIN
    UPDATE class_totals SET classes = classes - 1,
        enrollments = enrollments - old.total_enrollments, revenue = revenue - old.total_revenue,
        replays = replays - coalesce((SELECT available FROM recordings
                                      WHERE stream_id = old.id AND input = 'main'), 0)
    WHERE status = old.status;
    UPDATE class_totals SET classes = classes + 1,
        enrollments = enrollments + new.total_enrollments, revenue = revenue + new.total_revenue,
        replays = replays + coalesce((SELECT available FROM recordings
                                      WHERE stream_id = new.id AND input = 'main'), 0)
    WHERE status = new.status;
END;
CREATE TRIGGER class_totals_recording_insert AFTER INSERT ON recordings
WHEN new.input = 'main' AND new.available <> 0
BEGIN
    UPDATE class_totals SET replays = replays + 1
    WHERE status = (SELECT status FROM classes WHERE id = new.stream_id);
END;
CREATE TRIGGER class_totals_recording_delete AFTER DELETE ON recordings
WHEN old.input = 'main' AND old.available <> 0
BEGIN
    UPDATE class_totals SET replays = replays - 1
    WHERE status = (SELECT status FROM classes WHERE id = old.stream_id);
END;
CREATE TRIGGER class_totals_recording_update AFTER UPDATE OF available ON recordings
WHEN new.input = 'main' AND old.available <> new.available
BEGIN
    UPDATE class_totals SET replays = replays + new.available - old.available
    WHERE status = (SELECT status FROM classes WHERE id = new.stream_id);
END;

-- The table as it was, for those who read and write the file from outside: with its old name and
-- columns, in their old order. The server itself does not use it.
CREATE VIEW live_stream_sessions AS
SELECT class.id, class.title, class.description, class.instructor_name,
    class.scheduled_start_time, class.scheduled_duration_seconds, class.actual_start_time,
    class.actual_end_time, class.status, class.price_in_tokens,
    input.media_backend, input.live_input_id, input.webrtc_url, input.webrtc_token,
    input.playback_id,
    recording.state AS recording_state, recording.available AS recording_available,
    recording.expires_at AS recording_expires_at, recording.video_id AS recording_video_id,
    class.keep_for_catalog, class.migrated_to_workout_id, class.migration_scheduled_at,
    class.thumbnail_url, class.thumbnail_source_url, class.max_viewers, class.total_enrollments,
    class.total_revenue, class.calendar_sequence, class.calendar_changed_at, class.created_at,
    class.updated_at, class.delivered_seconds, input.closed AS ingest_closed, class.media_seconds,
    class.refunded_at
FROM classes AS class
    JOIN class_inputs AS input ON input.stream_id = class.id AND input.name = 'main'
    JOIN recordings AS recording ON recording.stream_id = class.id AND recording.input = 'main';

-- What a column holds that an INSERT leaves out is written here: a view has no defaults.
CREATE TRIGGER live_stream_sessions_insert INSTEAD OF INSERT ON live_stream_sessions BEGIN
    INSERT INTO classes
        (id, title, description, instructor_name, scheduled_start_time, scheduled_duration_seconds,
         actual_start_time, actual_end_time, status, price_in_tokens, keep_for_catalog,
         migrated_to_workout_id, migration_scheduled_at, thumbnail_url, thumbnail_source_url,
         max_viewers, total_enrollments, total_revenue, delivered_seconds, media_seconds,
         refunded_at, calendar_sequence, calendar_changed_at, created_at, updated_at)
    VALUES
        (new.id, new.title, new.description, new.instructor_name, new.scheduled_start_time,
         coalesce(new.scheduled_duration_seconds, 3600), new.actual_start_time,
         new.actual_end_time, coalesce(new.status, 'scheduled'), coalesce(new.price_in_tokens, 0),
         coalesce(new.keep_for_catalog, 1), new.migrated_to_workout_id, new.migration_scheduled_at,
         new.thumbnail_url, new.thumbnail_source_url, coalesce(new.max_viewers, 0),
         coalesce(new.total_enrollments, 0), coalesce(new.total_revenue, 0),
         coalesce(new.delivered_seconds, 0), new.media_seconds, new.refunded_at,
         coalesce(new.calendar_sequence, 0), new.calendar_changed_at, new.created_at,
         new.updated_at);
    INSERT INTO class_inputs (stream_id, name, media_backend, live_input_id, webrtc_url,
                              webrtc_token, playback_id, closed)
    VALUES (new.id, 'main', new.media_backend, new.live_input_id, new.webrtc_url, new.webrtc_token,
            new.playback_id, coalesce(new.ingest_closed, 0));
    INSERT INTO recordings (stream_id, input, state, available, started_at, expires_at, video_id)
    VALUES (new.id, 'main', coalesce(new.recording_state, 'none'),
            coalesce(new.recording_available, 0),
            CASE WHEN new.recording_state <> 'none' THEN new.actual_start_time END,
            new.recording_expires_at, new.recording_video_id);
END;
CREATE TRIGGER live_stream_sessions_update INSTEAD OF UPDATE ON live_stream_sessions BEGIN
    SELECT raise(ABORT, 'a class keeps its id') WHERE new.id <> old.id;
    UPDATE classes SET title = new.title, description = new.description,
        instructor_name = new.instructor_name, scheduled_start_time = new.scheduled_start_time,
        scheduled_duration_seconds = new.scheduled_duration_seconds,
        actual_start_time = new.actual_start_time, actual_end_time = new.actual_end_time,
        status = new.status, price_in_tokens = new.price_in_tokens,
        keep_for_catalog = new.keep_for_catalog,
        migrated_to_workout_id = new.migrated_to_workout_id,
        migration_scheduled_at = new.migration_scheduled_at, thumbnail_url = new.thumbnail_url,
        thumbnail_source_url = new.thumbnail_source_url, max_viewers = new.max_viewers,
        total_enrollments = new.total_enrollments, total_revenue = new.total_revenue,
        delivered_seconds = new.delivered_seconds, media_seconds = new.media_seconds,
        refunded_at = new.refunded_at, calendar_sequence = new.calendar_sequence,
        calendar_changed_at = new.calendar_changed_at, created_at = new.created_at,
        updated_at = new.updated_at
    WHERE id = old.id;
    UPDATE class_inputs SET media_backend = new.media_backend, live_input_id = new.live_input_id,
        webrtc_url = new.webrtc_url, webrtc_token = new.webrtc_token,
        playback_id = new.playback_id, closed = new.ingest_closed
    WHERE stream_id = old.id AND name = 'main';
    UPDATE recordings SET state = new.recording_state, available = new.recording_available,
        expires_at = new.recording_expires_at, video_id = new.recording_video_id
    WHERE stream_id = old.id AND input = 'main';
END;
CREATE TRIGGER live_stream_sessions_delete INSTEAD OF DELETE ON live_stream_sessions BEGIN
    DELETE FROM recordings WHERE stream_id = old.id;
    DELETE FROM class_inputs WHERE stream_id = old.id;
    DELETE FROM classes WHERE id = old.id;
END;
