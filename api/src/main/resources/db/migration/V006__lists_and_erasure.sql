-- The newest first, of everyone and of a guild; pages go on after the last row that was shown.
CREATE INDEX generation_request_newest ON generation_request (created_at DESC, request_uid DESC);
CREATE INDEX generation_request_newest_of_tenant ON generation_request (tenant, created_at DESC, request_uid DESC);

-- What is left of a request that was deleted: enough to know it again, nothing that was written.
ALTER TABLE generation_request ADD COLUMN erased_at timestamptz;

-- Files of deleted requests that are still to be removed.
CREATE TABLE erased_file (
    file_path  text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);
