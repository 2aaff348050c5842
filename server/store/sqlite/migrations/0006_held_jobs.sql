-- What a daily job waits with, because it would touch unusually many classes at once.
CREATE TABLE job_holds (
    job TEXT NOT NULL,
    reason TEXT NOT NULL,
    classes INTEGER NOT NULL,
    of_classes INTEGER NOT NULL,
    since TEXT NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    PRIMARY KEY (job, reason)
) STRICT, WITHOUT ROWID;

-- The newest time that was believed: what a clock that is wrong after a restart is told by.
CREATE TABLE believed_time (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
) STRICT;
