"""The ways factors say no."""

from zahra.base.errors import Conflict, Forbidden, Invalid, Unauthenticated


class WrongSecondFactor(Unauthenticated):
    """Wrong, used before, tried too often or asked for too long ago: one answer for all."""

    code = "invalid_second_factor"
    message = "That code is not right or no longer valid. Try the next one your app shows."


class WrongTotp(Invalid):
    """While setting up: the code is not what the app shows now, or the setup is an hour old."""

    code = "invalid_totp"
    message = "That is not what the app shows now. Check that your phone's clock is right."


class PasskeyRefused(Unauthenticated):
    """Unknown, not for this shop, without the person's gesture, or answered before."""

    code = "passkey_refused"
    message = "That passkey did not work here. Try again, or use another way."


class LastFactor(Conflict):
    """Staff keep an app or a passkey: this is the only one left."""

    code = "last_factor"
    message = "This is your only second factor. Add another one first."


class TooManyPasskeys(Conflict):
    """The most passkeys one person may have."""

    code = "too_many_passkeys"
    message = "You have as many passkeys as we keep. Remove one you no longer use."


class ManagedByStaffSession(Forbidden):
    """What opens the admin is changed from the admin only, never from a storefront session."""

    code = "staff_session_required"
    message = "You work here: change this in the admin, where you log in with two factors."


class NotStaff(Forbidden):
    """A right login at the admin's door by somebody who does not work here. Said only then."""

    code = "not_staff"
    message = "This login is for people who work here."


class NoFactor(Conflict):
    """Recovery codes stand in for an app or a passkey: there is none yet."""

    code = "no_second_factor"
    message = "Set up an authenticator app or a passkey first."
