-- A refusal is known here before the resource says so.
ALTER TABLE generation_request
    ADD COLUMN shown_status text NOT NULL GENERATED ALWAYS AS
        (CASE WHEN status = 'pending' AND accepted = 'False' THEN 'failed' ELSE status END) STORED,
    -- Where the bot was to post, where it did, and whether it says that it is done: for whoever asks
    -- after the resource has gone.
    ADD COLUMN delivery  jsonb,
    ADD COLUMN posted    jsonb,
    ADD COLUMN delivered boolean NOT NULL DEFAULT false;

CREATE INDEX generation_request_newest_of_user ON generation_request (user_id, created_at DESC, request_uid DESC);
CREATE INDEX generation_request_newest_of_status ON generation_request (shown_status, created_at DESC, request_uid DESC);
CREATE INDEX generation_request_newest_of_action ON generation_request (action, created_at DESC, request_uid DESC);
CREATE INDEX generation_request_source ON generation_request (source_request_uid) WHERE source_request_uid IS NOT NULL;
CREATE INDEX generation_request_present ON generation_request (updated_at) WHERE gone_at IS NULL;

-- What is searched for, beside the rows that change all the time. Texts are found by any part of
-- them, of one character too, in every language: their grams are all runs of three characters, and
-- an index over these needs neither words nor a locale.
CREATE TABLE request_search (
    request_uid uuid PRIMARY KEY REFERENCES generation_request ON DELETE CASCADE,
    tenant      text NOT NULL,
    created_at  timestamptz NOT NULL,
    model_name  text,
    lora_names  text[] NOT NULL DEFAULT '{}',
    words       text NOT NULL,
    grams       tsvector NOT NULL
);

-- Wide, narrow, large and small letters are one.
CREATE FUNCTION search_form(said text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(normalize(said, NFKC));

CREATE FUNCTION search_grams(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT coalesce(array_to_tsvector(array_agg(a || coalesce(b, '') || coalesce(c, ''))), '')
        FROM (SELECT string_to_array(words, NULL) AS chars) s,
            ROWS FROM (unnest(chars), unnest(chars[2:]), unnest(chars[3:])) AS gram (a, b, c));

-- All grams of what is looked for; of less than three characters, grams that begin so.
CREATE FUNCTION search_query(words text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT string_agg(
            DISTINCT '''' || replace(replace(gram, '\', '\\'), '''', '''''') || '''' || suffix,
            ' & ')::tsquery
        FROM (
            SELECT words AS gram, ':*' AS suffix WHERE char_length(words) < 3
            UNION ALL
            SELECT a || b || c, ''
            FROM (SELECT string_to_array(words, NULL) AS chars) s,
                ROWS FROM (unnest(chars), unnest(chars[2:]), unnest(chars[3:])) AS gram (a, b, c)
            WHERE c IS NOT NULL) grams);

-- Runs after rows of either table were added, whoever added them.
CREATE FUNCTION search_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO request_search
        (request_uid, tenant, created_at, model_name, lora_names, words, grams)
    SELECT r.request_uid, r.tenant, r.created_at, m.model_name,
        ARRAY(SELECT lora ->> 'name' FROM jsonb_array_elements(coalesce(m.loras, '[]')) lora),
        said.words, search_grams(said.words)
    FROM generation_request r
    LEFT JOIN generation_metadata m USING (request_uid),
    LATERAL (SELECT search_form(concat_ws(E'\n', r.instruction, m.prompt)) AS words) said
    WHERE r.request_uid IN (SELECT request_uid FROM added) AND r.erased_at IS NULL
    ON CONFLICT (request_uid) DO UPDATE SET
        model_name = excluded.model_name, lora_names = excluded.lora_names,
        words = excluded.words, grams = excluded.grams;
    RETURN NULL;
END $$;
CREATE TRIGGER search_keep AFTER INSERT ON generation_request
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_keep();
CREATE TRIGGER search_keep AFTER INSERT ON generation_metadata
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_keep();

INSERT INTO request_search (request_uid, tenant, created_at, model_name, lora_names, words, grams)
SELECT r.request_uid, r.tenant, r.created_at, m.model_name,
    ARRAY(SELECT lora ->> 'name' FROM jsonb_array_elements(coalesce(m.loras, '[]')) lora),
    said.words, search_grams(said.words)
FROM generation_request r
LEFT JOIN generation_metadata m USING (request_uid),
LATERAL (SELECT search_form(concat_ws(E'\n', r.instruction, m.prompt)) AS words) said
WHERE r.erased_at IS NULL;

CREATE INDEX request_search_grams ON request_search USING gin (grams);
CREATE INDEX request_search_loras ON request_search USING gin (lora_names);
CREATE INDEX request_search_model ON request_search (model_name, created_at DESC, request_uid DESC);
CREATE INDEX request_search_newest ON request_search (created_at DESC, request_uid DESC);
CREATE INDEX request_search_newest_of_tenant ON request_search (tenant, created_at DESC, request_uid DESC);

-- Users whose data are being deleted: all that they asked for until that moment.
CREATE TABLE user_erasure (
    tenant   text NOT NULL,
    user_id  text NOT NULL CHECK (user_id <> ''),
    asked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, user_id)
);

-- Posts of deleted requests that the bot has still to remove.
CREATE TABLE erased_post (
    request_uid uuid PRIMARY KEY,
    tenant      text NOT NULL,
    channel_id  text,
    thread_id   text,
    message_ids text[] NOT NULL DEFAULT '{}',
    asked_at    timestamptz NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX erased_post_oldest ON erased_post (created_at, request_uid);

-- The reset that a client may repeat: of caller and idempotency key.
ALTER TABLE thread_context ADD COLUMN reset_key_sha256 text CHECK (reset_key_sha256 ~ '^[0-9a-f]{64}$');
