"""Setting up an authenticator app: nothing counts before a code of it was seen."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.world.people import ASHA, BINA, Door, tables_with
from tests.world.staff import BRAND, App
from zahra.base.actors import Actor
from zahra.base.errors import NotFound, StepUpRequired
from zahra.shop import identity
from zahra.shop.identity.factors.letters import change_letter
from zahra.shop.identity.factors.model import Change

pytestmark = pytest.mark.anyio


async def setup(door: Door, actor: Actor, *, sealed: str | None = None) -> identity.TotpSetup:
    async with door.database.snapshot() as snapshot:
        return await identity.begin_totp(snapshot, door.keys, actor, issuer="Zahra", sealed=sealed)


async def confirm(door: Door, actor: Actor, sealed: str, code: str) -> None:
    async with door.database.transaction() as tx:
        await identity.confirm_totp(tx, door.keys, actor, sealed=sealed, code=code)


async def has_app(door: Door, actor: Actor) -> bool:
    async with door.database.snapshot() as snapshot:
        return (await identity.factors_of(snapshot, actor)).has_totp


async def asha_of(door: Door) -> Actor:
    return await door.actor((await door.sign_in(ASHA)).secret)


async def test_an_app_counts_once_a_code_of_it_was_seen(door: Door):
    asha = await asha_of(door)
    shown = await setup(door, asha)
    app = App(door.database, shown.secret)
    with pytest.raises(identity.WrongTotp):
        await confirm(door, asha, shown.sealed, app.wrong_code)
    assert not await has_app(door, asha)
    await confirm(door, asha, shown.sealed, app.code)
    assert await has_app(door, asha)


async def test_the_code_that_set_it_up_does_not_work_again(door: Door):
    asha = await asha_of(door)
    shown = await setup(door, asha)
    code = App(door.database, shown.secret).code
    await confirm(door, asha, shown.sealed, code)
    with pytest.raises(identity.WrongSecondFactor):
        await identity.prove_totp(door.database, door.keys, asha, code)


async def test_what_is_shown_says_whose_it_is(door: Door):
    bina = await door.actor((await door.sign_in(BINA)).secret)
    shown = await setup(door, bina)
    told = urlsplit(shown.uri)
    assert (told.scheme, told.netloc, told.path) == (
        "otpauth",
        "totp",
        "/Zahra:bina%40example.com",
    )
    assert parse_qs(told.query) == {"secret": [shown.secret], "issuer": ["Zahra"]}
    assert shown.qr_svg.startswith("<?xml")
    assert shown.picture.startswith("data:image/svg+xml;base64,")
    assert shown.secret not in repr(shown)


async def test_the_same_setup_shows_the_same_picture_for_an_hour(door: Door):
    asha = await asha_of(door)
    first = await setup(door, asha)
    assert (await setup(door, asha, sealed=first.sealed)).qr_svg == first.qr_svg
    assert (await setup(door, asha)).secret != first.secret
    app = App(door.database, first.secret)
    door.database.ahead += timedelta(hours=1)
    fresh = await asha_of(door)
    assert (await setup(door, fresh, sealed=first.sealed)).secret != first.secret
    with pytest.raises(identity.WrongTotp):
        await confirm(door, fresh, first.sealed, app.code)


@pytest.mark.parametrize("sealed", ["", "AAAA", "é", "A" * 200])
async def test_a_made_up_setup_is_refused(door: Door, sealed: str):
    asha = await asha_of(door)
    with pytest.raises(identity.WrongTotp):
        await confirm(door, asha, sealed, "000000")


async def test_anothers_setup_is_refused(door: Door):
    """Whoever talks somebody into confirming a setup of theirs would know the secret."""
    asha, bina = await asha_of(door), await door.actor((await door.sign_in(BINA)).secret)
    shown = await setup(door, bina)
    code = App(door.database, shown.secret).code
    with pytest.raises(identity.WrongTotp):
        await confirm(door, asha, shown.sealed, code)
    assert not await has_app(door, asha)


async def test_a_new_app_takes_the_place_of_the_old_only_when_it_is_confirmed(door: Door):
    asha = await asha_of(door)
    first = await setup(door, asha)
    old = App(door.database, first.secret)
    await confirm(door, asha, first.sealed, old.code)
    second = await setup(door, asha)
    new = App(door.database, second.secret)
    door.database.ahead += timedelta(seconds=30)
    await identity.prove_totp(door.database, door.keys, asha, old.code)
    await confirm(door, asha, second.sealed, new.code)
    door.database.ahead += timedelta(seconds=30)
    with pytest.raises(identity.WrongSecondFactor):
        await identity.prove_totp(door.database, door.keys, asha, old.code)
    await identity.prove_totp(door.database, door.keys, asha, new.code)


async def test_recovery_codes_go_with_the_last_factor(door: Door):
    asha = await asha_of(door)
    async with door.database.transaction() as tx:
        with pytest.raises(identity.NoFactor):
            await identity.make_recovery_codes(tx, door.keys, asha)
    shown = await setup(door, asha)
    await confirm(door, asha, shown.sealed, App(door.database, shown.secret).code)
    async with door.database.transaction() as tx:
        codes = await identity.make_recovery_codes(tx, door.keys, asha)
        await identity.remove_totp(tx, asha)
        with pytest.raises(NotFound):
            await identity.remove_totp(tx, asha)
        left = await identity.factors_of(tx, asha)
    assert (len(codes), left.recovery_codes) == (10, 0)


async def test_setting_up_needs_a_fresh_proof(door: Door):
    asha = await asha_of(door)
    shown = await setup(door, asha)
    code = App(door.database, shown.secret).code
    door.database.ahead += timedelta(minutes=11)
    with pytest.raises(StepUpRequired):
        await setup(door, asha)
    with pytest.raises(StepUpRequired):
        await confirm(door, asha, shown.sealed, code)


async def test_neither_secret_nor_recovery_codes_stand_anywhere(busy_door: Door):
    door = busy_door
    bina = await door.actor((await door.sign_in(BINA)).secret)
    shown = await setup(door, bina)
    await confirm(door, bina, shown.sealed, App(door.database, shown.secret).code)
    async with door.database.transaction() as tx:
        codes = await identity.make_recovery_codes(tx, door.keys, bina)
    for secret in (shown.secret, shown.secret.lower(), codes[0], codes[0].replace("-", "")):
        assert await tables_with(door.database, secret) == []


async def test_the_owner_is_told_by_letter(busy_door: Door):
    door = busy_door
    bina = await door.actor((await door.sign_in(BINA)).secret)
    shown = await setup(door, bina)
    await confirm(door, bina, shown.sealed, App(door.database, shown.secret).code)
    async with door.database.snapshot() as snapshot:
        (left,) = await snapshot.values(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'shop.factors.tell_of_factors'"
            " OR task_name LIKE '%tell_of_factors'"
        )
    await identity.tell_of_factors(door.database, door.postbox, BRAND, **left)
    letter = door.postbox.messages[-1]
    assert (letter.to, letter.subject) == (
        BINA,
        "An authenticator app was set up for your account",
    )


@pytest.mark.parametrize("change", list(Change))
def test_there_is_a_letter_for_every_change(change: Change):
    assert change_letter(change, BRAND).subject
