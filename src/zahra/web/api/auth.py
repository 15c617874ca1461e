"""`/auth`: signing in by a one-time code, going on with tokens, signing out.

Nothing here sets a cookie: browsers sign in on the shop's own pages.
"""

from typing import Annotated

from fastapi import APIRouter, Header
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.actors import GUEST, Actor
from zahra.base.errors import NotFound, TooMany, Unauthenticated
from zahra.shop import identity
from zahra.web.api.auth_schemas import (
    AskingAgain,
    AskingForCode,
    AskingForTokens,
    EndingSession,
    RevokedOut,
    SentOut,
    SessionOut,
    SignedInOut,
    TokensOut,
    TypingCode,
)
from zahra.web.api.documenting import errors
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.cookies import Cookie, clear_cookie, clear_site_data
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, REFRESH, limited
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, ok
from zahra.web.http.sessions import device_of, identify

router = APIRouter(prefix="/auth", tags=["Auth"], route_class=PlainRoute)
_SENDING = errors(identity.InvalidIdentifier, TooMany)
_ANSWERING = errors(
    identity.InvalidIdentifier,
    identity.WrongCode,
    identity.AccountDisabled,
    identity.SecondProofRequired,
    TooMany,
    identity.CodesUnavailable,
)
_REFRESHING = errors(
    identity.RefreshInvalid,
    identity.SessionExpired,
    identity.SessionRevoked,
    identity.RefreshReused,
    TooMany,
)
CartToken = Annotated[
    str | None, Header(alias="X-Cart-Token", description="A guest's cart joins the shopper's")
]
RotationKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        description="Kept by the caller until it has the answer: a repeat gets the same pair",
    ),
]


@router.post(
    "/request-otp",
    summary="Ask for a code (as /auth/otp/send)",
    status_code=202,
    responses=_SENDING,
    dependencies=[limited(OTP_SEND)],
)
@router.post(
    "/otp/send",
    summary="Ask for a code",
    status_code=202,
    responses=_SENDING,
    dependencies=[limited(OTP_SEND)],
)
async def send_code(asked: AskingForCode, shop: TheShop, tx: Tx) -> Envelope[SentOut]:
    """Sends six digits by SMS or e-mail. Known or unknown: the answer is the same."""
    sent = await identity.send_code(
        tx, shop.keys, asked.identifier, binding=None, policy=shop.policy
    )
    return ok(SentOut.model_validate(sent))


@router.post(
    "/otp/resend",
    summary="Have the same code sent again",
    status_code=202,
    responses=errors(NotFound, TooMany),
    dependencies=[limited(OTP_SEND)],
)
async def resend_code(asked: AskingAgain, shop: TheShop, tx: Tx) -> Envelope[SentOut]:
    """The same six digits, good no longer than before; three times at most."""
    sent = await identity.resend_code(tx, asked.challenge_id, binding=None, policy=shop.policy)
    return ok(SentOut.model_validate(sent))


@router.post(
    "/verify-otp",
    summary="Sign in by a code (as /auth/otp/verify)",
    responses=_ANSWERING,
    dependencies=[limited(OTP_VERIFY)],
)
@router.post(
    "/otp/verify",
    summary="Sign in by a code",
    responses=_ANSWERING,
    dependencies=[limited(OTP_VERIFY)],
)
async def verify_code(
    typed: TypingCode, request: Request, shop: TheShop, cart_token: CartToken = None
) -> Envelope[SignedInOut]:
    """Makes the account the first time. Every kind of wrong code is answered alike."""
    asked = identity.VerifyingCode(
        typed.identifier,
        typed.otp,
        identity.SessionKind.API,
        challenge_id=typed.challenge_id,
        session_id=typed.session_id,
        cart_token=cart_token,
        device=device_of(request),
    )
    signed_in = await identity.verify_code(shop.database, shop.keys, asked, policy=shop.policy)
    return ok(SignedInOut.of(signed_in))


@router.post(
    "/refresh",
    summary="Exchange a refresh token for the next pair",
    responses=_REFRESHING,
    dependencies=[limited(REFRESH)],
)
async def refresh(
    asked: AskingForTokens, request: Request, shop: TheShop, rotation_key: RotationKey = None
) -> Envelope[TokensOut]:
    """A refresh token is good once. One that comes back later ends its session."""
    refreshing = identity.Refreshing(
        asked.refresh_token, asked.session_id, rotation_key, device_of(request)
    )
    tokens = await identity.refresh_session(
        shop.database, shop.keys, refreshing, policy=shop.policy
    )
    return ok(TokensOut.model_validate(tokens))


@router.post("/logout", summary="Sign out", responses=errors())
async def log_out(request: Request, response: Response, tx: Tx) -> Envelope[RevokedOut]:
    """Ends the session that asks. Never refused: one that is over already counts 0."""
    revoked = await identity.log_out(tx, await _whoever(request))
    _forget(request, response)
    return ok(RevokedOut(revoked=revoked))


@router.post("/logout-all", summary="Sign out everywhere", responses=errors(Unauthenticated))
async def log_out_everywhere(
    person: Person, request: Request, response: Response, tx: Tx
) -> Envelope[RevokedOut]:
    """Ends every session of the person, this one too."""
    revoked = await identity.log_out_everywhere(tx, person)
    _forget(request, response)
    return ok(RevokedOut(revoked=revoked))


@router.get("/sessions", summary="Where one is signed in", responses=errors(Unauthenticated))
async def sessions(person: Person, snapshot: Snap) -> Envelope[list[SessionOut]]:
    """The living sessions, the latest used first."""
    found = await identity.sessions_of(snapshot, person)
    return ok([SessionOut.of(each) for each in found])


@router.post(
    "/revoke-session",
    summary="Sign out another device",
    responses=errors(Unauthenticated, NotFound),
)
async def revoke_session(asked: EndingSession, person: Person, tx: Tx) -> Envelope[RevokedOut]:
    """Ends one of one's own sessions; anybody else's is not found."""
    await identity.revoke_session(tx, person, asked.session_id)
    return ok(RevokedOut(revoked=1))


async def _whoever(request: Request) -> Actor:
    try:
        return await identify(request)
    except Unauthenticated:
        return GUEST


def _forget(request: Request, response: Response) -> None:
    """Clear what a browser may hold of a session, whether or not it had one."""
    clear_cookie(request, response, Cookie.SESSION)
    clear_cookie(request, response, Cookie.CODE)
    clear_site_data(response)
