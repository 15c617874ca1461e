"""What the endpoints for signing in take and tell."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field

from zahra.shop import identity
from zahra.web.http.schemas import Input, Moment, Output

_SIX_DIGITS: dict[str, Any] = {"pattern": "^[0-9]{6}$"}


def _six_digits(code: str) -> str:
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        raise ValueError("Enter the 6 digits of the code.")
    return code


Identifier = Annotated[
    str,
    Field(
        max_length=254,
        description="An Indian mobile number in any usual spelling, or an e-mail address",
        examples=["+919876543210"],
    ),
]
Code = Annotated[
    str, AfterValidator(_six_digits), Field(examples=["123456"], json_schema_extra=_SIX_DIGITS)
]


class AskingForCode(Input):
    """Where a code shall go."""

    identifier: Identifier


class AskingAgain(Input):
    """Which code shall come again."""

    challenge_id: UUID


class SentOut(Output):
    """A code is on its way, whoever this is. Times are seconds."""

    sent: bool = True
    challenge_id: UUID
    resend_after: int
    expires_in: int


class TypingCode(Input):
    """A code as it arrived. `sessionId` is proved anew instead of opening another session."""

    identifier: Identifier
    otp: Code
    challenge_id: UUID | None = None
    session_id: UUID | None = None


class UserOut(Output):
    """Somebody, as they see themselves. `phone` and `email` are proven."""

    id: UUID
    name: str | None
    phone: str | None
    email: str | None
    marketing_consent: bool
    created_at: Moment


class TokensOut(Output):
    """`accessToken` goes into `Authorization: Bearer …` for `expiresIn` seconds; then
    `refreshToken` is good once for the next pair."""

    access_token: str
    refresh_token: str
    expires_in: int
    session_id: UUID


class SignedInOut(Output):
    """Who signed in, whether for the first time, and with what to go on."""

    user: UserOut
    is_new: bool
    tokens: TokensOut

    @classmethod
    def of(cls, signed_in: identity.SignedIn) -> "SignedInOut":
        return cls(
            user=UserOut.model_validate(signed_in.person),
            is_new=signed_in.is_new,
            tokens=TokensOut.model_validate(signed_in.tokens),
        )


class AskingForTokens(Input):
    """The refresh token of the last pair, and its session. A token that an older shop gave out has
    none yet: leave `sessionId` out."""

    refresh_token: Annotated[str, Field(max_length=2048, examples=["zrt1.AZqA….Vn3i…"])]
    session_id: UUID | None = None


class RevokedOut(Output):
    """How many sessions were ended by this."""

    revoked: int


class EndingSession(Input):
    """Which of one's own sessions to end."""

    session_id: UUID


class SessionOut(Output):
    """A signed-in device. `ipArea` is roughly where it was last."""

    id: UUID
    current: bool
    created_at: Moment
    last_seen_at: Moment
    ip_area: str | None
    device: str
    user_agent: str

    @classmethod
    def of(cls, session: identity.Session) -> "SessionOut":
        return cls(
            id=session.id,
            current=session.is_current,
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            ip_area=session.ip_area,
            device=session.device,
            user_agent=session.user_agent,
        )
