"""Logging in by a password: one answer for every kind of wrong, at one cost, and no way around."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.world.passwords import ANOTHER, SECRET, Locksmith
from tests.world.people import ASHA, BINA, LAPTOP, PHONE_APP, a_person, column
from zahra.base.actors import GUEST
from zahra.base.errors import Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import InvalidCredentials, SessionKind, SignedIn
from zahra.shop.identity.passwords import hashing

pytestmark = pytest.mark.anyio
BROWSER = replace(PHONE_APP, hash=b"a browser of hers")


async def refused(smith: Locksmith, times: int, password: str = ANOTHER, **more: Any) -> None:
    for _ in range(times):
        with pytest.raises(InvalidCredentials):
            await smith.log_in(password, **more)


async def test_the_right_password_signs_in(smith: Locksmith):
    bina = await smith.give(BINA)
    found = await smith.log_in()
    assert isinstance(found, SignedIn)
    assert (found.person.id, found.is_new) == (bina.user_id, False)
    assert (await smith.door.actor(found.secret)).user_id == bina.user_id
    assert await column(smith.database, "SELECT amr FROM sessions") == [["pwd"]]


async def test_a_program_gets_tokens(smith: Locksmith):
    await smith.give(ASHA)
    found = await smith.log_in(identifier="098765 43210", kind=SessionKind.API)
    assert isinstance(found, SignedIn)
    assert found.tokens is not None
    assert found.secret is None


async def test_every_kind_of_wrong_is_one_refusal_and_opens_nothing(smith: Locksmith):
    await smith.give(BINA)
    async with smith.database.transaction() as tx:
        await a_person(tx, ASHA)
    for identifier, password in [
        (BINA, ANOTHER),
        (BINA, ""),
        (BINA, SECRET.upper()),
        (BINA, f" {SECRET}"),
        (BINA, SECRET + "x" * 2000),
        (ASHA, SECRET),
        ("nobody@example.com", SECRET),
    ]:
        await refused(smith, 1, password, identifier=identifier)
    assert await column(smith.database, "SELECT id FROM sessions") == []


async def test_what_is_no_identifier_is_told_so(smith: Locksmith):
    with pytest.raises(identity.InvalidIdentifier):
        await smith.log_in(identifier="bina@localhost")


async def test_exactly_one_comparison_whoever_it_is(
    smith: Locksmith, monkeypatch: pytest.MonkeyPatch
):
    await smith.give(BINA)
    async with smith.database.transaction() as tx:
        await a_person(tx, ASHA)
    compared: list[str] = []
    matches: Callable[[str, bytes], bool] = hashing._matches

    def counted(stretched: str, password: bytes) -> bool:
        compared.append(stretched)
        return matches(stretched, password)

    monkeypatch.setattr(hashing, "_matches", counted)
    await smith.log_in()
    for identifier in (BINA, ASHA, "nobody@example.com"):
        await refused(smith, 1, identifier=identifier)
    assert len(compared) == 4
    assert compared[2:] == [hashing.NOBODYS, hashing.NOBODYS]


async def test_after_five_wrong_ones_the_right_one_is_wrong_too_for_three_minutes(
    smith: Locksmith,
):
    await smith.give(BINA)
    await refused(smith, 5)
    await refused(smith, 1, SECRET)
    smith.database.ahead += timedelta(minutes=3)
    assert isinstance(await smith.log_in(), SignedIn)


async def test_the_owner_of_a_password_that_is_out_of_tries_gets_in_by_a_code(smith: Locksmith):
    await smith.give(BINA)
    await refused(smith, 5)
    assert (await smith.door.sign_in(BINA)).person.email == BINA


async def test_a_right_password_gives_the_tries_back(smith: Locksmith):
    await smith.give(BINA)
    for _ in range(2):
        await refused(smith, 4)
        assert isinstance(await smith.log_in(), SignedIn)
    for _ in range(7):
        assert isinstance(await smith.log_in(), SignedIn)


async def test_strangers_use_up_no_tries_of_a_device_that_the_owner_has_used(smith: Locksmith):
    await smith.give(BINA)
    assert isinstance(await smith.log_in(device=BROWSER), SignedIn)
    await refused(smith, 6, device=LAPTOP)
    await refused(smith, 1, SECRET, device=LAPTOP)
    assert isinstance(await smith.log_in(device=BROWSER), SignedIn)


async def test_a_device_the_owner_has_used_has_ten_tries_of_its_own(smith: Locksmith):
    await smith.give(BINA)
    await smith.log_in(device=BROWSER)
    await refused(smith, 9, device=BROWSER)
    assert isinstance(await smith.log_in(device=BROWSER), SignedIn)
    await refused(smith, 10, device=BROWSER)
    await refused(smith, 1, SECRET, device=BROWSER)


async def test_a_hundred_wrong_ones_in_a_row_lock_a_password_until_it_is_reset(smith: Locksmith):
    smith.door.policy = identity.Policy(password_failures_in_a_row=3, limits_off=True)
    await smith.give(BINA)
    await refused(smith, 2)
    await smith.log_in()
    await refused(smith, 3)
    await refused(smith, 1, SECRET)
    smith.database.ahead += timedelta(days=30)
    await refused(smith, 1, SECRET)
    await smith.ask_reset()
    await smith.work()
    await smith.reset(token=smith.token)
    assert isinstance(await smith.log_in(ANOTHER), SignedIn)


async def test_a_hundred_is_what_the_policy_says():
    assert identity.Policy().password_failures_in_a_row == 100


async def test_tries_that_were_not_compared_do_not_lock_it(smith: Locksmith):
    smith.door.policy = identity.Policy(password_failures_in_a_row=6)
    await smith.give(BINA)
    await refused(smith, 20)
    assert await column(smith.database, "SELECT failed_in_a_row FROM passwords") == [5]


async def test_when_somebody_guesses_everywhere_passwords_are_closed_for_all(smith: Locksmith):
    smith.door.policy = identity.Policy(failed_passwords_by_everyone_per_hour=2)
    await smith.give(BINA)
    await refused(smith, 1, identifier=ASHA)
    await refused(smith, 1, identifier="nobody@example.com")
    with pytest.raises(identity.PasswordsUnavailable):
        await smith.log_in()
    smith.database.ahead += timedelta(minutes=30)
    assert isinstance(await smith.log_in(), SignedIn)


async def test_a_closed_account_is_told_so_only_after_the_right_password(smith: Locksmith):
    bina = await smith.give(BINA)
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE users SET status = 'disabled' WHERE id = %(id)s", id=bina.user_id)
    await refused(smith, 1)
    with pytest.raises(identity.AccountDisabled):
        await smith.log_in()
    assert await column(smith.database, "SELECT id FROM sessions") == []


async def test_staff_get_no_session_by_a_password_alone(smith: Locksmith):
    bina = await smith.give(BINA)
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{viewer}' WHERE id = %(id)s", id=bina.user_id)
    for kind in SessionKind:
        found = await smith.log_in(kind=kind)
        assert isinstance(found, identity.SecondFactorNeeded)
    assert await column(smith.database, "SELECT id FROM sessions") == []


async def test_the_admins_door_is_closed_to_shoppers(smith: Locksmith):
    await smith.give(BINA)
    await refused(smith, 1, kind=SessionKind.ADMIN)
    with pytest.raises(identity.NotStaff):
        await smith.log_in(kind=SessionKind.ADMIN)
    assert await column(smith.database, "SELECT id FROM sessions") == []


async def test_a_password_of_weaker_figures_is_stretched_anew_at_a_login(smith: Locksmith):
    bina = await smith.give(BINA)
    weak = hashing.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SECRET)
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE passwords SET hash = %(hash)s", hash=weak)
    await smith.log_in()
    [now] = await column(smith.database, "SELECT hash FROM passwords")
    assert now.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    found = await smith.log_in()
    assert isinstance(found, SignedIn)
    assert found.person.id == bina.user_id


async def test_failures_are_written_down_masked(smith: Locksmith):
    bina = await smith.give(BINA)
    await refused(smith, 1, "a password nobody should read")
    rows = await column(
        smith.database,
        "SELECT concat_ws(' ', type, outcome, identifier_masked, user_id, host(ip), detail)"
        " FROM auth_events",
    )
    detail = '{"by": "pwd", "locked": false}'
    assert rows == [f"login.failed refused b•••@example.com {bina.user_id} {PHONE_APP.ip} {detail}"]


async def test_ones_own_password_is_proved_and_counted_apart_from_logins(smith: Locksmith):
    bina = await smith.give(BINA)
    policy = smith.door.policy
    await identity.prove_password(smith.database, bina, SECRET, policy=policy)
    for _ in range(5):
        with pytest.raises(InvalidCredentials):
            await identity.prove_password(smith.database, bina, ANOTHER, policy=policy)
    with pytest.raises(InvalidCredentials):
        await identity.prove_password(smith.database, bina, SECRET, policy=policy)
    assert isinstance(await smith.log_in(), SignedIn)


async def test_a_guest_has_no_password_to_prove(smith: Locksmith):
    with pytest.raises(Unauthenticated):
        await identity.prove_password(smith.database, GUEST, SECRET)
