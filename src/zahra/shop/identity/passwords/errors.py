"""The ways passwords say no."""

from zahra.base.errors import Invalid, Unauthenticated, Unavailable


class PasswordRejected(Invalid):
    """The password itself is no good: too short, too long or easily guessed."""

    code = "password_rejected"
    message = "Choose another password."


class InvalidCredentials(Unauthenticated):
    """Nobody known, no password set, a wrong one, or too many wrong ones lately: one answer for
    all."""

    code = "invalid_credentials"
    message = "That is not right. Try again, or log in with a code."


class ResetInvalid(Unauthenticated):
    """The link or code for a new password is wrong, old or used: one answer for all."""

    code = "reset_invalid"
    message = "This link or code is not right or no longer valid. Ask for a new one."


class PasswordsBusy(Unavailable):
    """More passwords are being checked than this machine can take. Come back in two seconds."""

    code = "busy"
    message = "Many people are logging in right now. Please try again in a moment."
    retry_after = 2


class PasswordsUnavailable(Unavailable):
    """So many wrong passwords were typed everywhere in the last hour that somebody is guessing."""

    code = "passwords_unavailable"
    message = "Passwords cannot be checked for the moment. Log in with a code instead."
