"""The ways identity says no."""

from zahra.base.errors import Conflict, Forbidden, Invalid, Unauthenticated, Unavailable


class InvalidIdentifier(Invalid):
    """Neither an Indian mobile number nor an e-mail address. Says nothing about who has one."""

    code = "invalid_identifier"
    message = "Enter a 10-digit Indian mobile number or an e-mail address."


class WrongCode(Unauthenticated):
    """Wrong, expired, used, replaced, never sent, tried too often or asked for by another browser:
    one answer for all."""

    code = "invalid_otp"
    message = "That code is not right or no longer valid. Ask for a new one."


class CodesUnavailable(Unavailable):
    """So many wrong codes were typed in the last hour that somebody is guessing, or so many SMS
    were asked for that none is left for a number nobody here has."""

    code = "otp_unavailable"
    message = "Codes are not available for the moment. Please try again a little later."


class AccountDisabled(Forbidden):
    """The account is closed. Said only after a right code."""

    code = "account_disabled"
    message = "This account is closed. Please write to us."


class RefreshInvalid(Unauthenticated):
    """Not a refresh token that this shop ever gave to that session."""

    code = "refresh_invalid"
    message = "Please log in again."


class SessionExpired(Unauthenticated):
    """The session was not used for too long, or has reached its greatest age."""

    code = "session_expired"
    message = "You were away for a while. Please log in again."


class SessionRevoked(Unauthenticated):
    """The session was ended: by a logout, from another device, or by the shop."""

    code = "session_revoked"
    message = "You were logged out. Please log in again."


class RefreshReused(Unauthenticated):
    """A refresh token came back after its successor was in use: the session is ended."""

    code = "refresh_reused"
    message = "For your safety this session was ended. Please log in again."


class TooManyAddresses(Conflict):
    """The address book is full."""

    code = "too_many_addresses"
    message = "Your address book is full. Remove an address you no longer use."


class WayNotOpen(Conflict):
    """To show that it is them, somebody chose what they have not set up, or what staff may not."""

    code = "way_not_open"
    message = "That is not set up for your account. Please choose another way."


class IdentityInUse(Conflict):
    """The phone or address belongs to another account. Said only after a right code."""

    code = "identity_in_use"
    message = "Another account has this. Log in with it instead, or choose another."


class LastIdentity(Conflict):
    """The only phone or address somebody has cannot go: nothing would open the account."""

    code = "last_identity"
    message = "This is the only way to reach your account. Add another first."


class SecondProofRequired(Forbidden):
    """The code was right, but the number's account slept so long that the number may have a new
    owner. Log in by the account's e-mail address or password, or begin afresh with `claim`."""

    code = "second_proof_required"
    message = (
        "This number has not been used here for a long time. Please tell us if it is new to you."
    )


class ClaimOver(Unauthenticated):
    """The ten minutes to begin afresh are over, it was done already, or the account woke up."""

    code = "claim_over"
    message = "That took too long. Please log in again."


class StillStaff(Conflict):
    """Whoever works in the shop is taken off its staff before their account can go."""

    code = "still_staff"
    message = "You work in this shop. Ask an owner to take you off the staff first."
