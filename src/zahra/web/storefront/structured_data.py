"""What search engines read: schema.org documents made from the page's own view."""

from collections.abc import Mapping, Sequence
from typing import Any

from zahra.base.money import Paise
from zahra.web.storefront.product_view import ProductPage, SizeOption
from zahra.web.ui.page import NavLink

SCHEMA = "https://schema.org"


def product_group(page: ProductPage, origin: str, brand: str) -> Mapping[str, Any]:
    """A style's colour as a ProductGroup that varies by size, each size an Offer."""
    return {
        "@context": SCHEMA,
        "@type": "ProductGroup",
        "name": page.title,
        "description": page.description,
        "url": origin + page.url,
        "productGroupID": page.slug,
        "brand": {"@type": "Brand", "name": brand},
        "color": page.colour,
        "image": [_absolute(picture.src, origin) for picture in page.gallery],
        "variesBy": [f"{SCHEMA}/size"],
        "hasVariant": [_variant(page, size, origin) for size in page.sizes],
    }


def breadcrumb_list(trail: Sequence[NavLink], origin: str) -> Mapping[str, Any]:
    """The way from home to here."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": link.label, "item": origin + link.url}
            for at, link in enumerate(trail, start=1)
        ],
    }


def rupees(amount: Paise) -> str:
    """An amount as schema.org writes prices.

    >>> rupees(215900), rupees(215950)
    ('2159.00', '2159.50')
    """
    return f"{amount // 100}.{amount % 100:02d}"


def _variant(page: ProductPage, size: SizeOption, origin: str) -> Mapping[str, Any]:
    stock = "OutOfStock" if size.is_sold_out else "InStock"
    return {
        "@type": "Product",
        "name": f"{page.title}, {size.size}",
        "sku": size.sku,
        "size": size.size,
        "image": _absolute(page.gallery[0].src, origin),
        "offers": {
            "@type": "Offer",
            "url": f"{origin}{page.url}?size={size.size}",
            "priceCurrency": "INR",
            "price": rupees(size.price),
            "availability": f"{SCHEMA}/{stock}",
            "itemCondition": f"{SCHEMA}/NewCondition",
        },
    }


def _absolute(address: str, origin: str) -> str:
    return address if "://" in address else origin + address
