"""Limits under fire: what may be used ten times is used ten times, whoever comes at once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from psycopg.errors import CheckViolation

from tests.world.people import a_person
from tests.world.promoting import PROMOTER, for_own_codes, ten_percent
from zahra.base import ids
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.shop import promotions
from zahra.shop.promotions import CouponUsedUp, Discount, Klass, Promotion, Reserving

pytestmark = pytest.mark.anyio
PEOPLE, TRIES = 30, 300


@pytest.fixture
async def pooled(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(fresh_dsn, size=12))
    await database.open()
    yield database
    await database.close()


async def people(database: Database, count: int) -> list[UUID]:
    async with database.transaction() as tx:
        return [(await a_person(tx, f"+9198765{at:05}")).person for at in range(count)]


async def offered(database: Database, **wishes: Any) -> Promotion:
    async with database.transaction() as tx:
        return await ten_percent(tx, **wishes)


def reserving(promotion: Promotion, user: UUID, *, code: str | None = None) -> Reserving:
    discount = Discount(promotion.id, Klass.ORDER, code or promotion.code, "", 100, (100,))
    return Reserving(ids.new(), user, None, (discount,))


async def take(tx: Transaction, promotion: Promotion, user: UUID) -> None:
    await promotions.reserve(tx, reserving(promotion, user))


async def take_unguarded(tx: Transaction, promotion: Promotion, user: UUID) -> None:
    """The twin: it reads how much is left, and then takes."""
    used = await tx.value("SELECT used FROM promotions WHERE id = %(id)s", id=promotion.id)
    mine = await tx.value(
        """
        SELECT coalesce(max(used), 0) FROM promotion_people
        WHERE promotion_id = %(id)s AND person_key IN (SELECT person_keys(%(user)s::uuid))
        """,
        id=promotion.id,
        user=user,
    )
    await asyncio.sleep(0.02)
    over = promotion.person_limit is not None and mine >= promotion.person_limit
    if over or (promotion.total_limit is not None and used >= promotion.total_limit):
        raise CouponUsedUp
    await tx.run(
        "UPDATE promotions SET used = used + 1, total_limit = NULL WHERE id = %(id)s",
        id=promotion.id,
    )


Taking = Callable[[Transaction, Promotion, UUID], Awaitable[None]]


async def passed(database: Database, taking: Taking, promotion: Promotion, *who: UUID) -> int:
    """How many of these tries at once went through."""

    async def once(user: UUID) -> bool:
        try:
            await database.run(partial(_in, taking=taking, promotion=promotion, user=user))
        except CouponUsedUp:
            return False
        return True

    return sum(await asyncio.gather(*map(once, who)))


async def _in(tx: Transaction, *, taking: Taking, promotion: Promotion, user: UUID) -> None:
    await taking(tx, promotion, user)


async def counted(database: Database, promotion: Promotion) -> tuple[int, int]:
    """How often it says it was used, and how often it was."""
    async with database.snapshot() as snapshot:
        used = await snapshot.value(
            "SELECT used FROM promotions WHERE id = %(id)s", id=promotion.id
        )
        taken = await snapshot.value(
            """
            SELECT count(*) FROM redemptions
            WHERE promotion_id = %(id)s AND state IN ('reserved', 'redeemed')
            """,
            id=promotion.id,
        )
    return used, taken


async def test_ten_of_three_hundred_tries_by_thirty_people_get_the_last_ten(pooled: Database):
    promotion = await offered(pooled, total_limit=10)
    crowd = await people(pooled, PEOPLE)
    tries = [crowd[at % PEOPLE] for at in range(TRIES)]
    assert await passed(pooled, take, promotion, *tries) == 10
    assert await counted(pooled, promotion) == (10, 10)


async def test_without_the_conditional_update_more_than_ten_would(pooled: Database):
    """The positive control: the same tries, each deciding from what it has read."""
    promotion = await offered(pooled, total_limit=10)
    crowd = await people(pooled, PEOPLE)
    tries = [crowd[at % PEOPLE] for at in range(TRIES)]
    assert await passed(pooled, take_unguarded, promotion, *tries) > 10


async def test_of_twenty_tries_at_once_a_person_gets_their_two(pooled: Database):
    promotion = await offered(pooled, person_limit=2)
    (asha, bina) = await people(pooled, 2)
    assert await passed(pooled, take, promotion, *[asha] * 20) == 2
    assert await passed(pooled, take, promotion, bina) == 1
    assert await counted(pooled, promotion) == (3, 3)


async def test_without_the_conditional_update_a_person_gets_more(pooled: Database):
    promotion = await offered(pooled, person_limit=2)
    (asha,) = await people(pooled, 1)
    assert await passed(pooled, take_unguarded, promotion, *[asha] * 20) > 2


async def test_a_code_of_ones_own_is_good_for_one_of_twenty_at_once(pooled: Database):
    async with pooled.transaction() as tx:
        promotion = await for_own_codes(tx)
        (code,) = await promotions.make_codes(tx, PROMOTER, promotion.id, 1, prefix="SORRY")
    crowd = await people(pooled, 20)

    async def with_code(tx: Transaction, promotion: Promotion, user: UUID) -> None:
        await promotions.reserve(tx, reserving(promotion, user, code=code))

    assert await passed(pooled, with_code, promotion, *crowd) == 1
    assert await counted(pooled, promotion) == (1, 1)


async def test_the_limit_holds_in_the_table_too(tx: Transaction):
    promotion = await ten_percent(tx, total_limit=1)
    with pytest.raises(CheckViolation):
        async with tx.savepoint():
            await tx.run("UPDATE promotions SET used = 2 WHERE id = %(id)s", id=promotion.id)


async def prove_an_email(tx: Transaction, user_id: UUID) -> None:
    await tx.run(
        """
        INSERT INTO identities (id, user_id, kind, value, verified_at)
        VALUES (%(id)s, %(user)s, 'email', 'asha@example.com', %(now)s)
        """,
        id=ids.new(),
        user=user_id,
        now=tx.now,
    )


async def test_a_second_contact_is_not_another_person(tx: Transaction):
    promotion = await ten_percent(tx, person_limit=1)
    asha = (await a_person(tx)).person
    await take(tx, promotion, asha)
    await prove_an_email(tx, asha)
    with pytest.raises(CouponUsedUp):
        async with tx.savepoint():
            await take(tx, promotion, asha)
    assert await tx.value("SELECT used FROM promotions WHERE id = %(i)s", i=promotion.id) == 1


async def test_what_is_released_is_there_again_and_only_once(tx: Transaction):
    promotion = await ten_percent(tx, total_limit=1, person_limit=1)
    asha = (await a_person(tx)).person
    wanted = reserving(promotion, asha)
    await promotions.reserve(tx, wanted)
    await promotions.release(tx, wanted.order_id)
    await promotions.release(tx, wanted.order_id)
    assert await tx.value("SELECT used FROM promotions WHERE id = %(i)s", i=promotion.id) == 0
    await take(tx, promotion, asha)
    assert await tx.value("SELECT used FROM promotions WHERE id = %(i)s", i=promotion.id) == 1


async def test_what_late_money_takes_again_is_counted_by_who_the_person_is_by_then(
    tx: Transaction,
):
    """They have proved another contact meanwhile: giving back gives that one back too."""
    promotion = await ten_percent(tx, person_limit=1)
    asha = (await a_person(tx)).person
    wanted = reserving(promotion, asha)
    await promotions.reserve(tx, wanted)
    await promotions.release(tx, wanted.order_id)
    await prove_an_email(tx, asha)
    await promotions.take_again(tx, wanted.order_id, asha)
    sql = "SELECT sum(used) FROM promotion_people WHERE promotion_id = %(i)s"
    assert await tx.value(sql, i=promotion.id) == 3, "the account, the phone, the e-mail"
    await promotions.release(tx, wanted.order_id)
    assert await tx.value(sql, i=promotion.id) == 0


async def test_a_paused_or_ended_promotion_is_not_taken_of(tx: Transaction):
    promotion = await ten_percent(tx)
    asha = (await a_person(tx)).person
    await promotions.move_promotion(tx, PROMOTER, promotion.id, promotions.PromotionEvent.PAUSE)
    with pytest.raises(CouponUsedUp):
        async with tx.savepoint():
            await take(tx, promotion, asha)
    assert await tx.value("SELECT count(*) FROM redemptions") == 0
