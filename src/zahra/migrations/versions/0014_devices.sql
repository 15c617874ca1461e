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
    user_id uuid NOT NULL CONSTRAINT user_devices_user REFERENCES users,
    device_hash bytea NOT NULL,
    label text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CONSTRAINT user_devices_pk PRIMARY KEY (user_id, device_hash)
);
CREATE INDEX user_devices_by_hash ON user_devices (device_hash);
