-- Where somebody left a replay, and what they noted for practising with it: loops and beats, as JSON.
ALTER TABLE stream_enrollments ADD COLUMN replay_position_ms INTEGER;
ALTER TABLE stream_enrollments ADD COLUMN practice_notes TEXT NOT NULL DEFAULT '';
