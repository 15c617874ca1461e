"""Changing one's own password, and what it ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pyotp.totp import TOTP

from tests.world.passwords import ANOTHER, SECRET, Locksmith
from tests.world.people import ASHA, BINA, KEYS, LAPTOP, a_person, column
from zahra.base.actors import GUEST, Actor, Kind
from zahra.base.errors import Forbidden, StepUpRequired, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import InvalidCredentials, PasswordRejected, SignedIn

pytestmark = pytest.mark.anyio


async def change(
    smith: Locksmith, actor: Actor, current: str | None = SECRET, new: str = ANOTHER
) -> str | None:
    return await identity.change_password(
        smith.database, actor, current, new, policy=smith.door.policy
    )


async def bina_here(smith: Locksmith) -> Actor:
    """Bina, logged in by her password in a browser."""
    await smith.give(BINA)
    found = await smith.log_in()
    assert isinstance(found, SignedIn)
    return await smith.door.actor(found.secret)


async def test_the_new_password_takes_the_place_of_the_old_one(smith: Locksmith):
    bina = await bina_here(smith)
    await change(smith, bina)
    with pytest.raises(InvalidCredentials):
        await smith.log_in(SECRET)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)


async def test_the_other_sessions_end_and_this_one_goes_on_under_a_new_secret(smith: Locksmith):
    old = await smith.give(BINA)
    here, there = await smith.log_in(), await smith.log_in(device=LAPTOP)
    assert isinstance(here, SignedIn)
    assert isinstance(there, SignedIn)
    secret = await change(smith, await smith.door.actor(here.secret))
    for dead in (here.secret, there.secret):
        with pytest.raises(Unauthenticated):
            await smith.door.actor(dead)
    assert (await smith.door.actor(secret)).user_id == old.user_id
    reasons = "SELECT revoke_reason FROM sessions ORDER BY revoked_at"
    assert await column(smith.database, reasons) == ["password_change", None]


async def test_a_programs_session_goes_on_by_its_refresh_token(smith: Locksmith):
    await smith.give(BINA)
    found = await smith.log_in(kind=identity.SessionKind.API)
    assert isinstance(found, SignedIn)
    assert found.tokens is not None
    async with smith.database.snapshot() as snapshot:
        actor = await identity.actor_of_bearer(snapshot, KEYS, found.tokens.access_token)
    assert await change(smith, actor) is None
    async with smith.database.snapshot() as snapshot:
        with pytest.raises(Unauthenticated):
            await identity.actor_of_bearer(snapshot, KEYS, found.tokens.access_token)
    refreshing = identity.Refreshing(found.tokens.refresh_token, found.session_id)
    tokens = await identity.refresh_session(smith.database, KEYS, refreshing)
    async with smith.database.snapshot() as snapshot:
        again = await identity.actor_of_bearer(snapshot, KEYS, tokens.access_token)
    assert again.user_id == actor.user_id


@pytest.mark.parametrize("current", [ANOTHER, "", None])
async def test_without_the_right_one_nothing_changes(smith: Locksmith, current: str | None):
    bina = await bina_here(smith)
    before = await column(smith.database, "SELECT p::text FROM passwords p")
    with pytest.raises(InvalidCredentials):
        await change(smith, bina, current, "a password of the thief")
    after = await column(smith.database, "SELECT hash FROM passwords")
    assert after[0] in before[0]
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_guesses_at_the_right_one_are_counted(smith: Locksmith):
    bina = await bina_here(smith)
    for _ in range(5):
        with pytest.raises(InvalidCredentials):
            await change(smith, bina, ANOTHER)
    with pytest.raises(InvalidCredentials):
        await change(smith, bina, SECRET)


async def test_the_first_password_needs_a_fresh_proof(smith: Locksmith):
    found = await smith.door.sign_in(BINA)
    smith.database.ahead += timedelta(minutes=11)
    with pytest.raises(StepUpRequired):
        await change(smith, await smith.door.actor(found.secret), None)
    assert await column(smith.database, "SELECT user_id FROM passwords") == []
    found = await smith.door.sign_in(BINA)
    await change(smith, await smith.door.actor(found.secret), None)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)


async def test_a_poor_one_is_refused(smith: Locksmith):
    bina = await bina_here(smith)
    for poor in ("short", "bina@example.com", "passwordpassword", "x" * 129):
        with pytest.raises(PasswordRejected):
            await change(smith, bina, new=poor)
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_a_key_changes_no_password_and_a_guest_has_none(smith: Locksmith):
    bina = await bina_here(smith)
    key = replace(bina, kind=Kind.STAFF, session_id=None)
    with pytest.raises(Forbidden):
        await change(smith, key)
    with pytest.raises(Unauthenticated):
        await change(smith, GUEST)
    assert isinstance(await smith.log_in(SECRET), SignedIn)


async def test_staff_change_theirs_in_the_admin_only(smith: Locksmith):
    bina = await bina_here(smith)
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{viewer}'")
    with pytest.raises(identity.ManagedByStaffSession):
        await change(smith, bina)
    await change(smith, replace(bina, kind=Kind.STAFF))
    assert isinstance(await smith.log_in(ANOTHER), identity.SecondFactorNeeded)


async def test_a_link_to_a_new_one_ends_with_the_old_one(smith: Locksmith):
    bina = await bina_here(smith)
    await smith.ask_reset()
    await smith.work()
    await change(smith, bina)
    with pytest.raises(identity.ResetInvalid):
        await smith.reset("a password of the thief", token=smith.token)


async def app_of(smith: Locksmith, actor: Actor) -> TOTP:
    """An authenticator app, set up."""
    async with smith.database.transaction() as tx:
        setup = await identity.begin_totp(tx, KEYS, actor, issuer="Zahra")
        app = TOTP(setup.secret)
        code = app.at(tx.now - timedelta(seconds=30))
        await identity.confirm_totp(tx, KEYS, actor, sealed=setup.sealed, code=code)
    return app


@pytest.mark.parametrize("is_changed", [True, False])
async def test_a_second_factor_begun_with_the_old_one_opens_nothing(
    smith: Locksmith, is_changed: bool
):
    """With its control: the same second factor when nothing was changed."""
    bina = await bina_here(smith)
    app = await app_of(smith, bina)
    begun = await smith.log_in()
    assert isinstance(begun, identity.SecondFactorNeeded)
    if is_changed:
        await change(smith, bina)
    async with smith.database.snapshot() as snapshot:
        code = app.at(snapshot.now)
    web = identity.SessionKind.WEB
    finishing = identity.FinishingSecondFactor(begun.token, code, web)
    if not is_changed:
        found = await identity.finish_second_factor(smith.database, KEYS, finishing)
        assert found.person.id == bina.user_id
        return
    with pytest.raises(Unauthenticated):
        await identity.finish_second_factor(smith.database, KEYS, finishing)


async def test_since_when_it_is_ones_password(smith: Locksmith):
    async with smith.database.transaction() as tx:
        asha = await a_person(tx, ASHA)
    async with smith.database.snapshot() as snapshot:
        assert await identity.password_changed_at(snapshot, asha) is None
    bina = await smith.give(BINA)
    async with smith.database.snapshot() as snapshot:
        assert await identity.password_changed_at(snapshot, bina) is not None
