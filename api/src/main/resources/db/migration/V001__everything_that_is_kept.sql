-- Everything that outlives its resource. All times are UTC; Discord ids are strings.

CREATE TABLE api_key (
    id            text PRIMARY KEY CHECK (id ~ '^[a-z0-9]{4,32}$'),
    secret_sha256 bytea NOT NULL CHECK (octet_length(secret_sha256) = 32),
    scopes        text[] NOT NULL CHECK (scopes <@ ARRAY['generate', 'read', 'settings', 'admin']),
    tenant        text CHECK (char_length(tenant) BETWEEN 1 AND 64),
    bootstrap     boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now(),
    revoked_at    timestamptz
);

-- One row for each GenerationRequest that was ever seen, by its uid.
CREATE TABLE generation_request (
    request_uid       uuid PRIMARY KEY,
    name              text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 253),
    resource_version  bigint NOT NULL,
    generation        bigint NOT NULL,
    body_sha256       text CHECK (body_sha256 ~ '^[0-9a-f]{64}$'),
    action            text NOT NULL,
    instruction       text CHECK (char_length(instruction) BETWEEN 1 AND 2000),
    parameters        jsonb NOT NULL DEFAULT '{}',
    research          text NOT NULL CHECK (research IN ('Enabled', 'Disabled')),
    source            text NOT NULL CHECK (source IN ('Discord', 'API', 'Kubectl')),
    tenant            text NOT NULL DEFAULT '' CHECK (char_length(tenant) <= 64),
    user_id           text NOT NULL DEFAULT '' CHECK (char_length(user_id) <= 64),
    thread_id         text NOT NULL DEFAULT '' CHECK (char_length(thread_id) <= 64),
    locale            text CHECK (char_length(locale) <= 16),
    pool              text NOT NULL,
    priority          integer NOT NULL CHECK (priority BETWEEN -1000 AND 1000),
    desired_state     text NOT NULL CHECK (desired_state IN ('Active', 'Suspended', 'Cancelled')),
    status            text NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
    reason            text,
    message           text,
    accepted          text CHECK (accepted IN ('True', 'False')),
    accepted_reason   text,
    accepted_message  text,
    accepted_at       timestamptz,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL DEFAULT now(),
    gone_at           timestamptz
);
CREATE INDEX generation_request_name ON generation_request (name);
CREATE INDEX generation_request_thread ON generation_request (thread_id, created_at) WHERE thread_id <> '';
CREATE INDEX generation_request_requester ON generation_request (tenant, user_id, created_at);
CREATE INDEX generation_request_alive ON generation_request (created_at) WHERE status IN ('pending', 'processing');

-- Which pod may act for an attempt. A retired claim refuses every further call.
CREATE TABLE claim (
    claim_id          uuid PRIMARY KEY,
    request_uid       uuid NOT NULL REFERENCES generation_request ON DELETE CASCADE,
    attempt           integer NOT NULL CHECK (attempt >= 1),
    slot_token        bigint NOT NULL CHECK (slot_token >= 1),
    pool_uid          text NOT NULL,
    slot              text NOT NULL,
    pod_uid           text NOT NULL,
    pod_name          text NOT NULL,
    work_order        jsonb NOT NULL,
    phase             text NOT NULL DEFAULT 'Claiming',
    percent           integer NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    eta_seconds       integer CHECK (eta_seconds >= 0),
    progress_at       timestamptz NOT NULL DEFAULT now(),
    written_phase     text,
    written_percent   integer,
    written_at        timestamptz,
    failure_reason    text,
    failure_message   text,
    created_at        timestamptz NOT NULL DEFAULT now(),
    retired_at        timestamptz,
    UNIQUE (request_uid, attempt),
    UNIQUE (pool_uid, slot, slot_token)
);

-- The complete settings of what was made; its id is the result's.
CREATE TABLE generation_metadata (
    metadata_id       uuid PRIMARY KEY,
    request_uid       uuid NOT NULL UNIQUE REFERENCES generation_request ON DELETE CASCADE,
    attempt           integer NOT NULL CHECK (attempt >= 1),
    prompt            text NOT NULL,
    negative_prompt   text NOT NULL,
    model_name        text NOT NULL,
    model_hash        text,
    loras             jsonb NOT NULL DEFAULT '[]',
    steps             integer NOT NULL CHECK (steps BETWEEN 1 AND 150),
    cfg_scale         numeric NOT NULL CHECK (cfg_scale BETWEEN 1.0 AND 30.0),
    sampler           text NOT NULL,
    scheduler         text,
    seed              bigint NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
    width             integer NOT NULL CHECK (width BETWEEN 64 AND 2048 AND width % 8 = 0),
    height            integer NOT NULL CHECK (height BETWEEN 64 AND 2048 AND height % 8 = 0),
    image_count       integer NOT NULL CHECK (image_count BETWEEN 1 AND 8),
    composition       jsonb NOT NULL,
    renderer          jsonb NOT NULL,
    notices           jsonb NOT NULL DEFAULT '[]',
    millis_by_phase   jsonb NOT NULL DEFAULT '{}',
    duration_millis   bigint NOT NULL CHECK (duration_millis >= 0),
    created_at        timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (request_uid, attempt) REFERENCES claim (request_uid, attempt) ON DELETE CASCADE
);

-- Uploaded before the result; part of the result once seed and infotext are known.
CREATE TABLE generated_image (
    image_id          uuid PRIMARY KEY,
    request_uid       uuid NOT NULL,
    attempt           integer NOT NULL,
    index             integer NOT NULL CHECK (index BETWEEN 0 AND 7),
    file_path         text NOT NULL UNIQUE,
    sha256            text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes        bigint NOT NULL CHECK (size_bytes BETWEEN 1 AND 67108864),
    width             integer NOT NULL CHECK (width BETWEEN 1 AND 16384),
    height            integer NOT NULL CHECK (height BETWEEN 1 AND 16384),
    seed              bigint CHECK (seed BETWEEN 0 AND 4294967302),
    infotext          text,
    discord_url       text,
    created_at        timestamptz NOT NULL DEFAULT now(),
    UNIQUE (request_uid, attempt, index),
    FOREIGN KEY (request_uid, attempt) REFERENCES claim (request_uid, attempt) ON DELETE CASCADE
);

-- A row without a user holds for the whole guild.
CREATE TABLE settings (
    settings_id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    guild_id              text NOT NULL CHECK (char_length(guild_id) BETWEEN 1 AND 64),
    user_id               text CHECK (char_length(user_id) BETWEEN 1 AND 64),
    default_model         text CHECK (char_length(default_model) BETWEEN 1 AND 253),
    default_lora_list     jsonb CHECK (jsonb_typeof(default_lora_list) = 'array'),
    default_prompt_suffix text CHECK (char_length(default_prompt_suffix) <= 4000),
    default_sd_params     jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(default_sd_params) = 'object'),
    created_at            timestamptz NOT NULL DEFAULT now(),
    updated_at            timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (guild_id, user_id)
);

CREATE TABLE thread_context (
    thread_id          text PRIMARY KEY CHECK (char_length(thread_id) BETWEEN 1 AND 64),
    guild_id           text NOT NULL CHECK (char_length(guild_id) <= 64),
    user_id            text NOT NULL CHECK (char_length(user_id) <= 64),
    latest_metadata_id uuid REFERENCES generation_metadata ON DELETE SET NULL,
    reset_at           timestamptz,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE lora (
    lora_id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name          text NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 253),
    file_path     text NOT NULL UNIQUE,
    description   text,
    tags          text[],
    trigger_words text[],
    base_model    text,
    file_hash     text CHECK (file_hash ~ '^[0-9a-f]{64}$'),
    file_size     bigint CHECK (file_size >= 0),
    file_time     timestamptz,
    downloaded_at timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE research_cache (
    key_sha256  text PRIMARY KEY CHECK (key_sha256 ~ '^[0-9a-f]{64}$'),
    provider    text NOT NULL,
    payload     jsonb NOT NULL CHECK (octet_length(payload::text) <= 65536),
    hit_count   bigint NOT NULL DEFAULT 0,
    fetched_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL CHECK (expires_at > fetched_at)
);
CREATE INDEX research_cache_expiry ON research_cache (expires_at);

-- Resources whose status must be written. What to write is read from the other tables at that
-- moment, so any number of reasons to write is one row. `version` tells whether another reason came
-- up while the write was under way.
CREATE TABLE outbox (
    request_uid uuid PRIMARY KEY REFERENCES generation_request ON DELETE CASCADE,
    version     bigint NOT NULL DEFAULT 1,
    tries       integer NOT NULL DEFAULT 0,
    not_before  timestamptz NOT NULL DEFAULT now(),
    last_error  text,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_due ON outbox (not_before);
