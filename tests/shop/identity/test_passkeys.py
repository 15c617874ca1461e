"""Passkeys: for this shop, this page, this question and this person, and never copied."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.world.authenticator import BACKED_UP, PARTY, PRESENT, VERIFIED, Authenticator
from tests.world.people import ASHA, BINA, Door
from tests.world.staff import Clerk, owner
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.errors import Forbidden, Invalid, NotFound, StepUpRequired
from zahra.shop import identity
from zahra.shop.identity import AddingPasskey, PasskeyAsked, SessionKind, SigningInWithPasskey

pytestmark = pytest.mark.anyio


async def begin_adding(door: Door, actor: Actor) -> PasskeyAsked:
    async with door.database.transaction() as tx:
        return await identity.begin_adding_passkey(tx, actor, PARTY, policy=door.policy)


async def add(door: Door, actor: Actor, key: Authenticator) -> identity.Passkey:
    asked = await begin_adding(door, actor)
    adding = AddingPasskey(asked.token, key.make(asked.options), "Asha's phone")
    return await identity.add_passkey(door.database, actor, PARTY, adding)


async def begin(door: Door) -> PasskeyAsked:
    async with door.database.transaction() as tx:
        return await identity.begin_passkey_sign_in(tx, PARTY, policy=door.policy)


async def sign_in(
    door: Door, token: str, told: dict[str, Any], kind: SessionKind = SessionKind.WEB
) -> identity.SignedIn:
    asked = SigningInWithPasskey(token, told, kind)
    return await identity.sign_in_with_passkey(
        door.database, door.keys, PARTY, asked, policy=door.policy
    )


async def asha_with(door: Door, key: Authenticator) -> Actor:
    asha = await door.actor((await door.sign_in(ASHA)).secret)
    await add(door, asha, key)
    return asha


async def sessions(door: Door) -> int:
    async with door.database.snapshot() as snapshot:
        return await snapshot.value("SELECT count(*) FROM sessions")


async def events(door: Door, kind: str) -> int:
    async with door.database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT count(*) FROM auth_events WHERE type = %(kind)s", kind=kind
        )


async def test_a_passkey_alone_signs_in(door: Door):
    key = Authenticator()
    asha = await asha_with(door, key)
    asked = await begin(door)
    signed_in = await sign_in(door, asked.token, key.answer(asked.options))
    assert signed_in.person.id == asha.user_id
    async with door.database.snapshot() as snapshot:
        kept = await identity.passkeys_of(snapshot, asha)
        amr = await snapshot.value("SELECT amr FROM sessions ORDER BY id DESC LIMIT 1")
    assert [(each.name, each.last_used_at is None) for each in kept] == [("Asha's phone", False)]
    assert amr == ["hwk", "user", "mfa"]


async def test_the_questions_ask_for_a_gesture_and_for_this_shop(door: Door):
    key = Authenticator()
    asha = await asha_with(door, key)
    making, using = (await begin_adding(door, asha)).options, (await begin(door)).options
    assert making["rp"] == {"name": "Zahra", "id": "zahra.example"}
    assert making["authenticatorSelection"]["userVerification"] == "required"
    assert making["authenticatorSelection"]["residentKey"] == "required"
    assert len(making["excludeCredentials"]) == 1
    assert (using["rpId"], using["userVerification"]) == ("zahra.example", "required")
    assert using["allowCredentials"] == []


@pytest.mark.parametrize(
    ("what", "spoilt"),
    [
        ("origin", "https://zahra.example.evil"),
        ("origin", "http://zahra.example"),
        ("rp_id", "evil.example"),
        ("gesture", PRESENT),
        ("gesture", VERIFIED),
        ("key", Authenticator().key),
        ("credential_id", b"unknown"),
        ("user_handle", b"somebody else's"),
    ],
    ids=["origin", "scheme", "rp", "unverified", "absent", "signature", "unknown", "owner"],
)
async def test_an_answer_that_is_not_quite_right_opens_nothing(
    door: Door, what: str, spoilt: object
):
    key = Authenticator()
    await asha_with(door, key)
    before = await sessions(door)
    asked = await begin(door)
    setattr(key, what, spoilt)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, key.answer(asked.options))
    assert await sessions(door) == before


@pytest.mark.parametrize(
    ("what", "spoilt"),
    [
        ("origin", "https://zahra.example.evil"),
        ("rp_id", "evil.example"),
        ("gesture", PRESENT),
    ],
    ids=["origin", "rp", "unverified"],
)
async def test_a_passkey_made_elsewhere_or_without_a_gesture_is_not_kept(
    door: Door, what: str, spoilt: object
):
    asha = await door.actor((await door.sign_in(ASHA)).secret)
    key = Authenticator()
    setattr(key, what, spoilt)
    with pytest.raises(identity.PasskeyRefused):
        await add(door, asha, key)
    async with door.database.snapshot() as snapshot:
        assert await identity.passkeys_of(snapshot, asha) == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"id": 7},
        {"id": "AAAA", "response": None},
        {"id": "é", "rawId": "é", "type": "public-key", "response": {}},
    ],
)
async def test_nonsense_is_refused_not_failed_on(door: Door, told: dict[str, Any]):
    key = Authenticator()
    asha = await asha_with(door, key)
    asked = await begin(door)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, told)
    asked, right = await begin(door), None
    right = key.answer(asked.options)
    spoilt = {**right, "response": {**right["response"], "clientDataJSON": "AA"}}
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, spoilt)
    adding = AddingPasskey((await begin_adding(door, asha)).token, told, "A key")
    with pytest.raises(identity.PasskeyRefused):
        await identity.add_passkey(door.database, asha, PARTY, adding)


async def test_a_challenge_is_good_for_one_answer(door: Door):
    key = Authenticator()
    await asha_with(door, key)
    asked = await begin(door)
    await sign_in(door, asked.token, key.answer(asked.options))
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, key.answer(asked.options))


async def test_a_wrong_answer_uses_its_challenge_up_too(door: Door):
    key = Authenticator()
    await asha_with(door, key)
    asked = await begin(door)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, {**key.answer(asked.options), "id": "AAAA"})
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, key.answer(asked.options))


async def test_an_answer_to_another_question_is_refused(door: Door):
    key = Authenticator()
    asha = await asha_with(door, key)
    one, other = await begin(door), await begin(door)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, other.token, key.answer(one.options))
    async with door.database.transaction() as tx:
        step_up = await identity.begin_passkey_step_up(tx, asha, PARTY)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, step_up.token, key.answer(step_up.options))


async def test_a_question_is_good_for_five_minutes(door: Door):
    key = Authenticator()
    await asha_with(door, key)
    asked = await begin(door)
    door.database.ahead += timedelta(minutes=5)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, key.answer(asked.options))


async def test_a_counter_that_went_back_means_a_copy(door: Door):
    key = Authenticator()
    await asha_with(door, key)
    for _ in range(3):
        asked = await begin(door)
        await sign_in(door, asked.token, key.answer(asked.options))
    copy, before = replace(key, count=2), await sessions(door)
    asked = await begin(door)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, copy.answer(asked.options))
    assert await sessions(door) == before
    assert await events(door, "passkey.copied") == 1
    asked = await begin(door)
    await sign_in(door, asked.token, key.answer(asked.options))


async def test_a_passkey_from_a_cloud_always_says_zero(door: Door):
    key = Authenticator(counts=False, gesture=PRESENT | VERIFIED | BACKED_UP)
    asha = await asha_with(door, key)
    for _ in range(2):
        asked = await begin(door)
        await sign_in(door, asked.token, key.answer(asked.options))
    async with door.database.snapshot() as snapshot:
        (kept,) = await identity.passkeys_of(snapshot, asha)
    assert kept.is_backed_up


async def test_somebody_elses_question_adds_nothing(door: Door):
    asha = await door.actor((await door.sign_in(ASHA)).secret)
    bina = await door.actor((await door.sign_in(BINA)).secret)
    asked, key = await begin_adding(door, asha), Authenticator()
    adding = AddingPasskey(asked.token, key.make(asked.options), "A key")
    with pytest.raises(identity.PasskeyRefused):
        await identity.add_passkey(door.database, bina, PARTY, adding)


async def test_one_passkey_belongs_to_one_person(door: Door):
    key = Authenticator()
    await asha_with(door, key)
    bina = await door.actor((await door.sign_in(BINA)).secret)
    with pytest.raises(identity.PasskeyRefused):
        await add(door, bina, key)


async def test_adding_and_removing_need_a_fresh_proof(door: Door):
    key = Authenticator()
    asha = await asha_with(door, key)
    async with door.database.snapshot() as snapshot:
        (kept,) = await identity.passkeys_of(snapshot, asha)
    door.database.ahead += timedelta(minutes=11)
    with pytest.raises(StepUpRequired):
        await begin_adding(door, asha)
    async with door.database.transaction() as tx:
        with pytest.raises(StepUpRequired):
            await identity.remove_passkey(tx, asha, kept.id)


async def test_nobody_names_or_removes_anothers_passkey(door: Door):
    asha = await asha_with(door, Authenticator())
    bina = await door.actor((await door.sign_in(BINA)).secret)
    async with door.database.transaction() as tx:
        (kept,) = await identity.passkeys_of(tx, asha)
        with pytest.raises(NotFound):
            await identity.rename_passkey(tx, bina, kept.id, "Mine")
        with pytest.raises(NotFound):
            await identity.remove_passkey(tx, bina, kept.id)
        with pytest.raises(Invalid):
            await identity.rename_passkey(tx, asha, kept.id, "two\nlines")
        await identity.rename_passkey(tx, asha, kept.id, " Phone ")
        assert [each.name for each in await identity.passkeys_of(tx, asha)] == ["Phone"]


async def test_a_removed_passkey_opens_nothing(door: Door):
    key = Authenticator()
    asha = await asha_with(door, key)
    async with door.database.transaction() as tx:
        (kept,) = await identity.passkeys_of(tx, asha)
        await identity.remove_passkey(tx, asha, kept.id)
    asked = await begin(door)
    with pytest.raises(identity.PasskeyRefused):
        await sign_in(door, asked.token, key.answer(asked.options))


async def test_a_person_has_so_many_passkeys_and_no_more(door: Door):
    asha = await asha_with(door, Authenticator())
    door.policy = replace(door.policy, passkeys_per_person=1)
    with pytest.raises(identity.TooManyPasskeys):
        await begin_adding(door, asha)


async def test_staff_change_factors_in_the_admin_only(door: Door):
    """A code by SMS opens the storefront for them; it must not lead into the admin."""
    meera = await owner(door)
    by_code = await door.actor((await door.sign_in(meera.email)).secret)
    with pytest.raises(identity.ManagedByStaffSession):
        await begin_adding(door, by_code)
    async with door.database.transaction() as tx:
        for refused in (
            identity.begin_totp(tx, door.keys, by_code, issuer="Zahra"),
            identity.remove_totp(tx, by_code),
            identity.make_recovery_codes(tx, door.keys, by_code),
        ):
            with pytest.raises(identity.ManagedByStaffSession):
                await refused


async def test_an_api_key_gives_itself_no_passkey(door: Door):
    meera = await owner(door)
    program = Actor(Kind.STAFF, meera.actor.user_id, None, "", frozenset({Permission.ORDERS_READ}))
    with pytest.raises(Forbidden):
        await begin_adding(door, program)


async def test_staff_enter_the_admin_by_passkey_and_keep_a_second_factor(door: Door):
    meera, key = await owner(door), Authenticator()
    await add(door, meera.actor, key)
    asked = await begin(door)
    told = key.answer(asked.options)
    signed_in = await sign_in(door, asked.token, told, SessionKind.ADMIN)
    actor = await door.actor(signed_in.secret, SessionKind.ADMIN)
    assert actor.permissions == frozenset(Permission)
    await only_one_goes(door, meera, actor)


async def only_one_goes(door: Door, meera: Clerk, actor: Actor) -> None:
    async with door.database.transaction() as tx:
        (kept,) = await identity.passkeys_of(tx, actor)
        await identity.remove_totp(tx, actor)
    with pytest.raises(identity.LastFactor):
        async with door.database.transaction() as tx:
            await identity.remove_passkey(tx, actor, kept.id)
    async with door.database.snapshot() as snapshot:
        left = await identity.factors_of(snapshot, actor)
    assert (left.has_totp, left.passkeys, left.recovery_codes) == (False, 1, 10)


async def test_a_shoppers_passkey_does_not_open_the_admin(door: Door):
    key = Authenticator()
    await asha_with(door, key)
    asked = await begin(door)
    with pytest.raises(identity.NotStaff):
        await sign_in(door, asked.token, key.answer(asked.options), SessionKind.ADMIN)


async def test_a_step_up_takes_ones_own_passkey_only(door: Door):
    key, binas = Authenticator(), Authenticator()
    asha = await asha_with(door, key)
    bina = await door.actor((await door.sign_in(BINA)).secret)
    await add(door, bina, binas)

    async def prove(with_key: Authenticator) -> None:
        async with door.database.transaction() as tx:
            asked = await identity.begin_passkey_step_up(tx, asha, PARTY)
        told = with_key.answer(asked.options)
        await identity.prove_passkey(door.database, asha, PARTY, token=asked.token, credential=told)

    await prove(key)
    with pytest.raises(identity.PasskeyRefused):
        await prove(binas)
