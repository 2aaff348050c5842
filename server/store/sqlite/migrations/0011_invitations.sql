-- What staff are invited by: a link that one person may follow once.
CREATE TABLE staff_invitations (
    id TEXT PRIMARY KEY NOT NULL,
    stream_id TEXT NOT NULL REFERENCES live_stream_sessions (id),
    email TEXT,      -- null: whoever has the link
    email_key TEXT,  -- as users.email_key
    role TEXT NOT NULL CHECK (role IN ('co_instructor', 'moderator', 'guest')),
    token_hash TEXT NOT NULL UNIQUE,  -- SHA-256; the token itself is in the link alone
    invited_by TEXT NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    accepted_by TEXT REFERENCES users (id),
    accepted_at TEXT
) STRICT;
CREATE INDEX staff_invitations_of_class ON staff_invitations (stream_id, created_at);
-- A second invitation of the same address replaces the first.
CREATE UNIQUE INDEX staff_invitations_of_address ON staff_invitations (stream_id, email_key)
    WHERE accepted_by IS NULL;

-- Who did what to whom where rights or tokens changed hands. Rows are only ever added.
CREATE TABLE audit_entries (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL REFERENCES users (id),
    action TEXT NOT NULL,
    person TEXT REFERENCES users (id),                    -- whom it was done to
    stream_id TEXT REFERENCES live_stream_sessions (id),  -- on which class
    subject TEXT NOT NULL DEFAULT '',                     -- a role, a sum, an id
    reason TEXT NOT NULL DEFAULT ''                       -- in the actor's words
) STRICT;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries BEGIN
    SELECT raise(ABORT, 'audit entries are never changed');
END;
CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries BEGIN
    SELECT raise(ABORT, 'audit entries are never removed');
END;

-- The studio's words to the person whose balance moved.
ALTER TABLE wallet_entries ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- Keys cover grants as well: what came of a request is a place in a class, or a ledger entry.
ALTER TABLE idempotency_keys RENAME COLUMN enrollment_id TO made_id;
ALTER TABLE idempotency_keys RENAME COLUMN tokens_paid TO tokens;
ALTER TABLE idempotency_keys RENAME COLUMN enrolled_at TO made_at;
