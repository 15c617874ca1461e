-- Who the shop knows: users, how they prove it, their sessions and addresses; and the PIN table.
CREATE TABLE users (
    id uuid CONSTRAINT users_pk PRIMARY KEY,
    status text NOT NULL DEFAULT 'active'
        CONSTRAINT users_status CHECK (status IN ('active', 'disabled', 'erased')),
    name text,
    marketing_consent boolean NOT NULL DEFAULT false,
    auth_epoch int NOT NULL DEFAULT 0,
    permissions text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    last_login_at timestamptz
);

-- Only proven values live here: an unverified phone or address belongs to nobody.
CREATE TABLE identities (
    id uuid CONSTRAINT identities_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT identities_user REFERENCES users,
    kind text NOT NULL CONSTRAINT identities_kind CHECK (kind IN ('phone', 'email')),
    value text NOT NULL,
    verified_at timestamptz NOT NULL,
    released_at timestamptz,
    CONSTRAINT identities_phone_is_e164 CHECK (kind <> 'phone' OR value ~ '^\+91[6-9]\d{9}$')
);
CREATE UNIQUE INDEX identities_one_owner ON identities (kind, value) WHERE released_at IS NULL;
CREATE INDEX identities_of_user ON identities (user_id);

CREATE TABLE otp_challenges (
    id uuid CONSTRAINT otp_challenges_pk PRIMARY KEY,
    purpose text NOT NULL CONSTRAINT otp_challenges_purpose
        CHECK (purpose IN ('login', 'verify_identity', 'step_up', 'reset')),
    identifier text NOT NULL,
    channel text NOT NULL CONSTRAINT otp_challenges_channel CHECK (channel IN ('sms', 'email')),
    salt bytea NOT NULL,
    code_hmac bytea NOT NULL,
    kid text NOT NULL,
    binding_hash bytea,
    attempts smallint NOT NULL DEFAULT 0
        CONSTRAINT otp_challenges_attempts CHECK (attempts BETWEEN 0 AND 5),
    send_count smallint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    consumed_at timestamptz,
    superseded_at timestamptz
);
CREATE UNIQUE INDEX otp_challenges_one_live ON otp_challenges (identifier, purpose)
    WHERE consumed_at IS NULL AND superseded_at IS NULL;
CREATE INDEX otp_challenges_by_age ON otp_challenges (created_at);

CREATE TABLE otp_throttle (
    identifier text CONSTRAINT otp_throttle_pk PRIMARY KEY,
    next_send_at timestamptz NOT NULL,
    day date NOT NULL,
    sent_today int NOT NULL
);

-- Wrong codes by the hour, everybody's together: a fleet guessing at many phones shows up here.
CREATE TABLE otp_failures (
    hour timestamptz CONSTRAINT otp_failures_pk PRIMARY KEY,
    failed int NOT NULL
);

CREATE TABLE sessions (
    id uuid CONSTRAINT sessions_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT sessions_user REFERENCES users,
    kind text NOT NULL CONSTRAINT sessions_kind CHECK (kind IN ('web', 'api', 'admin')),
    secret_hash bytea,
    epoch int NOT NULL,
    rt_hash bytea,
    rt_prev_hash bytea,
    rt_gen int NOT NULL DEFAULT 0,
    rt_rotated_at timestamptz,
    rt_rotation_key bytea,
    rt_kid text,
    rt_replays int NOT NULL DEFAULT 0,
    auth_time timestamptz NOT NULL,
    amr text[] NOT NULL DEFAULT '{}',
    device text NOT NULL DEFAULT '',
    user_agent text NOT NULL DEFAULT '',
    ua_hash bytea,
    ip_first inet,
    ip_last inet,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    idle_expires_at timestamptz NOT NULL,
    absolute_expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoke_reason text CONSTRAINT sessions_revoke_reason CHECK (revoke_reason IN (
        'logout', 'logout_all', 'revoked_by_user', 'revoked_by_admin', 'refresh_reuse',
        'password_reset', 'password_change', 'identity_change', 'account_disabled',
        'account_erased', 'session_limit', 'idle', 'expired')),
    CONSTRAINT sessions_revoked_has_reason CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
);
CREATE UNIQUE INDEX sessions_by_secret ON sessions (secret_hash) WHERE secret_hash IS NOT NULL;
CREATE INDEX sessions_of_user ON sessions (user_id) WHERE revoked_at IS NULL;

-- Every refresh token ever issued, hashed: the proof that an old one was genuine.
CREATE TABLE refresh_tokens (
    token_hash bytea CONSTRAINT refresh_tokens_pk PRIMARY KEY,
    session_id uuid NOT NULL CONSTRAINT refresh_tokens_session REFERENCES sessions ON DELETE CASCADE,
    generation int NOT NULL,
    issued_at timestamptz NOT NULL,
    CONSTRAINT refresh_tokens_one_a_generation UNIQUE (session_id, generation)
);

CREATE TABLE api_keys (
    id uuid CONSTRAINT api_keys_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT api_keys_user REFERENCES users,
    key_hash bytea NOT NULL CONSTRAINT api_keys_hash UNIQUE,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE TABLE auth_events (
    id uuid CONSTRAINT auth_events_pk PRIMARY KEY,
    at timestamptz NOT NULL,
    type text NOT NULL,
    outcome text NOT NULL,
    user_id uuid,
    session_id uuid,
    identifier_masked text,
    ip inet,
    detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX auth_events_by_time ON auth_events (at);
CREATE TRIGGER auth_events_is_append_only BEFORE UPDATE OR DELETE ON auth_events
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();

CREATE TABLE addresses (
    id uuid CONSTRAINT addresses_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT addresses_user REFERENCES users,
    name text NOT NULL,
    phone text NOT NULL CONSTRAINT addresses_phone_is_e164 CHECK (phone ~ '^\+91[6-9]\d{9}$'),
    line1 text NOT NULL,
    line2 text,
    landmark text,
    city text NOT NULL,
    state text NOT NULL,
    state_code char(2) NOT NULL,
    pincode char(6) NOT NULL CONSTRAINT addresses_pincode CHECK (pincode ~ '^[1-9]\d{5}$'),
    country char(2) NOT NULL DEFAULT 'IN',
    kind text NOT NULL DEFAULT 'home'
        CONSTRAINT addresses_kind CHECK (kind IN ('home', 'work', 'other')),
    is_default boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX addresses_of_user ON addresses (user_id) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX addresses_one_default ON addresses (user_id)
    WHERE is_default AND removed_at IS NULL;

CREATE TABLE pincodes (
    pincode char(6) CONSTRAINT pincodes_pk PRIMARY KEY,
    state_codes char(2)[] NOT NULL,
    districts text[] NOT NULL
);
