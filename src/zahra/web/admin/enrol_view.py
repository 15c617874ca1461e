"""What somebody sees behind the link that makes them staff."""

from dataclasses import dataclass

from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class AppSetup:
    """A secret for an authenticator app. `picture` is a data address; `sealed` brings the same
    secret back with the form."""

    secret: str
    uri: str
    picture: str
    sealed: str


@dataclass(frozen=True, slots=True)
class EnrolPage:
    """`email` is masked: the link may have gone astray."""

    token: str
    email: str
    roles: tuple[str, ...]
    app: AppSetup
    form: FormState = UNTOUCHED
    has_passkeys: bool = False


@dataclass(frozen=True, slots=True)
class RecoveryCodesPage:
    """Shown this once. `onward` is where to go from here."""

    codes: tuple[str, ...]
    is_new_here: bool
    onward: str = "/admin"
