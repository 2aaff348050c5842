-- How long viewers watched a class, all together, and when each of their players spoke last.
ALTER TABLE live_stream_sessions ADD COLUMN delivered_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stream_enrollments ADD COLUMN last_report_at TEXT;
