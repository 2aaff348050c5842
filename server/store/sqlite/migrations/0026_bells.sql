-- Classes of which somebody wants to be told, or not, otherwise than their place there has it.
CREATE TABLE class_bells (
    user_id TEXT NOT NULL REFERENCES users (id),
    stream_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    pressed_at TEXT NOT NULL,
    PRIMARY KEY (user_id, stream_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_bells_of_class ON class_bells (stream_id);
CREATE INDEX class_bells_by_age ON class_bells (user_id, pressed_at);

-- Teachers whose new classes somebody wants to hear of, by the name that stands over the classes.
CREATE TABLE followed_teachers (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    name_key TEXT NOT NULL,  -- the name as searches compare it
    name TEXT NOT NULL,
    since TEXT NOT NULL,
    UNIQUE (user_id, name_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX followed_teachers_by_name ON followed_teachers (name_key, user_id);

-- Since when no mail asks the person's calendar to take a class in; null: mails do.
ALTER TABLE notice_settings ADD COLUMN calendar_off_since TEXT;
