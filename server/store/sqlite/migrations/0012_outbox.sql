-- What changed, written in the transaction of the change and told to others afterwards: which row to
-- read again, never what is in it. Rows are read in the order of their ids; the newest one is never
-- deleted, so that no id is given twice.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream_id TEXT,
    user_id TEXT
) STRICT;
-- How far each reader has come. A reader may get rows again that it has had.
CREATE TABLE outbox_readers (
    name TEXT NOT NULL PRIMARY KEY,
    outbox_id INTEGER NOT NULL
) STRICT;
