DROP TABLE user_devices;
DROP INDEX sessions_by_secret_before;
ALTER TABLE sessions
    DROP CONSTRAINT sessions_prev_has_end,
    DROP COLUMN step_up_at,
    DROP COLUMN secret_prev_hash,
    DROP COLUMN secret_prev_until,
    DROP COLUMN secret_rotated_at;
