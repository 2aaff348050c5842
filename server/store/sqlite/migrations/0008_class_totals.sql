-- What all classes of a state come to. Kept by triggers, so that no statement can forget it: adding
-- up 100,000 rows for each look at the studio's page would take longer than the page's list.
CREATE TABLE class_totals (
    status TEXT PRIMARY KEY NOT NULL,
    classes INTEGER NOT NULL DEFAULT 0,
    enrollments INTEGER NOT NULL DEFAULT 0,
    revenue INTEGER NOT NULL DEFAULT 0,
    replays INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO class_totals (status)
    VALUES ('scheduled'), ('live'), ('ended'), ('cancelled');
UPDATE class_totals SET (classes, enrollments, revenue, replays) =
    (SELECT count(*), coalesce(sum(total_enrollments), 0), coalesce(sum(total_revenue), 0),
            coalesce(sum(recording_available), 0)
     FROM live_stream_sessions WHERE live_stream_sessions.status = class_totals.status);

CREATE TRIGGER class_totals_insert AFTER INSERT ON live_stream_sessions BEGIN
    UPDATE class_totals SET classes = classes + 1,
        enrollments = enrollments + new.total_enrollments,
        revenue = revenue + new.total_revenue, replays = replays + new.recording_available
    WHERE status = new.status;
END;
CREATE TRIGGER class_totals_delete AFTER DELETE ON live_stream_sessions BEGIN
    UPDATE class_totals SET classes = classes - 1,
        enrollments = enrollments - old.total_enrollments,
        revenue = revenue - old.total_revenue, replays = replays - old.recording_available
    WHERE status = old.status;
END;
CREATE TRIGGER class_totals_update
AFTER UPDATE OF status, total_enrollments, total_revenue, recording_available
ON live_stream_sessions
WHEN old.status <> new.status OR old.total_enrollments <> new.total_enrollments
    OR old.total_revenue <> new.total_revenue
    OR old.recording_available <> new.recording_available
BEGIN
    UPDATE class_totals SET classes = classes - 1,
        enrollments = enrollments - old.total_enrollments,
        revenue = revenue - old.total_revenue, replays = replays - old.recording_available
    WHERE status = old.status;
    UPDATE class_totals SET classes = classes + 1,
        enrollments = enrollments + new.total_enrollments,
        revenue = revenue + new.total_revenue, replays = replays + new.recording_available
    WHERE status = new.status;
END;
