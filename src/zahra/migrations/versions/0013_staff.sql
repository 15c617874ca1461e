-- Staff are users with roles; their sessions are of the kind 'admin' and open by two factors.
ALTER TABLE users ADD COLUMN roles text[] NOT NULL DEFAULT '{}' CONSTRAINT users_roles CHECK (
    roles <@ ARRAY['owner', 'manager', 'catalogue', 'fulfilment', 'support', 'finance', 'viewer']);

-- A secret is sealed under the shop's keys: a stolen dump makes no codes. Only confirmed ones are
-- kept. The latest step used, so that no code works twice.
CREATE TABLE totp_secrets (
    user_id uuid CONSTRAINT totp_secrets_pk PRIMARY KEY
        CONSTRAINT totp_secrets_user REFERENCES users,
    sealed bytea NOT NULL,
    kid text NOT NULL,
    created_at timestamptz NOT NULL,
    last_step bigint NOT NULL,
    failed_in_a_row int NOT NULL DEFAULT 0
);

CREATE TABLE passkeys (
    id uuid CONSTRAINT passkeys_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT passkeys_user REFERENCES users,
    credential_id bytea NOT NULL CONSTRAINT passkeys_credential UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    is_backed_up boolean NOT NULL DEFAULT false,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE INDEX passkeys_of_user ON passkeys (user_id);

CREATE TABLE recovery_codes (
    id uuid CONSTRAINT recovery_codes_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT recovery_codes_user REFERENCES users,
    hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX recovery_codes_of_user ON recovery_codes (user_id) WHERE used_at IS NULL;

-- The link by which somebody becomes staff, once. Its token is made of the salt under the shop's
-- keys, so that neither the queue nor a dump holds it. The roles are given when it is used.
CREATE TABLE enrolments (
    token_hash bytea CONSTRAINT enrolments_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT enrolments_user REFERENCES users,
    roles text[] NOT NULL CONSTRAINT enrolments_roles CHECK (
        roles <> '{}' AND roles <@ ARRAY['owner', 'manager', 'catalogue', 'fulfilment', 'support',
                                         'finance', 'viewer']),
    salt bytea NOT NULL,
    kid text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE UNIQUE INDEX enrolments_one_live ON enrolments (user_id) WHERE used_at IS NULL;

-- A right password that waits for its second factor, or a passkey ceremony that was begun.
CREATE TABLE ceremonies (
    token_hash bytea CONSTRAINT ceremonies_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT ceremonies_kind
        CHECK (
            kind IN ('second_factor', 'passkey_sign_in', 'passkey_adding', 'passkey_step_up')),
    user_id uuid CONSTRAINT ceremonies_user REFERENCES users,
    epoch int,
    challenge bytea,
    attempts smallint NOT NULL DEFAULT 0 CONSTRAINT ceremonies_attempts CHECK (attempts <= 5),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT ceremonies_are_somebodys CHECK (
        (kind = 'passkey_sign_in') = (user_id IS NULL)
        AND (kind = 'second_factor') = (challenge IS NULL))
);
CREATE INDEX ceremonies_by_age ON ceremonies (created_at);
