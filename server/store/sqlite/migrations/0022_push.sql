-- Browsers that asked to be told (Web Push), each once: whoever signs in there later takes it over.
CREATE TABLE push_subscriptions (
    sequence INTEGER PRIMARY KEY,
    endpoint TEXT NOT NULL UNIQUE,  -- where its messages are posted
    user_id TEXT NOT NULL REFERENCES users (id),
    p256dh TEXT NOT NULL,  -- its public key, base64url
    auth TEXT NOT NULL,    -- its secret, base64url
    device TEXT NOT NULL,
    login TEXT NOT NULL,  -- of the sign-in that named it last: its row in sessions, which may be gone
    created_at TEXT NOT NULL,
    renewed_at TEXT NOT NULL,  -- it was named last
    last_sent_at TEXT
) STRICT;
CREATE INDEX push_subscriptions_of_person ON push_subscriptions (user_id, renewed_at);

-- A notice on its way to one of them, and what became of it. What it says is made when it leaves.
CREATE TABLE pushes (
    sequence INTEGER PRIMARY KEY,
    notice_id TEXT NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    subscription INTEGER REFERENCES push_subscriptions (sequence) ON DELETE SET NULL,  -- null: gone
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'off')),
    expires_at TEXT NOT NULL,  -- it is of no use later
    next_try_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    UNIQUE (notice_id, subscription)
) STRICT;
CREATE INDEX pushes_waiting ON pushes (next_try_at) WHERE state = 'waiting';
CREATE INDEX pushes_of_subscription ON pushes (subscription, sequence) WHERE state = 'waiting';
