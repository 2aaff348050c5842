-- A hosted class's live input lives at another server, where it has to be closed when the class is
-- over. Until that was done the row says so, through restarts and outages.
ALTER TABLE live_stream_sessions ADD COLUMN ingest_closed INTEGER NOT NULL DEFAULT 0
    CHECK (ingest_closed IN (0, 1));
CREATE INDEX streams_with_open_ingest ON live_stream_sessions (media_backend)
    WHERE ingest_closed = 0 AND status IN ('ended', 'cancelled') AND media_backend <> 'local';
