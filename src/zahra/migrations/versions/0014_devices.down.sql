DROP TABLE user_devices;
DROP INDEX sessions_by_secret_before;
ALTER TABLE sessions
    DROP COLUMN step_up_at,
    DROP COLUMN secret_prev_hash,
    DROP COLUMN secret_rotated_at,
    DROP COLUMN device_hash;
