"""One believable view for every page and state, for rendering without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime

from zahra.web.storefront import (
    cards_view,
    home_view,
    listing_view,
    product_view,
    structured_data,
)
from zahra.web.ui import Chrome, Imprint, NavLink, Picture

NOW = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)
ORIGIN = "https://zahra.example"

NAV = tuple(
    NavLink(label, f"/c/{label.lower().replace(' ', '-')}")
    for label in (
        *("Kurtas", "Anarkalis", "Suit Sets", "Sarees", "Lehengas", "Palazzos", "Dupattas"),
        "Accessories",
    )
)
FOOTER = tuple(
    NavLink(label, f"/pages/{label.lower().replace(' ', '-')}")
    for label in ("Delivery", "Returns and exchange", "Privacy", "Terms")
)
IMPRINT = Imprint(
    brand="Zahra",
    legal_name="Zahra Handcrafts Private Limited",
    address="14 Amer Road, Jaipur 302002, Rajasthan",
    gstin="08AAACZ1234A1Z5",
    care_email="care@zahra.example",
    care_phone="+91 141 400 0000",
    care_hours="Mon to Sat, 10 am to 7 pm",
    grievance_officer="Meera Rathore",
    grievance_email="grievance@zahra.example",
)
CHROME = Chrome(
    path="/",
    origin=ORIGIN,
    csrf_token="csrf-sample",
    imprint=IMPRINT,
    nav=NAV,
    footer=FOOTER,
    announcement="Free delivery over ₹999 · Cash on delivery",
    bag_count=2,
)
LOOKS = (
    *("anarkali-indigo", "anarkali-ivory", "set-mustard", "set-teal", "anarkali-rani"),
    *("fig-indigo", "fig-set", "detail-yoke", "detail-hem", "detail-fabric"),
)
TINTS = {"indigo": "#e9dccb", "mustard": "#dfe0d2", "rani": "#dfe0d2"}


def picture(look: str, alt: str = "") -> Picture:
    return Picture(
        src=f"/media/{look}-480.webp",
        avif_srcset=", ".join(f"/media/{look}-{w}.avif {w}w" for w in (320, 480, 720, 960)),
        webp_srcset=", ".join(f"/media/{look}-{w}.webp {w}w" for w in (480, 720)),
        width=480,
        height=640,
        alt=alt or "Front view",
        tint=TINTS.get(look.split("-")[-1], "#f0dfd8"),
    )


_SWATCHES = tuple(
    cards_view.Swatch(name, code)
    for name, code in (("Indigo", "#22375f"), ("Ivory", "#f4ead9"), ("Rani", "#b32560"))
)
_CARDS = (
    ("Jaal Print Anarkali", "Indigo · Mulmul", 215900, 269900, 20, 0, 5, "Only 2 left"),
    ("Ambi Anarkali with Dupatta", "Ivory · Chanderi silk", 293900, 489900, 40, 1, None, None),
    ("Booti Kurta Palazzo Set", "Haldi · Mulmul", 375900, 469900, 19, 2, None, "New"),
    (
        "Jaal Suit Set with Leheriya Dupatta",
        "Teal · Cotton cambric",
        146900,
        209900,
        30,
        3,
        6,
        None,
    ),
    ("Bandhani Anarkali", "Rani · Georgette", 499900, 499900, 0, 4, None, None),
)


def card(at: int) -> cards_view.ProductCard:
    title, subtitle, price, mrp, off, look, second, badge = _CARDS[at % len(_CARDS)]
    tone = "attention" if badge and "left" in badge else "plain"
    return cards_view.ProductCard(
        url=f"/products/{title.lower().replace(' ', '-')}-{at}",
        title=title,
        subtitle=subtitle,
        price=price,
        mrp=mrp,
        discount_percent=off,
        picture=picture(LOOKS[look], f"{title} in {subtitle.split(' · ')[0]}"),
        second_picture=picture(LOOKS[second]) if second else None,
        badge=cards_view.Badge(badge, tone) if badge else None,
        swatches=_SWATCHES[: 1 + at % 3],
        more_colours=2 if at % 3 == 2 else 0,
        is_sold_out=at == 4,
    )


CARDS = tuple(card(at) for at in range(24))

HOME = home_view.HomePage(
    hero=home_view.Hero(
        "The Bagru edit, winter 2026",
        "Stamped by hand,",
        "worn for years",
        "Anarkalis and suit sets from carved teak blocks and natural dyes, "
        "in cottons that breathe.",
        "See the new prints",
        "/products?sort=newest",
        picture("fig-indigo", "Woman in an indigo anarkali with a jaal print"),
        picture("fig-indigo", "Woman in an indigo anarkali with a jaal print"),
    ),
    categories=tuple(
        home_view.CategoryTile(link.label, link.url, picture(LOOKS[at % 5]))
        for at, link in enumerate(NAV)
    ),
    new_in=home_view.Rail("New this week", "/products?sort=newest", CARDS[:8]),
    occasions=tuple(
        home_view.Occasion(label, text, f"/products?occasion={label.lower()}")
        for label, text in (
            ("Office", "Straight kurtas that keep their shape until the last meeting."),
            ("Festive", "Chanderi, gota and a dupatta with something to say."),
            ("Wedding", "Lehengas and anarkalis to dance in."),
            ("Everyday", "Mulmul, pockets, done."),
        )
    ),
    story=home_view.CraftStory(
        "Forty metres a day, one stamp at a time",
        (
            "In Bagru a printer lines up the block by eye, four hundred times a saree. "
            "Where two stamps meet you can find the seam, if you look. We hope you do.",
            "The blue is indigo, the red is madder root, the yellow is turmeric and pomegranate.",
        ),
        picture("detail-yoke", "The yoke of an anarkali, close up"),
        "/c/anarkalis",
        "See the anarkalis",
    ),
    favourites=home_view.Rail("Bought again and again", "/products", CARDS[8:16]),
    price_bands=tuple(
        home_view.PriceBand(f"Under ₹{limit}", f"/products?max_price={limit}")
        for limit in ("999", "1,999", "2,999", "4,999")
    ),
)

FACETS = (
    listing_view.Facet(
        "size",
        "Size",
        values=tuple(
            listing_view.FacetValue(size, size, count, size == "M")
            for size, count in zip(
                ("XS", "S", "M", "L", "XL", "XXL", "3XL"), (11, 78, 39, 18, 34, 8, 0), strict=True
            )
        ),
    ),
    listing_view.Facet(
        "colour",
        "Colour",
        values=tuple(
            listing_view.FacetValue(s.name.lower(), s.name, 12, s.name == "Indigo", s.hex)
            for s in _SWATCHES
        ),
    ),
    listing_view.Facet("price", "Price", "range", low_hint="899", high_hint="12,499"),
    listing_view.Facet(
        "fabric",
        "Fabric",
        values=tuple(
            listing_view.FacetValue(f.lower(), f, 9)
            for f in ("Mulmul", "Cambric", "Chanderi silk", "Georgette")
        ),
    ),
)
SORTS = tuple(
    listing_view.SortChoice(value, label, value == "recommended")
    for value, label in (
        ("recommended", "Recommended"),
        ("newest", "New in"),
        ("price", "Price, low first"),
        ("-price", "Price, high first"),
    )
)
LISTING = listing_view.ListingPage(
    title="Kurtas & Anarkalis",
    action="/c/kurtas",
    trail=(NavLink("Home", "/"), NavLink("Women", "/products"), NavLink("Kurtas", "/c/kurtas")),
    cards=CARDS,
    pager=cards_view.Pager(
        1,
        24,
        312,
        links=(
            cards_view.PageLink("1", "/c/kurtas", True),
            cards_view.PageLink("2", "/c/kurtas?page=2"),
            cards_view.PageLink("…", None),
            cards_view.PageLink("13", "/c/kurtas?page=13"),
        ),
        next_url="/c/kurtas?page=2",
    ),
    facets=FACETS,
    applied=(
        listing_view.AppliedFilter("Size M", "/c/kurtas?colour=indigo"),
        listing_view.AppliedFilter("Indigo", "/c/kurtas?size=M"),
    ),
    sorts=SORTS,
    blurb="Carved teak blocks, natural dyes, forty metres a day. Every print in this edit is "
    "stamped by hand in Bagru and Sanganer.",
    quick_filters=tuple(
        NavLink(label, f"/c/kurtas?f={at}")
        for at, label in enumerate(
            ("Cotton", "Anarkali", "Under ₹1,999", "Festive", "Office wear", "With dupatta")
        )
    ),
)
SEARCH_EMPTY = listing_view.ListingPage(
    title="Results for “kurtaa silk”",
    action="/search",
    trail=(NavLink("Home", "/"), NavLink("Search", "/search")),
    cards=(),
    pager=cards_view.Pager(0, 0, 0),
    search_text="kurtaa silk",
    corrected_search=NavLink("kurta silk", "/search?q=kurta+silk"),
    suggestions=NAV[:4],
    best_sellers=CARDS[:4],
)

COLOURS = tuple(
    product_view.ColourOption(name, f"/products/jaal-{at}", picture(look), at == 0, at == 2)
    for at, (name, look) in enumerate(
        (("Indigo", "anarkali-indigo"), ("Ivory", "anarkali-ivory"), ("Rani", "anarkali-rani"))
    )
)
SIZES = tuple(
    product_view.SizeOption(
        f"variant-{size}",
        size,
        f"ZJA-IND-{size}",
        price=215900,
        mrp=269900,
        discount_percent=20,
        left=2 if size == "M" else None,
        is_sold_out=size in ("XS", "XXL"),
        is_selected=size == "M",
    )
    for size in ("XS", "S", "M", "L", "XL", "XXL", "3XL")
)
_BUST = {"XS": 32, "S": 34, "M": 36, "L": 38, "XL": 40, "XXL": 42, "3XL": 44}


def _size_row(size: str, extra: int) -> product_view.SizeRow:
    inches = (_BUST[size] + extra, _BUST[size] - 6 + extra, _BUST[size] + 3 + extra, 52)
    return product_view.SizeRow(
        size, tuple(map(str, inches)), tuple(f"{inch * 2.54:.1f}" for inch in inches)
    )


SIZE_GUIDE = product_view.SizeGuide(
    tuple(
        product_view.SizeChart(
            title,
            ("Bust", "Waist", "Hip", "Length"),
            tuple(_size_row(size, extra) for size in _BUST),
        )
        for title, extra in (("Your body", 0), ("The garment", 2))
    ),
    "The garment is 2 in wider than you, to move in. Between two sizes, take the larger.",
)


def _entries(*pairs: tuple[str, str]) -> tuple[cards_view.Entry, ...]:
    return tuple(cards_view.Entry(label, text) for label, text in pairs)


_PRODUCT = product_view.ProductPage(
    slug="jaal-print-anarkali-indigo",
    url="/products/jaal-print-anarkali-indigo",
    title="Jaal Print Anarkali",
    kicker="Hand block printed in Bagru",
    colour="Indigo",
    description="A floor-length anarkali in twelve panels, printed with a trellis of small "
    "flowers over indigo. The yoke is ivory, edged with gold, with a tassel at the neck.",
    price=215900,
    mrp=269900,
    discount_percent=20,
    gallery=tuple(
        picture(look, f"Jaal Print Anarkali, {what}")
        for look, what in (
            ("anarkali-indigo", "front"),
            ("fig-indigo", "worn"),
            ("detail-yoke", "yoke"),
            ("detail-hem", "hem"),
            ("detail-fabric", "fabric"),
        )
    ),
    sizes=SIZES,
    trail=(
        NavLink("Home", "/"),
        NavLink("Anarkalis", "/c/anarkalis"),
        NavLink("Jaal Print Anarkali", "/products/jaal-print-anarkali-indigo"),
    ),
    colours=COLOURS,
    badge=cards_view.Badge("Bestseller", "attention"),
    size_guide=SIZE_GUIDE,
    fit_note="Model is 5′6″ and wears S.",
    details=_entries(("Length", "52 in"), ("Sleeve", "Full"), ("Flare", "4.2 m")),
    care=_entries(("Fabric", "100% cotton mulmul"), ("Care", "Cold hand wash, dry in shade")),
    delivery_and_returns=("Dispatched in two working days.", "Returns within 7 days of delivery."),
    compliance=_entries(
        ("MRP", "₹2,699, inclusive of all taxes"),
        ("Net quantity", "1 N"),
        ("Country of origin", "India"),
        ("Made and packed by", "Zahra Handcrafts Private Limited, Jaipur 302002"),
        ("Customer care", "+91 141 400 0000, care@zahra.example"),
    ),
    delivery=product_view.DeliveryCheck(
        "302001", "Jaipur, Rajasthan", date(2026, 11, 26), charge=0, cod_fee=4900
    ),
    returns_promise="Return or change the size within 7 days",
    idempotency_key="once-1",
)
PRODUCT = replace(
    _PRODUCT,
    structured_data=(
        structured_data.product_group(_PRODUCT, ORIGIN, "Zahra"),
        structured_data.breadcrumb_list(_PRODUCT.trail, ORIGIN),
    ),
)
PRODUCT_REFUSED = replace(
    PRODUCT,
    error="Only 1 is left in size M. Choose another size, or take that one.",
    sizes=tuple(replace(size, is_selected=False) for size in SIZES),
    delivery=product_view.DeliveryCheck("999999", error="We do not deliver to 999999 yet."),
)
PRODUCT_SOLD_OUT = replace(PRODUCT, sizes=tuple(replace(s, is_sold_out=True) for s in SIZES))
