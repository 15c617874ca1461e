"""Signed-in devices: opened, recognised on every request, refreshed, ended."""

from zahra.shop.identity.sessions.api_keys import actor_of_api_key, make_api_key
from zahra.shop.identity.sessions.ending import (
    end_sessions_of,
    log_out,
    log_out_elsewhere,
    log_out_everywhere,
    revoke_session,
    sessions_of,
)
from zahra.shop.identity.sessions.moving_in import MovedIn, move_in_tokens, tokens_to_move_in
from zahra.shop.identity.sessions.recognising import (
    Recognised,
    actor_of_bearer,
    actor_of_cookie,
    recognise_bearer,
    recognise_cookie,
)
from zahra.shop.identity.sessions.refreshing import Refreshing, refresh_session
from zahra.shop.identity.sessions.renewing import renew_secret
from zahra.shop.identity.sessions.signing_in import SignedIn, SigningIn, sign_in
from zahra.shop.identity.sessions.tending import tend_session, touch_session
from zahra.shop.identity.sessions.token_pairs import Tokens

__all__ = [
    "MovedIn",
    "Recognised",
    "Refreshing",
    "SignedIn",
    "SigningIn",
    "Tokens",
    "actor_of_api_key",
    "actor_of_bearer",
    "actor_of_cookie",
    "end_sessions_of",
    "log_out",
    "log_out_elsewhere",
    "log_out_everywhere",
    "make_api_key",
    "move_in_tokens",
    "recognise_bearer",
    "recognise_cookie",
    "refresh_session",
    "renew_secret",
    "revoke_session",
    "sessions_of",
    "sign_in",
    "tend_session",
    "tokens_to_move_in",
    "touch_session",
]
