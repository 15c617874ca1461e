"""`/auth/start-afresh`: a new account for a number that has changed hands."""

from fastapi import APIRouter
from starlette.requests import Request

from zahra.base.errors import TooMany
from zahra.shop import identity
from zahra.web.api.auth import CartToken
from zahra.web.api.auth_schemas import SignedInOut
from zahra.web.api.documenting import errors
from zahra.web.api.user_schemas import StartingAfreshIn
from zahra.web.http.context import TheShop
from zahra.web.http.limits import OTP_VERIFY, limited
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, ok
from zahra.web.http.sessions import device_of

router = APIRouter(prefix="/auth", tags=["Auth"], route_class=PlainRoute)


@router.post(
    "/start-afresh",
    summary="Begin anew with a number that was somebody else's",
    responses=errors(identity.ClaimOver, TooMany),
    dependencies=[limited(OTP_VERIFY)],
)
async def start_afresh(
    asked: StartingAfreshIn, request: Request, shop: TheShop, cart_token: CartToken = None
) -> Envelope[SignedInOut]:
    """After 403 `second_proof_required`, with its `details.claim`: the number leaves the account
    that slept, and a new one is made. Whoever owns that account logs in by its e-mail address or
    password instead."""
    starting = identity.StartingAfresh(
        asked.claim, identity.SessionKind.API, cart_token=cart_token, device=device_of(request)
    )
    signed_in = await identity.start_afresh(shop.database, shop.keys, starting, policy=shop.policy)
    return ok(SignedInOut.of(signed_in))
