-- Who did what, when, and by which door. No words that users wrote.
CREATE TABLE audit_event (
    event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    door     text NOT NULL CHECK (door IN ('Discord', 'API', 'Kubectl')),
    caller   text NOT NULL CHECK (char_length(caller) <= 256),
    action   text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
    tenant   text NOT NULL DEFAULT '' CHECK (char_length(tenant) <= 64),
    user_id  text NOT NULL DEFAULT '' CHECK (char_length(user_id) <= 64),
    subject  text NOT NULL DEFAULT '' CHECK (char_length(subject) <= 256),
    details  jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object')
);
CREATE INDEX audit_event_at ON audit_event (at);
CREATE INDEX audit_event_of_tenant ON audit_event (tenant, event_id);
CREATE INDEX audit_event_of_user ON audit_event (tenant, user_id) WHERE user_id <> '';
