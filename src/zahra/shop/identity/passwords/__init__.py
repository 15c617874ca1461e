"""Passwords: optional beside codes and passkeys, stretched by argon2id, refused when common."""

from zahra.shop.identity.passwords.changing import (
    change_password,
    password_changed_at,
    prove_password,
)
from zahra.shop.identity.passwords.errors import (
    InvalidCredentials,
    PasswordRejected,
    PasswordsBusy,
    PasswordsUnavailable,
    ResetInvalid,
)
from zahra.shop.identity.passwords.jobs import send_reset_link, tell_of_new_password
from zahra.shop.identity.passwords.logging_in import LoggingIn, log_in
from zahra.shop.identity.passwords.registering import Registering, on_code_answered, register
from zahra.shop.identity.passwords.resetting import Resetting, ask_reset, reset_password

__all__ = [
    "InvalidCredentials",
    "LoggingIn",
    "PasswordRejected",
    "PasswordsBusy",
    "PasswordsUnavailable",
    "Registering",
    "ResetInvalid",
    "Resetting",
    "ask_reset",
    "change_password",
    "log_in",
    "on_code_answered",
    "password_changed_at",
    "prove_password",
    "register",
    "reset_password",
    "send_reset_link",
    "tell_of_new_password",
]
