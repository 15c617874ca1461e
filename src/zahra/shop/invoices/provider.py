"""The port to whoever puts a document on paper."""

from collections.abc import Mapping
from typing import Any, Protocol

from zahra.base.errors import Unavailable


class NoPaper(Unavailable):
    """The document could not be made into a file in time; trying again is harmless."""

    code = "no_paper"
    message = "The document could not be prepared. Please try again shortly."


class Paper(Protocol):
    """Makes a PDF of a sheet (see `sheets.py`): the same sheet gives the same bytes.

    Raises NoPaper.
    """

    async def pdf(self, sheet: Mapping[str, Any]) -> bytes: ...
