"""Who asks for a page of this face: staff, by the cookie that is theirs alone."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from zahra.base.actors import Actor, Kind
from zahra.base.errors import Forbidden, Unauthenticated
from zahra.web.http.cookies import Cookie
from zahra.web.http.sessions import bearer_of, identify

FACE = "admin"


async def by_staff_cookie(request: Request) -> None:
    """Of every route here: the staff's cookie says who asks, whatever the storefront's holds."""
    request.state.session_cookie = Cookie.ADMIN
    request.state.face = FACE


async def staff_only(request: Request) -> Actor:
    """The member of staff who asks. Raises Unauthenticated where nobody is signed in, and
    Forbidden for a session whose owner no longer is staff.

    A key or a token is for programs: it opens no page.
    """
    actor = await identify(request)
    is_program = bearer_of(request) is not None
    if is_program or actor.kind is Kind.GUEST or actor.session_id is None:
        raise Unauthenticated
    if actor.kind is not Kind.STAFF:
        raise Forbidden
    return actor


Staff = Annotated[Actor, Depends(staff_only)]
"""Who asks, and nobody but staff."""
