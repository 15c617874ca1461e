DROP TABLE exports;
DROP TABLE number_claims;
DROP TABLE pending_contacts;
DROP INDEX identities_one_a_kind;
ALTER TABLE users DROP COLUMN date_of_birth, DROP COLUMN erased_at;
