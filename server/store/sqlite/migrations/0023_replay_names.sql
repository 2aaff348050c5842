-- Whether viewers have their names beside the replay of a class: more people see it than were there.
ALTER TABLE chat_rooms ADD COLUMN replay_names INTEGER NOT NULL DEFAULT FALSE
    CHECK (replay_names IN (0, 1));
