"""Who may use which route. A route without a row here fails the check."""

from collections.abc import Mapping

from tests.architecture.routes.allowed import ANY_STAFF, EVERYBODY, IN_PERSON, SHOPPER, Allowed
from tests.architecture.routes.api import API
from tests.architecture.routes.pages import PAGES

__all__ = [
    "ANY_STAFF",
    "API",
    "EVERYBODY",
    "IN_PERSON",
    "PAGES",
    "PREFIX",
    "ROUTES",
    "SHOPPER",
    "Allowed",
]

PREFIX = "/api/v1"
ROUTES: Mapping[str, Allowed] = {
    **PAGES,
    **{route.replace(" ", f" {PREFIX}", 1): allowed for route, allowed in API.items()},
}
