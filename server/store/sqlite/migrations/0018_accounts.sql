-- Sessions have names that may be shown, the kind of device, and when they were used last.
CREATE TABLE sessions_with_names (
    token_hash TEXT PRIMARY KEY NOT NULL,  -- SHA-256; the token itself is in the cookie alone
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES users (id),
    credential TEXT,  -- of the owner's: the access token that it was opened with, hashed
    device TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sessions_with_names
SELECT token_hash,
       lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
             substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' ||
             hex(randomblob(6))),
       user_id, credential, '', created_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), expires_at
FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_with_names RENAME TO sessions;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);

-- The language of mails; null: nobody said.
ALTER TABLE users ADD COLUMN language TEXT CHECK (language IN ('en', 'de', 'ar'));

-- What a link in a mail is good for, once.
CREATE TABLE mail_tokens (
    token_hash TEXT PRIMARY KEY NOT NULL,  -- SHA-256; the token itself is in the mail alone
    user_id TEXT NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm', 'change', 'reset', 'undo')),
    email TEXT NOT NULL,      -- the address that it confirms, changes to, or brings back
    email_key TEXT NOT NULL,  -- as users.email_key
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_tokens_of_person ON mail_tokens (user_id, purpose);
CREATE INDEX mail_tokens_by_address ON mail_tokens (email_key, purpose);
CREATE INDEX mail_tokens_by_expiry ON mail_tokens (expires_at);

-- Mails on their way, and what became of them. What a mail says is made when it leaves.
CREATE TABLE mails (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,  -- its Message-ID begins with it
    kind TEXT NOT NULL,
    user_id TEXT REFERENCES users (id),  -- null: an address of which nobody asked yet whose it is
    address TEXT NOT NULL,
    payload TEXT NOT NULL,
    queue TEXT,          -- those of one queue leave one after the other; null: on their own
    dedupe_key TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'suppressed', 'off')),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,  -- it is of no use later
    next_try_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    done_at TEXT
) STRICT;
CREATE INDEX mails_waiting ON mails (next_try_at) WHERE state = 'waiting';
CREATE INDEX mails_of_queue ON mails (queue, sequence) WHERE state = 'waiting';
CREATE INDEX mails_of_person ON mails (user_id, kind, created_at);

-- Addresses that a mail server refused for good: nothing is sent there any more.
CREATE TABLE mail_suppressions (
    email_key TEXT PRIMARY KEY NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The link of an invitation's mail, which is made when the mail leaves: beside the one that was shown.
ALTER TABLE staff_invitations ADD COLUMN mail_token_hash TEXT;
CREATE UNIQUE INDEX staff_invitations_by_mail ON staff_invitations (mail_token_hash);

-- Which address of their calendar a person has now: another number, another address.
CREATE TABLE calendar_feeds (
    user_id TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL CHECK (kind IN ('own', 'taught')),
    number INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;
