-- What people are told of, each once; what it says is made when it is read or leaves.
CREATE TABLE notices (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    event TEXT NOT NULL,
    stream_id TEXT REFERENCES classes (id) ON DELETE CASCADE,
    dedupe_key TEXT NOT NULL UNIQUE,  -- of what happened: told of it twice, nobody hears it twice
    in_app INTEGER NOT NULL CHECK (in_app IN (0, 1)),
    mail_id TEXT,  -- in mails; null: none was wanted
    created_at TEXT NOT NULL,
    read_at TEXT
) STRICT;
CREATE INDEX notices_of_person ON notices (user_id, sequence);
CREATE INDEX notices_unread ON notices (user_id) WHERE read_at IS NULL AND in_app = TRUE;
CREATE INDEX notices_by_age ON notices (created_at);

-- How somebody wants to be told. No row: as everybody is at first.
CREATE TABLE notice_settings (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    timezone TEXT,                -- of the IANA database; null: nobody knows, and no hour is quiet
    quiet_from INTEGER NOT NULL,  -- minutes of the day there; the same twice: none is quiet
    quiet_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Where somebody chose otherwise than everybody is told at first.
CREATE TABLE notice_choices (
    user_id TEXT NOT NULL REFERENCES users (id),
    event TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'push', 'app')),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    PRIMARY KEY (user_id, event, channel)
) STRICT, WITHOUT ROWID;

-- What was known of a class when its people were told last: a difference is news.
CREATE TABLE notice_classes (
    stream_id TEXT PRIMARY KEY NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    start_at TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    has_replay INTEGER NOT NULL CHECK (has_replay IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO notice_classes (stream_id, status, start_at, seconds, has_replay)
SELECT id, status, scheduled_start_time, scheduled_duration_seconds,
    coalesce((SELECT available FROM recordings
              WHERE recordings.stream_id = classes.id AND input = 'main'), 0)
FROM classes;

-- Classes that are planned already are reminded of as later ones are.
INSERT INTO due (kind, key, at, payload, next_try_at)
SELECT 'notice', reminders.event || ':' || classes.id,
    strftime('%Y-%m-%dT%H:%M:%fZ', scheduled_start_time, reminders.shift), scheduled_start_time,
    strftime('%Y-%m-%dT%H:%M:%fZ', scheduled_start_time, reminders.shift)
FROM classes, (SELECT 'reminder_24h' AS event, '-24 hours' AS shift
               UNION ALL SELECT 'reminder_1h', '-1 hour'
               UNION ALL SELECT 'reminder_10m', '-10 minutes') AS reminders
WHERE status = 'scheduled'
    AND scheduled_start_time > strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
