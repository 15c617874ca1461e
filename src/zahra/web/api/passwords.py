"""`/auth`: signing up and in by a password, and getting another one.

Nothing here tells who has an account: see decision 0012.
"""

from fastapi import APIRouter
from starlette.requests import Request

from zahra.base.errors import StepUpRequired, TooMany, Unauthenticated
from zahra.shop import identity
from zahra.web.api.auth import CartToken
from zahra.web.api.auth_schemas import SentOut, SignedInOut
from zahra.web.api.documenting import errors
from zahra.web.api.password_schemas import (
    AskedOut,
    ChangedOut,
    ChangedPassword,
    Login,
    LostPassword,
    NewPassword,
    Registration,
    SecondFactorOut,
)
from zahra.web.http.context import Person, TheShop, Tx
from zahra.web.http.limits import FORGOT, LOGIN, OTP_VERIFY, REGISTER, limited
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, ok
from zahra.web.http.sessions import device_of, keep_secret

router = APIRouter(prefix="/auth", tags=["Auth"], route_class=PlainRoute)
_CHOOSING = (identity.PasswordRejected, identity.PasswordsBusy)
_PROVING = (identity.InvalidCredentials, identity.PasswordsBusy, identity.PasswordsUnavailable)


@router.post(
    "/register",
    summary="Sign up with a password",
    status_code=202,
    responses=errors(*_CHOOSING, TooMany),
    dependencies=[limited(REGISTER)],
)
async def register(asked: Registration, shop: TheShop) -> Envelope[SentOut]:
    """Sends a code, whoever has the address. `/auth/otp/verify` with it (name its `challengeId`)
    signs in, and keeps password and name if the address was free."""
    sent = await identity.register(
        shop.database, shop.keys, asked.asked, binding=None, policy=shop.policy
    )
    return ok(SentOut.model_validate(sent))


@router.post(
    "/login",
    summary="Sign in by a password",
    responses=errors(
        identity.InvalidIdentifier,
        *_PROVING,
        identity.AccountDisabled,
        TooMany,
    ),
    dependencies=[limited(LOGIN)],
)
async def log_in(
    typed: Login, request: Request, shop: TheShop, cart_token: CartToken = None
) -> Envelope[SignedInOut | SecondFactorOut]:
    """Every kind of wrong is answered alike. Staff, and whoever set up an authenticator app, are
    asked for a code next."""
    asked = identity.LoggingIn(
        typed.identifier,
        typed.password,
        identity.SessionKind.API,
        device=device_of(request),
        cart_token=cart_token,
    )
    found = await identity.log_in(shop.database, shop.keys, asked, policy=shop.policy)
    if isinstance(found, identity.SecondFactorNeeded):
        return ok(SecondFactorOut.of(found))
    return ok(SignedInOut.of(found))


@router.post(
    "/password/forgot",
    summary="Ask for a new password",
    status_code=202,
    responses=errors(identity.InvalidIdentifier, TooMany, identity.CodesUnavailable),
    dependencies=[limited(FORGOT)],
)
async def forgot(asked: LostPassword, shop: TheShop, tx: Tx) -> Envelope[AskedOut]:
    """A link goes to an e-mail address, a code to a phone, if it has an account. The answer is the
    same if it has none."""
    await identity.ask_reset(tx, shop.keys, asked.identifier, policy=shop.policy)
    return ok(AskedOut())


@router.post(
    "/password/reset",
    summary="Set a new password by a link or a code",
    responses=errors(
        identity.InvalidIdentifier,
        *_CHOOSING,
        identity.ResetInvalid,
        TooMany,
        identity.CodesUnavailable,
    ),
    dependencies=[limited(OTP_VERIFY)],
)
async def reset(typed: NewPassword, shop: TheShop) -> Envelope[ChangedOut]:
    """Ends every session and logs nobody in. A password that is refused leaves the link good."""
    await identity.reset_password(shop.database, shop.keys, typed.asked, policy=shop.policy)
    return ok(ChangedOut())


@router.post(
    "/password/change",
    summary="Change one's password",
    responses=errors(
        Unauthenticated,
        StepUpRequired,
        identity.ManagedByStaffSession,
        *_CHOOSING,
        *_PROVING,
        TooMany,
    ),
    dependencies=[limited(LOGIN)],
)
async def change(
    typed: ChangedPassword, request: Request, person: Person, shop: TheShop
) -> Envelope[ChangedOut]:
    """Ends the person's other sessions. This one goes on; a program's access token ends, and its
    refresh token gets the next. Setting a first password needs a fresh proof."""
    secret = await identity.change_password(
        shop.database, person, typed.current_password, typed.password, policy=shop.policy
    )
    keep_secret(request, secret)
    return ok(ChangedOut())
