-- An Idempotency-Key keeps what came of its request, not the whole answer.
CREATE TABLE kept_outcomes (
    user_id TEXT NOT NULL REFERENCES users (id),
    key TEXT NOT NULL,
    request TEXT NOT NULL,  -- what was asked for; the same key for anything else is refused
    created INTEGER NOT NULL,
    enrollment_id TEXT NOT NULL,  -- no reference: a withdrawn enrollment leaves its keys
    tokens_paid INTEGER NOT NULL,
    enrolled_at TEXT NOT NULL,
    token_balance INTEGER NOT NULL,  -- after the request
    created_at TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

INSERT INTO kept_outcomes
SELECT user_id, key, request, created,
    json_extract(answer, '$.enrollment.id'),
    json_extract(answer, '$.enrollment.tokens_paid'),
    json_extract(answer, '$.enrollment.enrolled_at'),
    json_extract(answer, '$.token_balance'),
    created_at
FROM idempotency_keys WHERE json_extract(answer, '$.enrollment.id') IS NOT NULL;

DROP TABLE idempotency_keys;
ALTER TABLE kept_outcomes RENAME TO idempotency_keys;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_of_user ON idempotency_keys (user_id, created_at);
