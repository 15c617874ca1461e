"""Photos that people take, as bytes."""

import io
from pathlib import Path

from PIL import Image

from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.providers.local_disk import LocalDisk
from zahra.shop import uploads
from zahra.shop.uploads import Upload


def photo(colour: str = "#8c2628", *, kind: str = "JPEG", width: int = 480) -> bytes:
    """A small one, all of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, 480), colour).save(file, format=kind)
    return file.getvalue()


async def sent(database: Database, folder: Path, actor: Actor, colour: str = "#8c2628") -> Upload:
    """A photo that somebody has uploaded into this folder."""
    picture = await uploads.read_picture(actor, photo(colour))
    return await uploads.keep_picture(database, LocalDisk(folder), actor, picture)
