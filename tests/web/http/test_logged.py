"""What is logged of a request: never what would let its reader in."""

from uuid import UUID

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from structlog.testing import CapturingLogger

from zahra.base.keys import Keys
from zahra.base.seals import sealed
from zahra.web.http import headers, incidents
from zahra.web.http.headers import Outermost
from zahra.web.http.incidents import Incidents

pytestmark = pytest.mark.anyio


async def broken(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("broken on purpose")


def sorry(request: Request, incident: str) -> Response:
    return PlainTextResponse(incident, 500)


@pytest.mark.parametrize("purpose", ["pay", "delivery"])
async def test_a_sealed_link_stands_in_no_log(purpose: str, monkeypatch: pytest.MonkeyPatch):
    token = sealed(Keys(["k" * 32]), purpose, UUID(int=7))
    site = Outermost(Incidents(broken, shown=sorry), hosts=frozenset(), https="")
    transport = httpx.ASGITransport(site)
    log = CapturingLogger()
    for module in (headers, incidents):
        monkeypatch.setattr(module, "log", log)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
        assert (await client.get(f"/{purpose}/{token}")).status_code == 500
    assert [call.kwargs["path"] for call in log.calls] == [f"/{purpose}/•••"] * 2
    assert token not in str(log.calls)
