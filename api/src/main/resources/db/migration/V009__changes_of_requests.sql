-- The number of each request's latest change, from which a stream goes on. Numbers are given when a
-- transaction commits and under one lock that is held until its rows are visible: whoever reads a
-- number has read all that are less. The lock is the last one that a transaction takes, and NOTIFY
-- lets one transaction commit at a time anyway. No foreign key: checking it would lock the request
-- after that, which another transaction may hold while it waits here.
CREATE TABLE request_change (
    request_uid uuid PRIMARY KEY,
    number      bigint NOT NULL UNIQUE
);
CREATE SEQUENCE request_change_number OWNED BY request_change.number;

INSERT INTO request_change (request_uid, number)
    SELECT request_uid, nextval('request_change_number')
    FROM (SELECT request_uid FROM generation_request ORDER BY updated_at) known;

CREATE FUNCTION number_request_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('request_change', 0));
    INSERT INTO request_change (request_uid, number)
        VALUES (NEW.request_uid, nextval('request_change_number'))
        ON CONFLICT (request_uid) DO UPDATE SET number = excluded.number;
    PERFORM pg_notify('easel_request', '');
    RETURN NULL;
END $$;

-- What clients see while a request is alive, and nothing else, makes a change.
CREATE CONSTRAINT TRIGGER request_appeared AFTER INSERT ON generation_request
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION number_request_change();
CREATE CONSTRAINT TRIGGER request_changed AFTER UPDATE ON generation_request
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.status, OLD.reason, OLD.message, OLD.accepted, OLD.accepted_reason,
            OLD.accepted_message, OLD.erased_at)
        IS DISTINCT FROM (NEW.status, NEW.reason, NEW.message, NEW.accepted, NEW.accepted_reason,
            NEW.accepted_message, NEW.erased_at))
    EXECUTE FUNCTION number_request_change();
CREATE CONSTRAINT TRIGGER claim_appeared AFTER INSERT ON claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION number_request_change();
CREATE CONSTRAINT TRIGGER claim_changed AFTER UPDATE ON claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.phase, OLD.percent, OLD.eta_seconds, OLD.retired_at)
        IS DISTINCT FROM (NEW.phase, NEW.percent, NEW.eta_seconds, NEW.retired_at))
    EXECUTE FUNCTION number_request_change();
