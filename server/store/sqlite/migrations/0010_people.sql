-- Every session belongs to a person: the studio's owner, who comes in by the access token, has an
-- account as well. It has no address and no password, so nobody can sign in to it with one; its key
-- of comparison is its id, which is no address that anybody could give.
CREATE TEMP TABLE new_owner AS
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
             substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' ||
             hex(randomblob(6))) AS id,
       strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS now;
INSERT INTO users (id, email, email_key, display_name, password_hash, created_at)
SELECT id, '', id, 'Studio', '', now FROM new_owner;

-- When the person answered a mail to their address; null: nobody knows that it is theirs.
ALTER TABLE users ADD COLUMN email_verified_at TEXT;

-- Who has a role on a class, or on all of them. Rows stay when a role is taken back.
CREATE TABLE class_staff (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT REFERENCES live_stream_sessions (id),  -- null: every class of the studio
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'co_instructor', 'moderator', 'guest')),
    invited_by TEXT REFERENCES users (id),
    accepted_at TEXT NOT NULL,
    revoked_at TEXT,
    CHECK ((stream_id IS NULL) = (role = 'owner'))
) STRICT;
-- One role at a time on a class.
CREATE UNIQUE INDEX class_staff_now ON class_staff (user_id, stream_id) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX class_staff_of_studio ON class_staff (user_id)
    WHERE revoked_at IS NULL AND stream_id IS NULL;
CREATE INDEX class_staff_of_class ON class_staff (stream_id) WHERE revoked_at IS NULL;
INSERT INTO class_staff (id, user_id, role, accepted_at) SELECT id, id, 'owner', now FROM new_owner;

CREATE TABLE sessions_of_people (
    token_hash TEXT PRIMARY KEY NOT NULL,  -- SHA-256; the token itself is in the cookie alone
    user_id TEXT NOT NULL REFERENCES users (id),
    credential TEXT,  -- of the owner's: the access token that it was opened with, hashed
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sessions_of_people
SELECT token_hash, coalesce(user_id, (SELECT id FROM new_owner)), credential, created_at, expires_at
FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_of_people RENAME TO sessions;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id);
DROP TABLE new_owner;
