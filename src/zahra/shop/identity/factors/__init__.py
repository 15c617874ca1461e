"""What somebody proves themselves by beside a password: an authenticator app, passkeys, recovery
codes."""
