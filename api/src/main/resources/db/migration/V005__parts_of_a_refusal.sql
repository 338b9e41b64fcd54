-- What acceptance's message is made of, for doors that word it in another language.
ALTER TABLE generation_request
    ADD COLUMN accepted_params jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(accepted_params) = 'object');
