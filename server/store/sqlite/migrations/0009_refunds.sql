-- For how long picture or sound arrived while a class was live. Null where nobody measured it:
-- classes that had started before this was kept are never refunded by themselves.
ALTER TABLE live_stream_sessions ADD COLUMN media_seconds INTEGER CHECK (media_seconds >= 0);
UPDATE live_stream_sessions SET media_seconds = 0 WHERE status = 'scheduled';
-- When everybody got their tokens back for a class that had ended.
ALTER TABLE live_stream_sessions ADD COLUMN refunded_at TEXT;
ALTER TABLE stream_enrollments ADD COLUMN refunded_at TEXT;
UPDATE stream_enrollments SET refunded_at =
    (SELECT created_at FROM wallet_entries
     WHERE enrollment_id = stream_enrollments.id AND reason IN ('cancelled', 'missed'))
WHERE stream_id IN (SELECT id FROM live_stream_sessions WHERE status = 'cancelled');
-- Paid classes that brought less than a tenth of their planned length, until they are refunded.
CREATE INDEX streams_to_refund ON live_stream_sessions (actual_end_time)
    WHERE status = 'ended' AND refunded_at IS NULL AND total_revenue > 0
        AND scheduled_duration_seconds > media_seconds * 10;
