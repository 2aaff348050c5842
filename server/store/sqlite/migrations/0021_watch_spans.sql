-- Who watched what and when, as far as a class's figures need it. All of it goes with the class.

-- A person within one class. Figures know the number alone, so that a person can be taken out of
-- it, and the figures stay what they were.
CREATE TABLE watch_people (
    id INTEGER PRIMARY KEY,
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    user_id TEXT REFERENCES users (id),  -- null: nobody is to know any more
    UNIQUE (stream_id, user_id)
) STRICT;
CREATE INDEX watch_people_by_user ON watch_people (user_id);

-- One player's uninterrupted playing at one speed, in milliseconds since the class's start. A span
-- ends where it was last known to play.
CREATE TABLE watch_spans (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES watch_people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('live', 'replay')),
    began_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL CHECK (ended_ms >= began_ms),
    position_ms INTEGER NOT NULL DEFAULT 0,  -- of replays: where in the class it began
    speed_percent INTEGER NOT NULL DEFAULT 100 CHECK (speed_percent BETWEEN 10 AND 400),
    name TEXT NOT NULL DEFAULT '',  -- the player's own of what it reports
    -- Our media engine has the viewer connected: the span goes on by itself.
    is_open INTEGER NOT NULL DEFAULT FALSE CHECK (is_open IN (0, 1))
) STRICT;
CREATE INDEX watch_spans_of_person ON watch_spans (person, id);
CREATE INDEX watch_spans_open ON watch_spans (id) WHERE is_open = TRUE;

-- What a class earned.
CREATE INDEX wallet_entries_of_class ON wallet_entries (stream_id) WHERE stream_id IS NOT NULL;
