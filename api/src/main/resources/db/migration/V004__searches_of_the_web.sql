-- What all replicas must know of a search provider: how many calls are left to make at once, and
-- whether it is left alone for a while.
CREATE TABLE research_provider (
    provider     text PRIMARY KEY CHECK (provider IN ('searxng', 'brave', 'google')),
    tokens       double precision NOT NULL CHECK (tokens >= 0),
    refilled_at  timestamptz NOT NULL,
    failures     integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    openings     integer NOT NULL DEFAULT 0 CHECK (openings >= 0),
    shut_until   timestamptz,
    trouble      text,
    probed_until timestamptz
);

-- Searches under way. The same search elsewhere waits for the row to go and reads the cache.
CREATE TABLE research_flight (
    key_sha256 text PRIMARY KEY CHECK (key_sha256 ~ '^[0-9a-f]{64}$'),
    holder     uuid NOT NULL,
    until      timestamptz NOT NULL
);
