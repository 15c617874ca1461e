"""Showing again that it is you: fresh for ten minutes, by ways that are really one's own."""

import asyncio
from datetime import timedelta

import pytest

from tests.world.people import ASHA, BINA, Door
from zahra.base import ids
from zahra.base.actors import Actor, Kind
from zahra.base.errors import StepUpRequired, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import SteppingUp, Way

pytestmark = pytest.mark.anyio
BINDING = "the secret of one browser"


async def must_be_fresh(door: Door, actor: Actor) -> None:
    async with door.database.snapshot() as snapshot:
        actor.must_be_fresh(snapshot.now)


async def ask(door: Door, actor: Actor, binding: str | None = BINDING) -> identity.SentCode:
    async with door.database.transaction() as tx:
        sent = await identity.send_step_up_code(
            tx, door.keys, actor, binding=binding, policy=door.policy
        )
    await door.deliver(sent.challenge_id)
    return sent


async def answer(door: Door, actor: Actor, proof: str, **more: str) -> str | None:
    asked = SteppingUp(Way.OTP, proof, **{"binding": BINDING, **more})  # pyright: ignore[reportArgumentType]
    return await identity.step_up(door.database, door.keys, actor, asked, policy=door.policy)


async def an_old_session(door: Door, identifier: str = ASHA) -> tuple[str, Actor]:
    """Somebody who proved who they are an hour ago."""
    signed_in = await door.sign_in(identifier)
    door.database.ahead += timedelta(hours=1)
    assert signed_in.secret is not None
    return signed_in.secret, await door.actor(signed_in.secret)


async def test_whoever_just_logged_in_is_fresh_for_ten_minutes(door: Door):
    signed_in = await door.sign_in()
    door.database.ahead += timedelta(minutes=9, seconds=50)
    await must_be_fresh(door, await door.actor(signed_in.secret))
    door.database.ahead += timedelta(minutes=1)
    with pytest.raises(StepUpRequired):
        await must_be_fresh(door, await door.actor(signed_in.secret))


async def test_a_code_makes_fresh_again_for_ten_minutes(door: Door):
    _, asha = await an_old_session(door)
    sent = await ask(door, asha)
    assert sent.masked == "••••••3210"
    secret = await answer(door, asha, door.code)
    door.database.ahead += timedelta(minutes=9, seconds=50)
    await must_be_fresh(door, await door.actor(secret))
    door.database.ahead += timedelta(minutes=1)
    with pytest.raises(StepUpRequired):
        await must_be_fresh(door, await door.actor(secret))


async def test_a_copied_cookie_gains_nothing_by_its_owners_proof(door: Door):
    """The old secret dies at once: the session stays the same, its cookie does not."""
    stolen, asha = await an_old_session(door)
    await ask(door, asha)
    secret = await answer(door, asha, door.code)
    assert (await door.actor(secret)).session_id == asha.session_id
    with pytest.raises(Unauthenticated):
        await door.actor(stolen)


async def test_a_program_keeps_its_tokens_and_is_fresh(door: Door):
    signed_in = await door.sign_in(kind=identity.SessionKind.API)
    assert signed_in.tokens is not None
    token = signed_in.tokens.access_token
    door.database.ahead += timedelta(minutes=9, seconds=50)
    async with door.database.snapshot() as snapshot:
        asha = await identity.actor_of_bearer(snapshot, door.keys, token)
    sent = await ask(door, asha, binding=None)
    asked = SteppingUp(Way.OTP, door.code, challenge_id=sent.challenge_id)
    assert await identity.step_up(door.database, door.keys, asha, asked) is None
    async with door.database.snapshot() as snapshot:
        again = await identity.actor_of_bearer(snapshot, door.keys, token)
    assert asha.proven_at is not None
    assert again.proven_at is not None
    assert again.proven_at - asha.proven_at > timedelta(minutes=9)


async def test_a_wrong_code_proves_nothing(door: Door):
    secret, asha = await an_old_session(door)
    await ask(door, asha)
    with pytest.raises(identity.WrongCode):
        await answer(door, asha, door.wrong_code)
    with pytest.raises(StepUpRequired):
        await must_be_fresh(door, await door.actor(secret))


async def test_a_login_code_is_no_proof_and_a_proofs_code_no_login(door: Door):
    secret, asha = await an_old_session(door)
    await door.ask(ASHA, binding=BINDING)
    with pytest.raises(identity.WrongCode):
        await answer(door, asha, door.code)
    door.database.ahead += timedelta(minutes=2)
    await ask(door, asha)
    asked = identity.VerifyingCode(ASHA, door.code, identity.SessionKind.WEB, binding=BINDING)
    with pytest.raises(identity.WrongCode):
        await door.answer(asked)
    await door.actor(secret)


async def test_another_persons_code_is_no_proof_of_ones_own(door: Door):
    """A thief who can read their own phone cannot step up Asha's stolen session with it."""
    _, asha = await an_old_session(door)
    _, bina = await an_old_session(door, BINA)
    await ask(door, bina)
    with pytest.raises(identity.WrongCode):
        await answer(door, asha, door.code)


async def test_a_code_goes_only_where_the_person_has_proved_to_be(door: Door):
    _, asha = await an_old_session(door)
    async with door.database.transaction() as tx:
        with pytest.raises(identity.WayNotOpen):
            await identity.send_step_up_code(
                tx, door.keys, asha, channel=identity.Channel.EMAIL, binding=BINDING
            )
    async with door.database.snapshot() as snapshot:
        ways = await identity.ways_to_step_up(snapshot, asha)
    assert ways == identity.Ways((Way.OTP,), {identity.Channel.SMS: ASHA})


async def test_staff_never_step_up_by_a_code_that_somebody_sent(door: Door):
    signed_in = await door.sign_in()
    clerk = Actor(Kind.STAFF, signed_in.person.id, signed_in.session_id)
    async with door.database.snapshot() as snapshot:
        assert Way.OTP not in (await identity.ways_to_step_up(snapshot, clerk)).ways
    async with door.database.transaction() as tx:
        with pytest.raises(identity.WayNotOpen):
            await identity.send_step_up_code(tx, door.keys, clerk, binding=BINDING)
    with pytest.raises(identity.WayNotOpen):
        await answer(door, clerk, "123456")


async def test_a_session_that_ended_meanwhile_is_not_brought_back(door: Door):
    secret, asha = await an_old_session(door)
    await ask(door, asha)
    async with door.database.transaction() as tx:
        await identity.log_out(tx, asha)
    with pytest.raises(Unauthenticated):
        await answer(door, asha, door.code)
    with pytest.raises(Unauthenticated):
        await door.actor(secret)


async def test_an_api_key_has_nobody_to_ask(door: Door):
    robot = Actor(Kind.STAFF, ids.new())
    async with door.database.snapshot() as snapshot:
        assert await identity.ways_to_step_up(snapshot, robot) == identity.Ways(())
    with pytest.raises(identity.WayNotOpen):
        await answer(door, robot, "123456")


async def test_one_code_proves_once_however_many_come_at_once(busy_door: Door):
    secret, asha = await an_old_session(busy_door)
    await ask(busy_door, asha)
    code = busy_door.code
    outcomes = await asyncio.gather(
        *(answer(busy_door, asha, code) for _ in range(4)), return_exceptions=True
    )
    good = [each for each in outcomes if isinstance(each, str)]
    assert len(good) == 1
    assert {type(each) for each in outcomes if not isinstance(each, str)} == {identity.WrongCode}
    assert (await busy_door.actor(good[0])).session_id == asha.session_id
    with pytest.raises(Unauthenticated):
        await busy_door.actor(secret)
