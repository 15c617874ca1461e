CREATE INDEX auth_events_by_type ON auth_events (type, at);

-- The diary is kept for 400 days before its newest line; what is older may be dropped, nothing
-- may be changed.
CREATE FUNCTION zahra_append_only_for_400_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < (SELECT max(at) FROM auth_events) - interval '400 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
DROP TRIGGER auth_events_is_append_only ON auth_events;
CREATE TRIGGER auth_events_is_append_only BEFORE UPDATE OR DELETE ON auth_events
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only_for_400_days();

-- How many SMS an hour of the clock may take.
CREATE TABLE sms_budgets (
    hour timestamptz CONSTRAINT sms_budgets_pk PRIMARY KEY,
    allowed int NOT NULL
);

-- What `zahra mail check` and `zahra mail test` found, for the page that keeps watch.
CREATE TABLE mail_checks (
    id uuid CONSTRAINT mail_checks_pk PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL CONSTRAINT mail_checks_kind CHECK (kind IN ('check', 'test')),
    verdict text NOT NULL CONSTRAINT mail_checks_verdict
        CHECK (verdict IN ('good', 'bad', 'unknown')),
    findings jsonb NOT NULL
);
