"""Listings as pages show them: from a few seconds' memory where it has them."""

from starlette.requests import Request

from zahra.base.db import Snapshot
from zahra.shop import catalog
from zahra.web.http.remembering import listings_of


async def listed(request: Request, snapshot: Snapshot, asking: catalog.Asking) -> catalog.Listing:
    """The listing asked for, at most a few seconds old. Raises Invalid as `catalog.listing`."""
    return await listings_of(request).get(repr(asking), lambda: catalog.listing(snapshot, asking))
