"""Taking a picture in, and who may show it."""

import asyncio
from collections.abc import Collection, Mapping

from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Snapshot
from zahra.base.errors import Invalid
from zahra.shop import catalog
from zahra.shop.uploads import store
from zahra.shop.uploads.model import Upload

NOT_YOURS = "Upload the photo first: we do not know it as yours."


async def read_picture(actor: Actor, data: bytes) -> catalog.EncodedPicture:
    """Check an upload and encode it anew, about 2 s of work; nothing is kept. The same bytes of two
    people have two names. Raises Invalid on `file`."""
    return await asyncio.to_thread(catalog.encode_picture, data, sender=actor.person.bytes)


async def keep_picture(
    database: Database, storage: catalog.Storage, actor: Actor, picture: catalog.EncodedPicture
) -> Upload:
    """Keep a picture for its sender; twice is once. Its row comes first, so that no file is ever
    without somebody it is forgotten with. Raises StorageDown."""
    kept = Upload(picture.digest, picture.width, picture.height)
    is_for_catalogue = actor.may(Permission.CATALOGUE_WRITE)
    async with database.transaction() as tx:
        await store.insert(tx, kept, actor.person, is_for_catalogue=is_for_catalogue)
    for rendition in picture.renditions:
        await storage.put(rendition.name, rendition.data, rendition.content_type)
    return kept


async def own_of(snapshot: Snapshot, actor: Actor, upload_ids: Collection[str]) -> list[Upload]:
    """Those of these pictures that this actor sent, in the order they are named."""
    if not upload_ids or actor.user_id is None:
        return []
    found = {each.id: each for each in await store.own_of(snapshot, actor.user_id, upload_ids)}
    return [found[upload_id] for upload_id in upload_ids if upload_id in found]


async def must_be_own(
    snapshot: Snapshot, actor: Actor, shown: Mapping[str, Collection[str]]
) -> None:
    """Raise Invalid at each field that names a picture which this actor did not send."""
    named = {upload_id for upload_ids in shown.values() for upload_id in upload_ids}
    own = {each.id for each in await own_of(snapshot, actor, named)}
    wrong = {
        field: NOT_YOURS for field, upload_ids in shown.items() if not own.issuperset(upload_ids)
    }
    if wrong:
        raise Invalid(wrong)
