"""`POST /uploads`: a picture in, re-encoded files in the storage."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile

from zahra.base.actors import Permission
from zahra.base.errors import TooMany, Unauthenticated
from zahra.shop import catalog
from zahra.web.api.documenting import errors
from zahra.web.http.context import Person, TheShop
from zahra.web.http.limits import PICTURE, spend_for
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, Output, ok
from zahra.web.ui import media_url

router = APIRouter(prefix="/uploads", tags=["Uploads"], route_class=PlainRoute)


class UploadOut(Output):
    """A stored picture. `id` is made of its content: the same picture has the same id."""

    id: str
    url: str
    width: int
    height: int
    tint: str


@router.post(
    "",
    status_code=201,
    summary="Upload a picture",
    response_model=Envelope[UploadOut],
    responses=errors(Unauthenticated, TooMany, catalog.StorageDown),
)
async def upload(
    request: Request,
    actor: Person,
    shop: TheShop,
    file: Annotated[UploadFile, File(description="10 MiB at most")],
) -> Envelope[UploadOut]:
    """JPEG, PNG, WebP or AVIF, turned upright and encoded anew: for the catalogue, or to show what
    is wrong with a piece that comes back. Twenty an hour without `catalogue:write`."""
    if not actor.may(Permission.CATALOGUE_WRITE):
        await spend_for(request, PICTURE)
    picture = await asyncio.to_thread(catalog.encode_picture, await file.read())
    for rendition in picture.renditions:
        await shop.storage.put(rendition.name, rendition.data, rendition.content_type)
    shown = max((r for r in picture.renditions if r.format == "webp"), key=lambda r: r.width)
    return ok(
        UploadOut(
            id=picture.digest,
            url=media_url(shown.name),
            width=picture.width,
            height=picture.height,
            tint=picture.tint,
        )
    )
