"""Whose a photo is, and that it is forgotten with them."""

import doctest
from pathlib import Path

import pytest

from tests.world.people import a_person
from tests.world.photos import sent
from tests.world.returning import delivered
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import Invalid
from zahra.providers.local_disk import LocalDisk
from zahra.shop import returns, uploads
from zahra.shop.uploads import forgetting, model

pytestmark = pytest.mark.anyio


@pytest.fixture
async def asha(database: Database) -> Actor:
    async with database.transaction() as tx:
        return await a_person(tx, "+919876543210")


@pytest.fixture
async def bina(database: Database) -> Actor:
    async with database.transaction() as tx:
        return await a_person(tx, "+919876543211")


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def erase(database: Database, actor: Actor) -> None:
    async with database.transaction() as tx:
        await tx.run("UPDATE users SET status = 'erased' WHERE id = %(id)s", id=actor.user_id)
        await returns.forget_erased(tx)


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(model).failed == 0


async def test_a_photo_belongs_to_who_sent_it_and_is_kept_once(
    database: Database, asha: Actor, bina: Actor, tmp_path: Path
):
    first, again, others = [await sent(database, tmp_path, who) for who in (asha, asha, bina)]
    assert first == again
    assert first.id != others.id, "the same bytes of two people have two names"
    async with database.snapshot() as snapshot:
        assert await uploads.own_of(snapshot, asha, [others.id, first.id]) == [first]
        await uploads.must_be_own(snapshot, asha, {"photos": [first.id]})
        shown = {"items.0.photos": [first.id], "items.1.photos": [others.id]}
        with pytest.raises(Invalid) as refused:
            await uploads.must_be_own(snapshot, asha, shown)
    assert list(refused.value.fields) == ["items.1.photos"]


async def test_nobody_unknown_has_photos(database: Database, asha: Actor, tmp_path: Path):
    kept = await sent(database, tmp_path, asha)
    async with database.snapshot() as snapshot:
        guest = Actor(Kind.GUEST)
        assert await uploads.own_of(snapshot, guest, [kept.id]) == []
        with pytest.raises(Invalid):
            await uploads.must_be_own(snapshot, guest, {"photos": [kept.id]})


async def test_what_is_no_picture_is_not_kept(database: Database, asha: Actor):
    with pytest.raises(Invalid) as refused:
        await uploads.read_picture(asha, b"<svg onload=alert(1)>")
    assert list(refused.value.fields) == ["file"]


async def test_an_erased_persons_photos_are_deleted_and_nobody_elses(
    database: Database, asha: Actor, bina: Actor, tmp_path: Path
):
    hers = await sent(database, tmp_path, asha)
    others = await sent(database, tmp_path, bina)
    await erase(database, asha)
    async with database.snapshot() as snapshot:
        assert await uploads.own_of(snapshot, asha, [hers.id]) == []
    await forgetting.remove_files(database, LocalDisk(tmp_path))
    assert not {name for name in files(tmp_path) if name.startswith(hers.id)}
    assert {name for name in files(tmp_path) if name.startswith(others.id)}
    async with database.snapshot() as snapshot:
        assert await snapshot.values("SELECT id FROM uploads") == [others.id]


async def test_photos_stay_while_a_return_is_under_way(database: Database, tmp_path: Path):
    counter = await delivered(Till(database), qty=1)
    kept = await sent(database, tmp_path, counter.actor)
    given = await counter.ask(photos=(kept.id,))
    await erase(database, counter.actor)
    await forgetting.remove_files(database, LocalDisk(tmp_path))
    assert (await counter.show(given)).photos == (kept,)
    assert files(tmp_path)
    async with database.transaction() as tx:
        await tx.run("UPDATE returns SET state = 'declined', closed_at = %(now)s", now=tx.now)
        await returns.forget_erased(tx)
    await forgetting.remove_files(database, LocalDisk(tmp_path))
    whole = await counter.show(given)
    assert (whole.photos, whole.items[0].photos) == ((), ())
    assert files(tmp_path) == set()


async def test_the_catalogues_pictures_outlive_who_uploaded_them(
    database: Database, asha: Actor, tmp_path: Path
):
    editor = Actor(
        Kind.STAFF, asha.user_id, ids.new(), "Sam", frozenset({Permission.CATALOGUE_WRITE})
    )
    await sent(database, tmp_path, editor)
    there = files(tmp_path)
    await erase(database, asha)
    await forgetting.remove_files(database, LocalDisk(tmp_path))
    assert files(tmp_path) == there
    async with database.snapshot() as snapshot:
        assert await snapshot.value("SELECT count(*) FROM uploads") == 0


async def test_a_return_shows_only_photos_of_who_asks(database: Database, tmp_path: Path):
    counter = await delivered(Till(database), qty=2)
    async with database.transaction() as tx:
        stranger = await a_person(tx, "+919876543211")
    others = await sent(database, tmp_path, stranger)
    with pytest.raises(Invalid) as refused:
        await counter.ask(photos=(others.id,))
    assert list(refused.value.fields) == ["items.0.photos"]
    assert await counter.till.value("SELECT count(*) FROM returns") == 0
    own = await sent(database, tmp_path, counter.actor)
    given = await counter.ask(photos=(own.id,))
    assert (await counter.show(given)).photos == (own,)
