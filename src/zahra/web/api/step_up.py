"""`/auth/step-up`: showing again that it is you, for what answers 403 `step_up_required`."""

from typing import Annotated, Literal, Self

from fastapi import APIRouter
from pydantic import StringConstraints, model_validator
from starlette.requests import Request

from zahra.base.actors import FRESH
from zahra.base.errors import TooMany, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import Channel, Way
from zahra.web.api.auth_schemas import Code, SentOut
from zahra.web.api.documenting import errors
from zahra.web.http.context import Person, TheShop, Tx
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, limited
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, Input, Output, ok
from zahra.web.http.sessions import keep_secret

router = APIRouter(prefix="/auth/step-up", tags=["Auth"], route_class=PlainRoute)
_SENDING = errors(Unauthenticated, identity.WayNotOpen, TooMany, identity.CodesUnavailable)
_PROVING = errors(
    Unauthenticated,
    identity.WrongCode,
    identity.WayNotOpen,
    TooMany,
    identity.CodesUnavailable,
)
Password = Annotated[str, StringConstraints(max_length=1024, strip_whitespace=False)]
_FIELDS = {Way.OTP: "otp", Way.PASSWORD: "password", Way.TOTP: "code"}


class AskingForProof(Input):
    """Where the code shall go: `sms` or `email`; by itself to the phone, where there is one."""

    channel: Channel | None = None


class Proving(Input):
    """A proof: `otp` with `otp`, `password` with `password`, `totp` with `code`."""

    method: Literal[Way.OTP, Way.PASSWORD, Way.TOTP]
    otp: Code | None = None
    password: Password | None = None
    code: Code | None = None
    channel: Channel | None = None

    @model_validator(mode="after")
    def _has_its_proof(self) -> Self:
        if self.proof is None:
            raise ValueError(f"Send `{_FIELDS[self.method]}` with this method.")
        return self

    @property
    def proof(self) -> str | None:
        """What was typed for the method chosen."""
        return getattr(self, _FIELDS[self.method])


class ProvenOut(Output):
    """For so many seconds no further proof is asked."""

    fresh_for: int


@router.post(
    "/code",
    summary="Ask for a code to one's own phone or e-mail",
    status_code=202,
    responses=_SENDING,
    dependencies=[limited(OTP_SEND)],
)
async def send_code(
    asked: AskingForProof, person: Person, shop: TheShop, tx: Tx
) -> Envelope[SentOut]:
    """Goes only where the person has proved to be."""
    sent = await identity.send_step_up_code(
        tx, shop.keys, person, channel=asked.channel, binding=None, policy=shop.policy
    )
    return ok(SentOut.model_validate(sent))


@router.post(
    "",
    summary="Show again that it is you",
    responses=_PROVING,
    dependencies=[limited(OTP_VERIFY)],
)
async def step_up(
    typed: Proving, person: Person, shop: TheShop, request: Request
) -> Envelope[ProvenOut]:
    """Opens for ten minutes what asks for a fresh proof. The session stays the same."""
    asked = identity.SteppingUp(typed.method, typed.proof or "", typed.channel)
    secret = await identity.step_up(shop.database, shop.keys, person, asked, policy=shop.policy)
    keep_secret(request, secret)
    return ok(ProvenOut(fresh_for=int(FRESH.total_seconds())))
