-- Why a step failed, for the log; `error` is the sentence that the instructor reads.
ALTER TABLE job_run_items ADD COLUMN detail TEXT NOT NULL DEFAULT '';
