-- Keys that are made, replaced and ended while api runs, and the logins of the page.
ALTER TABLE api_key
    ADD COLUMN label        text NOT NULL DEFAULT '' CHECK (char_length(label) <= 100),
    ADD COLUMN created_by   text,
    ADD COLUMN last_used_at timestamptz,
    ADD COLUMN expires_at   timestamptz,
    -- The key that a rotation made in its place.
    ADD COLUMN replaced_by  text REFERENCES api_key;

-- A login ends with its key: nothing here lives longer, and who reads it asks for the key too.
CREATE TABLE session (
    token_sha256 bytea PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
    key_id       text NOT NULL REFERENCES api_key ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX session_key ON session (key_id, created_at);
CREATE INDEX session_expiry ON session (expires_at);

-- How many requests of a user wait.
CREATE INDEX generation_request_waiting ON generation_request (tenant, user_id) WHERE status = 'pending';
