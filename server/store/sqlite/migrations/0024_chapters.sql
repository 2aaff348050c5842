-- The parts of a class, by the time at which each began: where that is in the recording is worked
-- out when it is asked.
CREATE TABLE class_chapters (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    began_at TEXT NOT NULL,
    client_id TEXT,  -- what the marking browser calls it: marked twice, it is there once
    UNIQUE (stream_id, client_id)
) STRICT;
CREATE INDEX class_chapters_by_time ON class_chapters (stream_id, began_at, id);

-- A number per class that rises with each change of its chapters: who knows another one asks again.
CREATE TABLE class_chapter_lists (
    stream_id TEXT PRIMARY KEY NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
