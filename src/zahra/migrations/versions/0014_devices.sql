-- A web session's secret changes every day. The one before stays good until a moment after the new
-- one is seen, and for another day at most: an answer that got lost logs nobody out.
ALTER TABLE sessions
    ADD COLUMN step_up_at timestamptz,
    ADD COLUMN secret_prev_hash bytea,
    ADD COLUMN secret_prev_until timestamptz,
    ADD COLUMN secret_rotated_at timestamptz,
    ADD CONSTRAINT sessions_prev_has_end
        CHECK ((secret_prev_hash IS NULL) = (secret_prev_until IS NULL));
UPDATE sessions SET secret_rotated_at = auth_time WHERE secret_hash IS NOT NULL;
CREATE INDEX sessions_by_secret_before ON sessions (secret_prev_hash)
    WHERE secret_prev_hash IS NOT NULL;

-- Browsers and phones somebody has signed in with. A hint of risk, never a proof.
CREATE TABLE user_devices (
    id uuid NOT NULL CONSTRAINT user_devices_id UNIQUE,
    user_id uuid NOT NULL CONSTRAINT user_devices_user REFERENCES users,
    device_hash bytea NOT NULL,
    label text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CONSTRAINT user_devices_pk PRIMARY KEY (user_id, device_hash)
);
CREATE INDEX user_devices_by_hash ON user_devices (device_hash);

-- A shop that comes from elsewhere puts its refresh tokens here as they are, and runs
-- `zahra migrate-refresh-tokens`, which leaves nothing behind. `identifier` is a phone in E.164 or an
-- e-mail address in small letters.
CREATE TABLE legacy_refresh_tokens (
    token text NOT NULL,
    identifier text NOT NULL,
    created_at timestamptz,
    expires_at timestamptz NOT NULL,
    user_agent text NOT NULL DEFAULT ''
);
