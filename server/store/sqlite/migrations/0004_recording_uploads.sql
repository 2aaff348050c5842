-- Recordings on their way to a hosted backend. A row goes when nothing is left to do.
CREATE TABLE recording_uploads (
    stream_id TEXT PRIMARY KEY NOT NULL REFERENCES live_stream_sessions (id),
    recording TEXT NOT NULL UNIQUE,  -- its name on this server
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (
        state IN ('waiting', 'uploading', 'processing', 'stored', 'unwanted', 'failed')),
    upload_url TEXT NOT NULL DEFAULT '',
    video_uid TEXT NOT NULL DEFAULT '',
    sent_bytes INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,  -- in a row without success; looks, while processing
    next_try_at TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT ''  -- of the last attempt, for the log
) STRICT, WITHOUT ROWID;
CREATE INDEX recording_uploads_due ON recording_uploads (next_try_at) WHERE state <> 'failed';
CREATE INDEX recording_uploads_by_video ON recording_uploads (video_uid);
