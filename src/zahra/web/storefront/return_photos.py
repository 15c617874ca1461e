"""Photos in the form of a return. They are chosen as files and kept at once; from then on the form
names them, each by a box that may be unticked, so nobody chooses them twice."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.datastructures import UploadFile
from starlette.requests import Request

from zahra.base.actors import Actor
from zahra.base.errors import Invalid
from zahra.shop import uploads
from zahra.shop.assembled import Shop
from zahra.shop.catalog import EncodedPicture
from zahra.web.http.forms import files_in
from zahra.web.http.limits import PICTURE, spend_for
from zahra.web.storefront.returns_view import Photo, WizardLine, WizardPage
from zahra.web.ui import media_url

MOST = 3  # of one line
_Chosen = dict[str, list[EncodedPicture]]


def named_photos(typed: Mapping[str, str], line_id: str) -> tuple[str, ...]:
    """The photos of a line that the form names, in its order.

    >>> named_photos({"photo_a_1f3a": "yes", "photo_b_77": "yes"}, "a")
    ('1f3a',)
    """
    start = f"photo_{line_id}_"
    return tuple(name.removeprefix(start) for name in typed if name.startswith(start))


async def take_photos(
    request: Request, shop: Shop, actor: Actor, lines: tuple[WizardLine, ...], typed: dict[str, str]
) -> dict[str, str]:
    """What was typed, with the photos that were chosen now. One that cannot be read is refused at
    its field, and then none is kept. Raises Invalid, TooMany, StorageDown."""
    files = await files_in(request)
    chosen: _Chosen = {}
    wrong: dict[str, str] = {}
    for line in lines:
        given = files.get(f"photos_{line.id}", []) if line.most else []
        if len(given) + len(named_photos(typed, line.id)) > MOST:
            wrong[f"photos_{line.id}"] = f"Choose up to {MOST} photos."
            continue
        try:
            chosen[line.id] = [await _read(request, actor, file) for file in given]
        except Invalid as why:
            wrong[f"photos_{line.id}"] = why.fields["file"][0]
    if wrong:
        raise Invalid(wrong)
    return {**typed, **await _kept(shop, actor, chosen)}


def with_photos(page: WizardPage, own: list[uploads.Upload]) -> WizardPage:
    """The form showing the photos that it names; those that are not the shopper's are left out."""
    known = {photo.id: photo for photo in own}
    lines = tuple(
        replace(
            line,
            photos=tuple(
                photo_of(known[each])
                for each in named_photos(page.form.values, line.id)
                if each in known
            ),
        )
        for line in page.lines
    )
    return replace(page, lines=lines)


def photo_of(kept: uploads.Upload) -> Photo:
    """A photo as pages show it: small, with the large one behind it."""
    width = min(kept.width, 480)
    return Photo(
        id=kept.id,
        small=media_url(kept.shown),
        large=media_url(kept.large),
        width=width,
        height=max(1, width * kept.height // kept.width),
    )


async def _read(request: Request, actor: Actor, file: UploadFile) -> EncodedPicture:
    """Raises Invalid with the file's name before what is wrong with it: there may be three."""
    await spend_for(request, PICTURE)
    try:
        return await uploads.read_picture(actor, await file.read())
    except Invalid as why:
        said = f"{(file.filename or '')[-40:]}: {why.fields['file'][0]}"
        raise Invalid({"file": said}) from why


async def _kept(shop: Shop, actor: Actor, chosen: _Chosen) -> dict[str, str]:
    named: dict[str, str] = {}
    for line_id, pictures in chosen.items():
        for picture in pictures:
            kept = await uploads.keep_picture(shop.database, shop.storage, actor, picture)
            named[f"photo_{line_id}_{kept.id}"] = "yes"
    return named
