-- Passkeys (WebAuthn): ways to sign in that a person's devices keep. Bytes are base64url.
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    credential_id TEXT NOT NULL UNIQUE,  -- what the device knows it by
    user_handle TEXT NOT NULL,           -- what it knows the person by: random, the same for all of theirs
    algorithm INTEGER NOT NULL,          -- COSE's number
    public_key TEXT NOT NULL,
    sign_count INTEGER NOT NULL,
    transports TEXT NOT NULL,  -- one a line
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT
) STRICT;
CREATE INDEX passkeys_of_person ON passkeys (user_id, created_at);

-- What was asked of somebody, good once: to make a passkey, to sign in by one, or for the code after a password.
CREATE TABLE sign_in_challenges (
    hash TEXT PRIMARY KEY,  -- SHA-256 of what was given out
    purpose TEXT NOT NULL CHECK (purpose IN ('passkey', 'sign_in', 'second_factor')),
    user_id TEXT REFERENCES users (id),  -- null: whoever signs in by a passkey
    user_handle TEXT NOT NULL,           -- of a passkey to be made
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sign_in_challenges_by_end ON sign_in_challenges (expires_at);
CREATE INDEX sign_in_challenges_of_person ON sign_in_challenges (user_id);

-- Codes of an app (RFC 6238) that staff are asked for after their password.
CREATE TABLE second_factors (
    user_id TEXT PRIMARY KEY REFERENCES users (id),
    sealed_secret TEXT NOT NULL,   -- with a key that is not in the database
    last_step INTEGER NOT NULL,    -- of the newest code that was taken: it and older ones are not taken again
    created_at TEXT NOT NULL,
    confirmed_at TEXT              -- null: shown, and not in use yet
) STRICT;

-- What stands in for such a code, each once.
CREATE TABLE recovery_codes (
    hash TEXT PRIMARY KEY,  -- SHA-256
    user_id TEXT NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX recovery_codes_of_person ON recovery_codes (user_id);
