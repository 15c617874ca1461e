"""`POST /uploads`: a picture in, re-encoded files in the storage."""

from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile

from zahra.base.actors import Permission
from zahra.base.errors import TooMany, Unauthenticated
from zahra.shop import catalog, uploads
from zahra.web.api.documenting import errors
from zahra.web.http.context import Person, TheShop
from zahra.web.http.limits import PICTURE, spend_for
from zahra.web.http.routes import PlainRoute
from zahra.web.http.schemas import Envelope, Output, ok
from zahra.web.ui import media_url

router = APIRouter(prefix="/uploads", tags=["Uploads"], route_class=PlainRoute)


class UploadOut(Output):
    """A stored picture. `id` is made of its content and its sender: sent again it is the same."""

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
    picture = await uploads.read_picture(actor, await file.read())
    kept = await uploads.keep_picture(shop.database, shop.storage, actor, picture)
    return ok(
        UploadOut(
            id=kept.id,
            url=media_url(kept.large),
            width=kept.width,
            height=kept.height,
            tint=picture.tint,
        )
    )
