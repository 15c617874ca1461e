"""Pictures in a folder of this machine: what a shop on one server, a laptop and the tests use."""

from pathlib import Path

import obstore
from obstore.store import LocalStore

from zahra.shop.catalog.provider import NoSuchFile, StorageDown, is_stored_name


class LocalDisk:
    """A `Storage` over a folder, made when missing. A write lands whole or not at all.

    `base_url` is where the storefront serves the folder, with its closing slash.
    """

    def __init__(self, folder: Path, base_url: str = "/media/") -> None:
        # Absolute, and never as a `file:` URL: obstore reads `file:.zahra` as `/.zahra`.
        self._store = LocalStore(folder.resolve(), mkdir=True)
        self._base_url = base_url

    async def put(self, name: str, data: bytes, content_type: str) -> None:
        """Keep a file. A folder has no content types: the server tells it from the ending."""
        if not is_stored_name(name):
            raise ValueError(f"not a name for a stored file: {name!r}")
        try:
            await obstore.put_async(self._store, name, data)
        except OSError as error:
            raise StorageDown() from error

    async def remove(self, name: str) -> None:
        if not is_stored_name(name):
            return
        try:
            await obstore.delete_async(self._store, name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StorageDown() from error

    def url(self, name: str) -> str:
        return self._base_url + name

    async def open(self, name: str) -> bytes:
        if not is_stored_name(name):
            raise NoSuchFile()
        try:
            found = await obstore.get_async(self._store, name)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            raise NoSuchFile() from None
        except OSError as error:
            raise StorageDown() from error
