-- What a scan finds out about LoRA files beyond their names.

ALTER TABLE lora
    ADD COLUMN alias           text,
    ADD COLUMN title           text,
    ADD COLUMN family          text NOT NULL DEFAULT 'unknown',
    ADD COLUMN weight          numeric CHECK (weight BETWEEN -2 AND 2),
    -- By which the back end knows the file: the trainer's, else SHA-256 of what follows the header.
    ADD COLUMN model_hash      text CHECK (model_hash ~ '^[0-9a-f]{8,64}$'),
    -- Size and time of the files beside it, so that a change of theirs alone is noticed.
    ADD COLUMN sidecar         text NOT NULL DEFAULT '',
    -- Files of the same stem elsewhere: the back end can only call one of them by its name.
    ADD COLUMN duplicate_paths text[] NOT NULL DEFAULT '{}',
    -- All its words, small and in one form, for searching.
    ADD COLUMN words           text NOT NULL DEFAULT '',
    ADD COLUMN scanned_at      timestamptz;

-- The last scan, for whoever asks any replica.
CREATE TABLE lora_scan (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    report     jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What was used lately.
CREATE INDEX generation_metadata_created ON generation_metadata (created_at);
