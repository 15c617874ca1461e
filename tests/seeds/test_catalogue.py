"""The demo shop's catalogue: large enough to look like a shop, and true to its own rules."""

import doctest
import re
import shutil
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType

import indian_pincode
import pytest

from zahra.seeds import catalogue as catalogue_door
from zahra.seeds.catalogue import (
    Badge,
    Catalogue,
    CatalogueError,
    Ending,
    checking_styles,
    goods,
    read_catalogue,
    story,
)
from zahra.shop.catalog.sizes import in_size_order

FILES = Path(catalogue_door.__file__).parent
LOOKS = FILES.parent / "pictures" / "looks.toml"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The catalogue's files, to be spoilt."""
    shutil.copytree(FILES, tmp_path / "files", ignore=shutil.ignore_patterns("*.py", "__*"))
    return tmp_path / "files"


def cards(catalogue: Catalogue):
    return [(style, colour) for style in catalogue.styles for colour in style.colours]


def test_the_shop_is_large_enough_to_browse(catalogue: Catalogue):
    assert len(catalogue.styles) >= 44
    assert len(cards(catalogue)) >= 60
    shelves = {style.category for style in catalogue.styles}
    assert shelves == {category.slug for category in catalogue.leaves()}
    assert len(shelves) >= 8


def test_every_address_sku_and_title_is_the_styles_own(catalogue: Catalogue):
    slugs = [style.slug for style in catalogue.styles]
    slugs += [style.colour_slug(colour) for style, colour in cards(catalogue)]
    skus = [style.sku(colour, size) for style, colour in cards(catalogue) for size in colour.stock]
    titles = [style.title for style in catalogue.styles]
    assert len(set(slugs)) == len(slugs)
    assert len(set(skus)) == len(skus)
    assert len(set(titles)) == len(titles)
    assert all(re.fullmatch(r"Z[A-Z]\d{3}-[A-Z]+-(\d?[XSML]+|\d\d|FREE)", sku) for sku in skus)


def test_no_price_is_above_the_mrp_and_prices_are_whole_rupees(catalogue: Catalogue):
    for style in catalogue.styles:
        assert 0 < style.price <= style.mrp
        assert style.price % 100 == style.mrp % 100 == 0


def test_no_apparel_price_lies_in_the_gst_dead_zone(catalogue: Catalogue):
    apparel = [style for style in catalogue.styles if style.hsn[:2] in {"61", "62", "63", "64"}]
    assert len(apparel) > 30
    assert [style.slug for style in apparel if 262_501 <= style.price <= 295_000] == []
    assert any(style.price < 262_501 for style in apparel)
    assert any(style.price > 295_000 for style in apparel)


def test_sizes_stand_in_shelf_order(catalogue: Catalogue):
    for chart in catalogue.size_charts:
        assert list(chart.sizes) == in_size_order(chart.sizes)
    for _, colour in cards(catalogue):
        assert list(colour.stock) == in_size_order(colour.stock)


def test_stock_has_plenty_and_low_and_sold_out_sizes_and_one_style_without_any(
    catalogue: Catalogue,
):
    pieces = [count for _, colour in cards(catalogue) for count in colour.stock.values()]
    assert sum(8 <= count <= 25 for count in pieces) / len(pieces) > 0.75
    assert sum(1 <= count <= 3 for count in pieces) >= 12
    assert sum(count == 0 for count in pieces) >= 12
    sold_out = {
        style.slug
        for style in catalogue.styles
        if not any(sum(colour.stock.values()) for colour in style.colours)
    }
    assert sold_out == {"kashish-gota-border-anarkali"}


def test_every_attribute_of_a_type_is_answered_with_a_value_it_knows(catalogue: Catalogue):
    known = {each.key: {value.value for value in each.values} for each in catalogue.attributes}
    optional = {each.key for each in catalogue.attributes if each.many}
    for style in catalogue.styles:
        asked = set(catalogue.type_of(style).attributes)
        assert set(style.attributes) <= asked
        assert asked - optional <= set(style.attributes)
        for key in style.attributes:
            assert set(style.answers(key)) <= known[key], (style.slug, key)


def test_every_front_picture_is_used_exactly_once_and_shows_its_colour(catalogue: Catalogue):
    drawn = tomllib.loads(LOOKS.read_text("utf-8"))
    fronts = Counter(colour.pictures[0] for _, colour in cards(catalogue))
    assert fronts == Counter(list(drawn["looks"]))
    for style, colour in cards(catalogue):
        look = drawn["looks"][colour.pictures[0]]
        assert (look["palette"], look["category"]) == (colour.colour, style.category)
        assert style.answers("pattern") == (look["print"].replace("plain", "solid"),)


def test_the_colours_are_the_palettes_of_the_pictures(catalogue: Catalogue):
    palettes = tomllib.loads(LOOKS.read_text("utf-8"))["palettes"]
    ours = {colour.slug: (colour.label, colour.swatch) for colour in catalogue.colours}
    assert ours == {slug: (each["colour"], each["ground"]) for slug, each in palettes.items()}


def test_two_styles_come_from_abroad_with_an_importer(catalogue: Catalogue):
    abroad = {
        style.compliance.origin: style.compliance.importer
        for style in catalogue.styles
        if style.compliance.origin != "IN"
    }
    assert abroad == {"BD": "zahra", "NP": "zahra"}


def test_new_means_published_in_the_last_thirty_days(catalogue: Catalogue):
    new = [style for style in catalogue.styles if style.badge is Badge.NEW]
    assert len(new) >= 6
    assert all(style.published_days_ago <= 30 for style in new)


def test_descriptions_are_two_or_three_sentences(catalogue: Catalogue):
    for style in catalogue.styles:
        sentences = re.findall(r"[.!?](?= [A-Z]|$)", style.description)
        assert len(sentences) in (2, 3), style.slug


def test_every_pin_lies_in_the_state_that_is_written(catalogue: Catalogue):
    for shopper in catalogue.shoppers:
        for address in shopper.addresses:
            assert re.fullmatch(r"[1-9]\d{5}", address.pincode)
            details = indian_pincode.get_details(address.pincode)
            assert details is not None, address.pincode
            assert address.state.upper() in details["states"], address.pincode


def test_nobody_in_the_story_could_be_a_real_person(catalogue: Catalogue):
    people = [*catalogue.staff, *catalogue.shoppers]
    assert all(person.phone.startswith("+9190000000") for person in people)
    assert all(shopper.email.endswith("@example.com") for shopper in catalogue.shoppers)
    assert [member.email for member in catalogue.staff] == ["owner@zahra.example"]


def test_the_story_has_a_dozen_orders_and_every_ending(catalogue: Catalogue):
    assert len(catalogue.orders) >= 12
    assert {order.ending for order in catalogue.orders} == set(Ending)


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("styles/sarees.toml", "price = 379900", "price = 479900", "is above the MRP 459900"),
        ("styles/palazzos.toml", "price = 109900\nmrp = 139900", "price = 270000\nmrp = 300000",
         "the price 270000 lies in the GST dead zone"),
        ("styles/palazzos.toml", 'waist = "flat-front"', 'waist = "corset"',
         "corset is no value of waist"),
        ("styles/palazzos.toml", 'length = "floor"\n', "", "length takes exactly one value"),
        ("styles/dupattas.toml", 'hsn = "621410"', 'hsn = "6214.10"', "hsn: String should match"),
        ("styles/dupattas.toml", 'category = "dupattas"', 'category = "bottoms"',
         "bottoms is no category that holds goods"),
        ("styles/dupattas.toml", 'care = "silk"', 'care = "wool"', "the care wool does not exist"),
        ("styles/dupattas.toml", 'colour = "neem"', 'colour = "beige"',
         "the colour beige does not exist"),
        ("styles/anarkalis.toml", "weight_grams = 720", "wieght_grams = 720",
         "wieght_grams: Unexpected keyword argument"),
        ("styles/straight-kurtas.toml", "XS = 9, S = 16", "S = 16, XS = 9",
         "the sizes of indigo are not in order"),
        ("styles/accessories.toml", 'importer = "zahra"\n', "", "name an importer"),
        ("people.toml", 'pincode = "302016"', 'pincode = "30201"', "pincode: String should match"),
        ("orders.toml", 'size = "M"', 'size = "9XL"', "indigo 9XL does not exist"),
        ("orders.toml", 'dupatta", colour = "madder"', 'dupatta", qty = 10, colour = "madder"',
         "The orders take 10 of"),
        ("synonyms.toml", '"kurti"', '"chunni"', "The search word chunni is written 2 times"),
        ("categories.toml", 'parent = "kurtas"', 'parent = "tops"', "tops does not exist"),
        ("size_charts.toml", "body = [32, 34,", "body = [32,", "bust is not given for every size"),
        ("types.toml", 'key = "fit"', 'key = "cut"', "the attribute fit does not exist"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_refused_with_a_sentence(
    copied: Path, file: str, before: str, after: str, sentence: str
):
    text = (copied / file).read_text("utf-8")
    assert before in text
    (copied / file).write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(CatalogueError) as refused:
        read_catalogue(copied)
    assert sentence in str(refused.value)


def test_the_untouched_copy_is_read_like_the_original(copied: Path, catalogue: Catalogue):
    assert read_catalogue(copied) == catalogue


@pytest.mark.parametrize("module", [checking_styles, goods, story])
def test_the_examples_in_the_docs_are_true(module: ModuleType):
    assert doctest.testmod(module).failed == 0
