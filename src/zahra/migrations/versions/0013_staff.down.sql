DROP TABLE ceremonies;
DROP TABLE enrolments;
DROP TABLE recovery_codes;
DROP TABLE passkeys;
DROP TABLE totp_secrets;
ALTER TABLE users DROP COLUMN roles;
