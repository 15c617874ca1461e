"""Passwords: optional beside codes and passkeys, stretched by argon2id, refused when common."""
