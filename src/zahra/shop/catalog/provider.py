"""The port to wherever picture files are kept, in the shop's own words.

Names are flat and made by us (`1f3a…-720.avif`), never by an uploader. A name stands for one
content forever, so a file may be cached for good and putting it twice changes nothing.
"""

import re
from typing import Protocol

from zahra.base.errors import NotFound, Unavailable

_STORED_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,119}\.[a-z0-9]{2,5}")


class NoSuchFile(NotFound):
    """Nothing is stored under this name."""

    code = "file_not_found"


class StorageDown(Unavailable):
    """The storage did not answer, or refused us: it is unknown whether a file was kept."""

    code = "storage_unavailable"
    message = "Pictures cannot be reached at the moment. Please try again shortly."


def is_stored_name(name: str) -> bool:
    """Whether a storage could hold this name at all: no folders, no dots but the ending's.

    >>> is_stored_name("1f3a-720.avif"), is_stored_name("../1f3a-720.avif")
    (True, False)
    """
    return _STORED_NAME.fullmatch(name) is not None


class Storage(Protocol):
    """Keeps files. Every call but `url` may raise `StorageDown`."""

    async def put(self, name: str, data: bytes, content_type: str) -> None:
        """Keep `data` under `name`. An ill-formed name is a `ValueError`: we make the names."""
        ...

    async def remove(self, name: str) -> None:
        """Delete a file; one that is not there, and an ill-formed name, change nothing."""
        ...

    def url(self, name: str) -> str:
        """Where a browser finds the file; nothing is asked."""
        ...

    async def open(self, name: str) -> bytes:
        """The file's bytes. Raises `NoSuchFile` for unknown and for ill-formed names alike."""
        ...
