-- What a generation starts from, what it changed and what it rests on.

-- The earlier request of spec.source; where only a thread was named, the one that a claim found in
-- it. No foreign key: a resource may name what never existed, and the row says what it named.
ALTER TABLE generation_request
    ADD COLUMN source_request_uid uuid,
    ADD COLUMN source_image_index integer CHECK (source_image_index BETWEEN 0 AND 7);

ALTER TABLE generation_metadata
    ADD COLUMN derivation jsonb,
    ADD COLUMN refinement jsonb,
    ADD COLUMN research   jsonb;

ALTER TABLE generated_image
    ADD COLUMN pixels_sha256 text CHECK (pixels_sha256 ~ '^[0-9a-f]{64}$');

-- Clients choose their thread ids: two guilds that choose the same one must not meet in a row.
ALTER TABLE thread_context
    DROP CONSTRAINT thread_context_pkey,
    ADD PRIMARY KEY (guild_id, thread_id);
