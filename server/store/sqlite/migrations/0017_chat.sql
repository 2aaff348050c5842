-- The room of a class: its chat, and what else people do there. All of it goes with the class.

-- What is in no row here is as domain::ChatSettings has it from the beginning.
CREATE TABLE chat_rooms (
    stream_id TEXT PRIMARY KEY NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    last_seq INTEGER NOT NULL DEFAULT 0,     -- of the messages that became visible
    last_change INTEGER NOT NULL DEFAULT 0,  -- counts whatever changes in a message
    mode TEXT NOT NULL DEFAULT 'open' CHECK (mode IN ('open', 'questions', 'staff', 'closed')),
    slow_mode_seconds INTEGER NOT NULL DEFAULT 0,
    hold_first INTEGER NOT NULL DEFAULT FALSE CHECK (hold_first IN (0, 1)),
    links TEXT NOT NULL DEFAULT 'staff' CHECK (links IN ('none', 'staff', 'everyone')),
    blocked_words TEXT NOT NULL DEFAULT '',  -- one a line
    opens_minutes_before INTEGER NOT NULL DEFAULT 15,
    closes_minutes_after INTEGER NOT NULL DEFAULT 30
) STRICT;

-- The table was there, unused by the server; what others wrote into it is kept, as visible.
ALTER TABLE stream_chat_messages RENAME TO former_chat_messages;
CREATE TABLE stream_chat_messages (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id),  -- null: the server itself
    message TEXT NOT NULL,               -- empty once a removed text has been kept long enough
    sent_at TEXT NOT NULL,
    is_deleted INTEGER NOT NULL DEFAULT FALSE CHECK (is_deleted IN (0, 1)),

    seq INTEGER,              -- given when the message becomes visible, one more than the last
    change INTEGER NOT NULL,  -- the change of the room's that this row was written by last
    client_id TEXT,           -- the author's own name of it
    kind TEXT NOT NULL DEFAULT 'message'
        CHECK (kind IN ('message', 'question', 'announcement', 'system')),
    state TEXT NOT NULL DEFAULT 'visible' CHECK (state IN ('visible', 'held', 'removed')),
    removed_by TEXT CHECK (removed_by IN ('self', 'team')),
    removed_at TEXT,
    removed_reason TEXT NOT NULL DEFAULT '',
    reply_to TEXT REFERENCES stream_chat_messages (id) ON DELETE SET NULL,
    pinned_at TEXT,
    answered_at TEXT,
    votes INTEGER NOT NULL DEFAULT 0 CHECK (votes >= 0),
    CHECK (is_deleted = (state = 'removed')),
    CHECK (state <> 'visible' OR seq IS NOT NULL),
    CHECK (state <> 'held' OR seq IS NULL)
) STRICT;
INSERT INTO stream_chat_messages
    (id, stream_id, user_id, message, sent_at, is_deleted, seq, change, state, removed_by,
     removed_at)
SELECT id, stream_id,
    coalesce(user_id, (SELECT user_id FROM class_staff WHERE stream_id IS NULL
                       ORDER BY accepted_at, id LIMIT 1)),
    message, sent_at, is_deleted <> 0,
    row_number() OVER (PARTITION BY stream_id ORDER BY sent_at, id),
    row_number() OVER (PARTITION BY stream_id ORDER BY sent_at, id),
    CASE WHEN is_deleted <> 0 THEN 'removed' ELSE 'visible' END,
    CASE WHEN is_deleted <> 0 THEN 'team' END, CASE WHEN is_deleted <> 0 THEN sent_at END
FROM former_chat_messages;
INSERT INTO chat_rooms (stream_id, last_seq, last_change)
SELECT stream_id, max(seq), max(change) FROM stream_chat_messages GROUP BY stream_id;
DROP TABLE former_chat_messages;
CREATE UNIQUE INDEX chat_messages_by_seq ON stream_chat_messages (stream_id, seq);
CREATE UNIQUE INDEX chat_messages_of_author
    ON stream_chat_messages (stream_id, user_id, client_id);
CREATE INDEX chat_messages_by_change ON stream_chat_messages (stream_id, change);
CREATE INDEX chat_messages_by_time ON stream_chat_messages (stream_id, sent_at, id);
CREATE INDEX chat_messages_by_person ON stream_chat_messages (user_id, stream_id, sent_at);
CREATE INDEX chat_messages_pinned ON stream_chat_messages (stream_id, pinned_at)
    WHERE pinned_at IS NOT NULL;
CREATE INDEX chat_messages_unseen ON stream_chat_messages (stream_id, sent_at, id)
    WHERE seq IS NULL;
CREATE INDEX chat_messages_removed ON stream_chat_messages (removed_at)
    WHERE state = 'removed' AND message <> '';

CREATE TABLE chat_votes (
    message_id TEXT NOT NULL REFERENCES stream_chat_messages (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (message_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_votes_by_person ON chat_votes (user_id);

-- What a room knows of a person.
CREATE TABLE chat_people (
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id),
    bucket_full_at TEXT,   -- domain::MessageBucket
    last_sent_at TEXT,     -- for the class's slow mode
    timed_out_until TEXT,  -- in the year 9999: for the whole class
    timeout_reason TEXT NOT NULL DEFAULT '',
    is_seen INTEGER NOT NULL DEFAULT FALSE CHECK (is_seen IN (0, 1)),  -- by other viewers
    note TEXT NOT NULL DEFAULT '',  -- of staff, for staff
    note_by TEXT REFERENCES users (id),
    note_at TEXT,
    PRIMARY KEY (stream_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_people_by_person ON chat_people (user_id);

CREATE TABLE chat_reports (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL REFERENCES stream_chat_messages (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id),  -- null: somebody who is gone
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    decision TEXT CHECK (decision IN ('kept', 'removed')),
    decided_by TEXT REFERENCES users (id),
    decided_at TEXT,
    decision_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX chat_reports_once ON chat_reports (message_id, user_id);
CREATE INDEX chat_reports_of_class ON chat_reports (stream_id, created_at, id);
CREATE INDEX chat_reports_by_person ON chat_reports (user_id);

CREATE TABLE chat_polls (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    options TEXT NOT NULL,  -- one a line
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;
CREATE INDEX chat_polls_of_class ON chat_polls (stream_id, created_at, id);
-- One at a time.
CREATE UNIQUE INDEX chat_polls_open ON chat_polls (stream_id) WHERE closed_at IS NULL;
CREATE TABLE chat_poll_votes (
    poll_id TEXT NOT NULL REFERENCES chat_polls (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id),
    option_index INTEGER NOT NULL,
    PRIMARY KEY (poll_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_poll_votes_by_person ON chat_poll_votes (user_id);

-- Taps and wishes, added up by ten seconds of a class: who they were is not kept.
CREATE TABLE reaction_sums (
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    at TEXT NOT NULL,  -- where the ten seconds begin
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (stream_id, at, name)
) STRICT, WITHOUT ROWID;

-- How hard a class was, from 1 to 4.
CREATE TABLE class_efforts (
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id),
    effort INTEGER NOT NULL CHECK (effort BETWEEN 1 AND 4),
    at TEXT NOT NULL,
    PRIMARY KEY (stream_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_efforts_by_person ON class_efforts (user_id);

-- News of a room names the change from which on its messages have to be read again.
ALTER TABLE outbox ADD COLUMN chat_change INTEGER;

-- When the first packet of the file was captured: where its time begins. Null while there is no
-- file, and for older ones.
ALTER TABLE recordings ADD COLUMN media_started_at TEXT;
