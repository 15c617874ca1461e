"""Answers that are no answers."""

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from zahra.simulator.faults import Fault
from zahra.simulator.refusals import error_object

_HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1><hr>nginx</body></html>"
_TITLES = {"500": "500 Internal Server Error", "502": "502 Bad Gateway"}


async def spoilt(fault: Fault, body: bytes) -> Response:
    """What the caller gets instead of `body`."""
    match fault.what:
        case "hang":
            await asyncio.sleep(fault.seconds)
            return HTMLResponse(_HTML.format("504 Gateway Time-out"), 504)
        case "cut":
            return StreamingResponse(_cut(body), media_type="application/json")
        case "drip":
            return StreamingResponse(_drip(body, fault.seconds), media_type="application/json")
        case "malformed":
            return Response(body[:-1] + b",", media_type="application/json")
        case "429":
            return JSONResponse(error_object("BAD_REQUEST_ERROR", "Too many requests"), 429)
        case "503":
            error = error_object("SERVICE_UNAVAILABLE", "We are facing some trouble.")
            return JSONResponse(error, 503)
        case _:
            return HTMLResponse(_HTML.format(_TITLES[fault.what]), int(fault.what))


async def _cut(body: bytes) -> AsyncIterator[bytes]:
    """Half the body, then the connection is gone."""
    yield body[: len(body) // 2]
    raise ConnectionAbortedError("cut on purpose")


async def _drip(body: bytes, seconds: float) -> AsyncIterator[bytes]:
    """Byte by byte, so that no pause between two of them is long."""
    for position in range(len(body)):
        yield body[position : position + 1]
        await asyncio.sleep(seconds / len(body))
