"""What signing in shows staff."""

from dataclasses import dataclass

from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class LoginPage:
    """`next_url` is where to go afterwards: an address of our own, checked by the handler."""

    form: FormState = UNTOUCHED
    next_url: str = "/admin"
    has_passkeys: bool = False


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """The password was right; `token` names the wait for the second factor."""

    token: str
    form: FormState = UNTOUCHED
    next_url: str = "/admin"


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Somebody signed in long enough ago to be asked again."""

    form: FormState = UNTOUCHED
    next_url: str = "/admin"
    has_totp: bool = True
    has_passkeys: bool = False
