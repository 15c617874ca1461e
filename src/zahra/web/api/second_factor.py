"""`/auth/login/totp`: the second step of logging in with a password.

Passkeys are not here: they are for browsers, which sign in on the shop's own pages.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request

from zahra.base.errors import TooMany
from zahra.shop import identity
from zahra.web.api.auth import CartToken
from zahra.web.api.auth_schemas import SignedInOut
from zahra.web.api.documenting import errors
from zahra.web.http.context import TheShop
from zahra.web.http.limits import LOGIN, limited
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, Input, ok
from zahra.web.http.sessions import device_of

router = APIRouter(prefix="/auth/login", tags=["Auth"], route_class=PlainRoute)


class TypingSecondFactor(Input):
    """The `challengeId` that `POST /auth/login` told, and a code from the app, or a recovery code
    in any spelling."""

    challenge_id: Annotated[str, Field(max_length=100)]
    code: Annotated[str, Field(max_length=40, examples=["123456"])]


@router.post(
    "/totp",
    summary="Finish signing in with a code from the app",
    responses=errors(
        identity.WrongSecondFactor, identity.SessionRevoked, identity.AccountDisabled, TooMany
    ),
    dependencies=[limited(LOGIN)],
)
async def finish(
    typed: TypingSecondFactor, request: Request, shop: TheShop, cart_token: CartToken = None
) -> Envelope[SignedInOut]:
    """Five tries in five minutes; a code is good once. Every kind of wrong is answered alike."""
    asked = identity.FinishingSecondFactor(
        typed.challenge_id,
        typed.code,
        identity.SessionKind.API,
        device=device_of(request),
        cart_token=cart_token,
    )
    signed_in = await identity.finish_second_factor(
        shop.database, shop.keys, asked, policy=shop.policy
    )
    return ok(SignedInOut.of(signed_in))
