"""Access tokens: junk is turned away before the database is asked, the session decides the rest."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from tests.world.people import KEYS, Door
from zahra.base import ids
from zahra.base.actors import Actor, Kind
from zahra.base.errors import Unauthenticated
from zahra.base.keys import Keys
from zahra.shop import identity
from zahra.shop.identity.sessions.access_tokens import Claims, issue_access_token, read_access_token

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLAIMS = Claims(ids.new(), ids.new(), 3, ("sms",), NOW)
HEADER = {"alg": "Ed25519", "typ": "at+jwt", "kid": KEYS.newest}
POLICY = identity.Policy()
ALL = jws.JWSRegistry(algorithms=["Ed25519", "HS256"], strict_check_header=False)


def issued() -> str:
    return issue_access_token(KEYS, CLAIMS, now=NOW, policy=POLICY)[0]


def payload_of(token: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def signed(header: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    signer = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(KEYS.key("jwt")))
    return jws.serialize_compact(dict(header), json.dumps(payload), signer, registry=ALL)


def read(token: str, *, now: datetime = NOW, keys: Keys = KEYS) -> Claims:
    return read_access_token(keys, token, now=now, issuer=POLICY.issuer)


def test_a_token_says_exactly_this():
    payload = payload_of(issued())
    assert set(payload) == {
        *("iss", "aud", "sub", "sid", "jti", "iat", "exp", "auth_time", "amr", "acr", "ep")
    }
    assert (payload["iss"], payload["aud"], payload["ep"]) == ("zahra", "zahra-api", 3)
    assert 570 <= payload["exp"] - payload["iat"] <= 600
    assert read(issued()) == CLAIMS


def test_tokens_do_not_all_run_out_at_the_same_second():
    lives = {issue_access_token(KEYS, CLAIMS, now=NOW, policy=POLICY)[1] for _ in range(50)}
    assert len(lives) > 5


def test_a_token_is_good_for_ten_minutes_and_half_a_minute_of_grace():
    token, life = issue_access_token(KEYS, CLAIMS, now=NOW, policy=POLICY)
    assert read(token, now=NOW + timedelta(seconds=life + 29)) == CLAIMS
    with pytest.raises(Unauthenticated):
        read(token, now=NOW + timedelta(seconds=life + 30))


@pytest.mark.parametrize(
    "change",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"alg": "Ed25519", "crit": ["exp"]},
        {"jku": "https://evil.example/keys"},
        {"jwk": {}},
        {"kid": "unknown"},
        {"kid": None},
        {"kid": ["x"]},
    ],
)
def test_any_other_header_is_refused(change: dict[str, Any]):
    header = {k: v for k, v in {**HEADER, **change}.items() if v is not None}
    assert read(signed(HEADER, payload_of(issued()))) == CLAIMS  # the control: only the header
    try:
        token = signed(header, payload_of(issued()))
    except Exception:
        token = forged(header, payload_of(issued()))
    with pytest.raises(Unauthenticated):
        read(token)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "another"},
        {"aud": "another"},
        {"exp": 0},
        {"exp": "soon"},
        {"exp": None},
        {"iat": 4102444800},
        {"sub": "asha"},
        {"sid": None},
        {"ep": "x"},
        {"amr": 5},
        {"auth_time": "x"},
    ],
)
def test_any_claim_out_of_place_is_refused(change: dict[str, Any]):
    payload = {k: v for k, v in {**payload_of(issued()), **change}.items() if v is not None}
    with pytest.raises(Unauthenticated):
        read(signed(HEADER, payload))


@pytest.mark.parametrize("payload", ["[]", "5", "null", "not json", ""])
def test_a_payload_that_is_no_claims_is_refused(payload: str):
    signer = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(KEYS.key("jwt")))
    token = jws.serialize_compact(HEADER, payload, signer, registry=ALL)
    with pytest.raises(Unauthenticated):
        read(token)


def test_no_signature_and_another_kind_of_signature_are_refused():
    payload = payload_of(issued())
    public = Ed25519PrivateKey.from_private_bytes(KEYS.key("jwt")).public_key().public_bytes_raw()
    shared = OctKey.import_key(public)
    by_hmac = jws.serialize_compact(
        {**HEADER, "alg": "HS256"}, json.dumps(payload), shared, registry=ALL
    )
    for token in (forged({**HEADER, "alg": "none"}, payload), by_hmac, issued()[:-4] + "AAAA"):
        with pytest.raises(Unauthenticated):
            read(token)


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "a" * 50, "\ud800.a.b", "é.é.é"])
def test_what_is_no_token_at_all_is_refused(token: str):
    with pytest.raises(Unauthenticated):
        read(token)


def test_a_token_too_long_for_a_header_is_refused_however_well_signed():
    fits = signed(HEADER, {**payload_of(issued()), "more": "x" * 2000})
    assert read(fits) == CLAIMS
    with pytest.raises(Unauthenticated):
        read(signed(HEADER, {**payload_of(issued()), "more": "x" * 4000}))


def test_a_token_with_a_header_of_two_megabytes_costs_nothing():
    token = forged({**HEADER, "kid": "x" * 2_000_000}, {})
    begun = time.thread_time()
    with pytest.raises(Unauthenticated):
        read(token)
    assert time.thread_time() - begun < 0.005


def test_a_token_outlives_the_coming_of_a_newer_key_but_not_its_own_going():
    token = issued()
    newer = "a newer key for tests, long enough to be one"
    assert read(token, keys=Keys([newer, KEYS._masters[0]])) == CLAIMS
    with pytest.raises(Unauthenticated):
        read(token, keys=Keys([newer]))


def forged(header: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    parts = (json.dumps(header), json.dumps(payload), "signature")
    return ".".join(base64.urlsafe_b64encode(p.encode()).rstrip(b"=").decode() for p in parts)


async def actor_of(door: Door, token: str) -> Actor:
    async with door.database.snapshot() as snapshot:
        return await identity.actor_of_bearer(snapshot, door.keys, token)


async def tokens_of(door: Door) -> identity.Tokens:
    signed_in = await door.sign_in(kind=identity.SessionKind.API)
    assert signed_in.tokens is not None
    assert signed_in.secret is None
    return signed_in.tokens


@pytest.mark.anyio
async def test_a_token_is_its_sessions_owner_until_the_session_ends(door: Door):
    tokens = await tokens_of(door)
    actor = await actor_of(door, tokens.access_token)
    assert (actor.kind, actor.session_id) == (Kind.SHOPPER, tokens.session_id)
    async with door.database.transaction() as tx:
        await identity.log_out(tx, actor)
    with pytest.raises(Unauthenticated):
        await actor_of(door, tokens.access_token)


@pytest.mark.anyio
async def test_a_well_signed_token_without_its_session_is_nobodys(door: Door):
    tokens = await tokens_of(door)
    async with door.database.transaction() as tx:
        claims = read_access_token(KEYS, tokens.access_token, now=tx.now, issuer="zahra")
        for wrong in (
            replace(claims, session_id=ids.new()),
            replace(claims, user_id=ids.new()),
            replace(claims, epoch=claims.epoch + 1),
        ):
            token, _ = issue_access_token(KEYS, wrong, now=tx.now, policy=POLICY)
            with pytest.raises(Unauthenticated):
                await identity.actor_of_bearer(tx, KEYS, token)


@pytest.mark.anyio
async def test_a_web_session_has_no_access_token(door: Door):
    signed_in = await door.sign_in()
    assert signed_in.tokens is None
    async with door.database.transaction() as tx:
        claims = Claims(signed_in.person.id, signed_in.session_id, 0, ("sms",), tx.now)
        token, _ = issue_access_token(KEYS, claims, now=tx.now, policy=POLICY)
        with pytest.raises(Unauthenticated):
            await identity.actor_of_bearer(tx, KEYS, token)
