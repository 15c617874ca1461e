-- What everyone stands on: text search helpers, limits, idempotency, the audit log.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- unaccent is only STABLE; named with its dictionary it may be wrapped as IMMUTABLE and indexed.
CREATE FUNCTION zahra_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;

CREATE FUNCTION zahra_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE UNLOGGED TABLE rate_gcra (
    key text CONSTRAINT rate_gcra_pk PRIMARY KEY,
    tat timestamptz NOT NULL
);

CREATE TABLE idempotency_keys (
    caller text NOT NULL,
    route text NOT NULL,
    key text NOT NULL CONSTRAINT idempotency_keys_key_length CHECK (length(key) BETWEEN 1 AND 255),
    body_hash bytea NOT NULL,
    claimed_at timestamptz NOT NULL,
    status int,
    answer bytea,
    CONSTRAINT idempotency_keys_pk PRIMARY KEY (caller, route, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (claimed_at);

CREATE TABLE audit_log (
    id uuid CONSTRAINT audit_log_pk PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_by_time ON audit_log (at);
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
