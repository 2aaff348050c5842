-- Work that is wanted at a time. One row for each kind and key; it goes when the work is done, or is
-- too late to be of use.
CREATE TABLE due (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    payload TEXT NOT NULL,
    next_try_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX due_by_time ON due (next_try_at);
