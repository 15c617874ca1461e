"""What listings and search fields tell."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from zahra.base.money import Paise
from zahra.shop import catalog
from zahra.shop.catalog import Asking, Band, Listing
from zahra.web.api.pictures import PictureOut
from zahra.web.http.paging import Paging, meta_of
from zahra.web.http.schemas import Meta, Output


class CardSizeOut(Output):
    """A size, and whether any of it was left up to a minute ago."""

    size: str
    in_stock: bool


class RatingOut(Output):
    """What buyers think: 1.0 to 5.0, and how many of them."""

    average: float
    count: int


class CardOut(Output):
    """One style in one colour. Price and MRP are its cheapest size's, the discount floored."""

    id: UUID
    slug: str
    title: str
    colour: str
    price: Paise
    mrp: Paise
    discount_percent: int
    currency: str = "INR"
    images: list[PictureOut]
    sizes: list[CardSizeOut]
    rating: RatingOut | None
    badges: list[str]

    @classmethod
    def of(cls, card: catalog.Card) -> "CardOut":
        return cls(
            id=card.id,
            slug=card.slug,
            title=card.title,
            colour=card.colour_name,
            price=card.price,
            mrp=card.mrp,
            discount_percent=card.discount_percent,
            images=[PictureOut.of(image) for image in card.images],
            sizes=[CardSizeOut(size=s.size, in_stock=s.band is not Band.OUT) for s in card.sizes],
            rating=RatingOut.model_validate(card.rating) if card.rating else None,
            badges=list(card.badges),
        )


class FacetValueOut(Output):
    """One answer. `count`: products there would be with it, all other filters kept."""

    value: str
    label: str
    count: int
    selected: bool
    swatch: str | None = None


class FacetOut(Output):
    """A way to narrow the listing. `key` is the query parameter; a range is of price, in paise."""

    key: str
    label: str
    kind: Literal["values", "range"]
    values: list[FacetValueOut]
    min: int | None = None
    max: int | None = None

    @classmethod
    def of(cls, facet: catalog.Facet) -> "FacetOut":
        return cls(
            key=_PARAMETERS.get(facet.key, facet.key),
            label=facet.label,
            kind=facet.kind,
            values=[
                FacetValueOut(
                    value=each.value,
                    label=each.label,
                    count=each.count,
                    selected=each.is_selected,
                    swatch=each.swatch,
                )
                for each in facet.values
            ],
            min=facet.low,
            max=facet.high,
        )


_PARAMETERS = {"in_stock": "inStock"}


class ListingMeta(Meta):
    """Where the listing stands, how to narrow it, and the words that were searched for instead
    of the mistyped ones."""

    facets: list[FacetOut]
    corrected: str | None


class ListingOut(BaseModel):
    """A page of products."""

    ok: bool = True
    data: list[CardOut]
    meta: ListingMeta

    @classmethod
    def of(cls, found: Listing, asked: Asking) -> "ListingOut":
        meta = meta_of(Paging(page=asked.page, limit=asked.limit), found.total)
        return cls(
            data=[CardOut.of(card) for card in found.cards],
            meta=ListingMeta(
                **meta.model_dump(),
                facets=[FacetOut.of(facet) for facet in found.facets],
                corrected=found.corrected,
            ),
        )


class SuggestedProductOut(Output):
    """A product for what has been typed so far."""

    slug: str
    title: str
    colour: str
    price: Paise
    mrp: Paise
    currency: str = "INR"
    image: PictureOut | None

    @classmethod
    def of(cls, product: catalog.Suggestion) -> "SuggestedProductOut":
        return cls(
            slug=product.slug,
            title=product.title,
            colour=product.colour_name,
            price=product.price,
            mrp=product.mrp,
            image=PictureOut.of(product.image) if product.image else None,
        )


class CrumbOut(Output):
    """A category by name."""

    slug: str
    name: str


class SuggestionsOut(Output):
    """Products and categories, the likeliest first."""

    products: list[SuggestedProductOut]
    categories: list[CrumbOut]
    corrected: str | None

    @classmethod
    def of(cls, offered: catalog.Suggestions) -> "SuggestionsOut":
        return cls(
            products=[SuggestedProductOut.of(product) for product in offered.products],
            categories=[CrumbOut.model_validate(shelf) for shelf in offered.categories],
            corrected=offered.corrected,
        )
