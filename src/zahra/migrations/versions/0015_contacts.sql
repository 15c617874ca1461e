ALTER TABLE users ADD COLUMN date_of_birth date, ADD COLUMN erased_at timestamptz;

-- Somebody has one phone and one e-mail address; what they had before is released.
CREATE UNIQUE INDEX identities_one_a_kind ON identities (user_id, kind) WHERE released_at IS NULL;

-- A phone or address that somebody wants to have: theirs once a code proves it, until then nobody's.
CREATE TABLE pending_contacts (
    user_id uuid NOT NULL CONSTRAINT pending_contacts_user REFERENCES users,
    kind text NOT NULL CONSTRAINT pending_contacts_kind CHECK (kind IN ('phone', 'email')),
    value text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT pending_contacts_pk PRIMARY KEY (user_id, kind)
);
CREATE INDEX pending_contacts_by_age ON pending_contacts (expires_at);

-- A right code for the number of an account that slept so long that the number may have a new
-- owner. With the token they may begin afresh, once.
CREATE TABLE number_claims (
    token_hash bytea CONSTRAINT number_claims_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT number_claims_user REFERENCES users,
    phone text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX number_claims_by_age ON number_claims (expires_at);

-- What a person asked to be given of what the shop knows; made by a job, fetched by them, forgotten.
CREATE TABLE exports (
    id uuid CONSTRAINT exports_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT exports_user REFERENCES users,
    asked_at timestamptz NOT NULL,
    ready_at timestamptz,
    expires_at timestamptz NOT NULL,
    content bytea,
    CONSTRAINT exports_ready_has_content CHECK ((ready_at IS NULL) = (content IS NULL))
);
CREATE INDEX exports_of_user ON exports (user_id, asked_at);
