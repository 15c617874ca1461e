DROP TABLE exports;
DROP TABLE pending_contacts;
ALTER TABLE users DROP COLUMN date_of_birth, DROP COLUMN erased_at;
