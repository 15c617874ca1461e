"""What logging in shows: an identifier and its code, or a password; joining, and getting back in.

`next_url` is where to go afterwards: an address of our own, checked by the handler.
"""

from dataclasses import dataclass

from zahra.web.storefront.checkout_view import CodeEntry
from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Who are you: by a code, by a password, or to join with one."""

    form: FormState = UNTOUCHED
    next_url: str = "/account"
    has_passkeys: bool = True


@dataclass(frozen=True, slots=True)
class LoginCodePage:
    """The code is on its way."""

    code: CodeEntry
    form: FormState = UNTOUCHED
    next_url: str = "/account"


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """The password was right; `token` names the wait for the second factor."""

    token: str
    form: FormState = UNTOUCHED
    next_url: str = "/account"


@dataclass(frozen=True, slots=True)
class ForgotPage:
    """`is_sent` once a link may be on its way: whether it is, nobody is told."""

    form: FormState = UNTOUCHED
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class ResetPage:
    """A new password, by the letter's `token` or by the code that came to a phone."""

    token: str = ""
    sent_to: str = ""  # masked
    form: FormState = UNTOUCHED


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Show again that it is you: `ways` are open, the first is the one to offer.

    `code` once one is on its way; `channels` are where one may go, with the address masked.
    """

    ways: tuple[str, ...]
    channels: tuple[tuple[str, str], ...] = ()
    code: CodeEntry | None = None
    form: FormState = UNTOUCHED
    next_url: str = "/account"


@dataclass(frozen=True, slots=True)
class WhoseNumberPage:
    """A right code for a number whose account slept: `claim` begins a new one with it."""

    claim: str
    next_url: str = "/account"
    form: FormState = UNTOUCHED
