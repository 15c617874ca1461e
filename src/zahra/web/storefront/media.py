"""Product pictures out of the storage: named by content, so browsers keep them for ever."""

from mimetypes import guess_type

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from zahra.web.http.sessions import shop_of

_FOR_EVER = "public, max-age=31536000, immutable"


async def media(request: Request) -> Response:
    """One picture file. Raises NotFound for unknown and for ill-formed names alike."""
    name = request.path_params["name"]
    data = await shop_of(request).storage.open(name)
    kind = "image/avif" if name.endswith(".avif") else guess_type(name)[0]
    headers = {"Cache-Control": _FOR_EVER, "ETag": f'"{name}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=kind or "application/octet-stream")


def media_route() -> Route:
    """Where pictures are served: `/media/{name}`."""
    return Route("/media/{name}", media, methods=["GET"], name="media")
