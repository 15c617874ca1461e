-- A password is optional: it stands beside its user, as argon2id wrote it.
CREATE TABLE passwords (
    user_id uuid CONSTRAINT passwords_pk PRIMARY KEY CONSTRAINT passwords_user REFERENCES users,
    hash text NOT NULL CONSTRAINT passwords_argon2id CHECK (hash LIKE '$argon2id$%'),
    changed_at timestamptz NOT NULL,
    failed_in_a_row int NOT NULL DEFAULT 0,
    locked_at timestamptz
);

-- A link to a new password. Its token is made of the id under a key that is not in the database.
CREATE TABLE password_resets (
    id uuid CONSTRAINT password_resets_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT password_resets_user REFERENCES users,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE UNIQUE INDEX password_resets_one_live ON password_resets (user_id) WHERE used_at IS NULL;

-- What somebody wants to be called and to log in with, once they have proved the address theirs.
-- Contested: it took the place of a code that somebody else may have asked for.
CREATE TABLE pending_signups (
    challenge_id uuid CONSTRAINT pending_signups_pk PRIMARY KEY
        CONSTRAINT pending_signups_challenge REFERENCES otp_challenges ON DELETE CASCADE,
    password_hash text NOT NULL,
    name text,
    phone text,
    is_contested boolean NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX pending_signups_by_age ON pending_signups (expires_at);
