-- What is danced, and for whom. The keys are what searches compare: search_key.h.
ALTER TABLE classes ADD COLUMN style TEXT NOT NULL DEFAULT '';
ALTER TABLE classes ADD COLUMN level TEXT NOT NULL DEFAULT 'any'
    CHECK (level IN ('any', 'beginner', 'intermediate', 'advanced'));
ALTER TABLE classes ADD COLUMN style_key TEXT NOT NULL DEFAULT '';
-- Title, teacher and style.
ALTER TABLE classes ADD COLUMN words_key TEXT NOT NULL DEFAULT '';
UPDATE classes SET words_key = search_key(title || ' ' || instructor_name);

ALTER TABLE workouts ADD COLUMN style TEXT NOT NULL DEFAULT '';
ALTER TABLE workouts ADD COLUMN level TEXT NOT NULL DEFAULT 'any'
    CHECK (level IN ('any', 'beginner', 'intermediate', 'advanced'));
