"""What logging in shows: an identifier, then the code that proves it."""

from dataclasses import dataclass

from zahra.web.storefront.checkout_view import CodeEntry
from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class LoginPage:
    """`next_url` is where to go afterwards: an address of our own, checked by the handler."""

    form: FormState = UNTOUCHED
    next_url: str = "/account"


@dataclass(frozen=True, slots=True)
class LoginCodePage:
    """The code is on its way."""

    code: CodeEntry
    form: FormState = UNTOUCHED
    next_url: str = "/account"
