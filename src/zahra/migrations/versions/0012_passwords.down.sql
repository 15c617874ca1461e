DROP TABLE pending_signups;
DROP TABLE password_resets;
DROP TABLE passwords;
