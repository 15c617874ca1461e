"""What the endpoints for passwords take and tell."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from zahra.shop import identity
from zahra.web.api.auth_schemas import Code, Identifier
from zahra.web.http.schemas import Input, Output

_LONGEST = 1024
Password = Annotated[
    str,
    StringConstraints(strip_whitespace=False, max_length=_LONGEST),
    Field(description="Blanks count", examples=["four lamps under the banyan"]),
]
Email = Annotated[str, Field(max_length=254, examples=["asha@example.com"])]


class Registration(Input):
    """What to log in with and be called, once the code has proved the address."""

    email: Email
    password: Password
    name: Annotated[str | None, Field(max_length=100)] = None
    phone: Annotated[str | None, Field(max_length=30)] = None

    @property
    def asked(self) -> identity.Registering:
        return identity.Registering(self.email, self.password, self.name, self.phone)


class Login(Input):
    """A phone or an e-mail address, and its password."""

    identifier: Identifier
    password: Password


class SecondFactorOut(Output):
    """The password was right; now `POST /auth/login/totp` with `challengeId` and a code. `methods`
    are what this person can show, `expiresIn` is in seconds."""

    next: Literal["totp"] = "totp"
    challenge_id: str
    methods: list[identity.Method]
    expires_in: int

    @classmethod
    def of(cls, needed: identity.SecondFactorNeeded) -> "SecondFactorOut":
        return cls(
            challenge_id=needed.token,
            methods=list(needed.methods),
            expires_in=needed.expires_in,
        )


class LostPassword(Input):
    """Whose password is lost."""

    identifier: Identifier


class AskedOut(Output):
    """Whoever it is: if there is an account, a letter or a code is on its way."""

    sent: bool = True


class NewPassword(Input):
    """A new password with the letter's `token`, or with the `otp` that came to the phone
    `identifier`."""

    password: Password
    token: Annotated[str | None, Field(max_length=200)] = None
    identifier: Identifier | None = None
    otp: Code | None = None

    @model_validator(mode="after")
    def _has_one_proof(self) -> Self:
        by_code = (self.identifier is not None, self.otp is not None)
        if (self.token is None) == (by_code == (False, False)) or by_code[0] != by_code[1]:
            raise ValueError("Send `token`, or `identifier` and `otp`.")
        return self

    @property
    def asked(self) -> identity.Resetting:
        return identity.Resetting(self.password, self.token, self.identifier, self.otp)


class ChangedPassword(Input):
    """The current password, and the one to take its place. Who has none yet sends that alone."""

    current_password: Password | None = None
    password: Password


class ChangedOut(Output):
    """The new password counts from now on."""

    changed: bool = True
