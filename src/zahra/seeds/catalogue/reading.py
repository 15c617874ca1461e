"""From TOML files to the catalogue. Files that are not right are refused with sentences.

What a file leaves out because another says it (care lines, a colour's name and swatch, places in
an order) is filled in here, before the rows become dataclasses.
"""

import tomllib
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from .checking import mistakes_in
from .contents import Catalogue
from .errors import CatalogueError, refuse_mistakes
from .goods import Attribute, Category, Colour, Maker, ProductType, SizeChart, Style, Synonym
from .story import PastOrder, Shopper, StaffMember

FOLDER = Path(__file__).parent

Row: TypeAlias = dict[str, Any]
T = TypeVar("T")


def read_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read and check every file. Raises CatalogueError with a sentence for each mistake."""

    def rows(file: str, key: str) -> list[Row]:
        return _rows(folder / file, key)

    colours = _numbered(rows("colours.toml", "colour"))
    catalogue = Catalogue(
        categories=_read(list[Category], _numbered(rows("categories.toml", "category"))),
        attributes=_read(list[Attribute], _with_positions(rows("types.toml", "attribute"))),
        types=_read(list[ProductType], rows("types.toml", "type")),
        size_charts=_read(list[SizeChart], rows("size_charts.toml", "chart")),
        colours=_read(list[Colour], colours),
        makers=_read(list[Maker], rows("makers.toml", "maker")),
        styles=_read(list[Style], _style_rows(folder, colours)),
        synonyms=_read(list[Synonym], rows("synonyms.toml", "synonym")),
        staff=_read(list[StaffMember], rows("people.toml", "staff")),
        shoppers=_read(list[Shopper], rows("people.toml", "shopper")),
        orders=_read(list[PastOrder], rows("orders.toml", "order")),
    )
    refuse_mistakes(mistakes_in(catalogue))
    return catalogue


def _rows(file: Path, key: str) -> list[Row]:
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise CatalogueError(f"The catalogue has no file {file.name}.") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{file.name} is not TOML: {error}.") from error
    if key not in tables:
        raise CatalogueError(f"{file.name} has no [[{key}]].")
    return tables[key]


def _numbered(rows: list[Row]) -> list[Row]:
    return [{**row, "position": place} for place, row in enumerate(rows)]


def _with_positions(attributes: list[Row]) -> list[Row]:
    return [{**row, "values": _numbered(row.get("values", []))} for row in attributes]


def _style_rows(folder: Path, colours: list[Row]) -> list[Row]:
    care = {row["slug"]: row["lines"] for row in _rows(folder / "care.toml", "care")}
    shades = {row["slug"]: row for row in colours}
    styles = [
        row for file in sorted((folder / "styles").glob("*.toml")) for row in _rows(file, "style")
    ]
    refuse_mistakes(
        f"Style {row.get('slug')}: the care {row.get('care')} does not exist."
        for row in styles
        if row.get("care") not in care
    )
    return [
        {
            **row,
            "care": care[row["care"]],
            "colours": [_shaded(colour, shades) for colour in row.get("colours", [])],
        }
        for row in styles
    ]


def _shaded(row: Row, shades: dict[str, Row]) -> Row:
    slug = row.get("colour", "")
    shade = shades.get(slug, {"label": slug, "swatch": "#000000"})
    return {"slug": slug, "name": shade["label"], "swatch": shade["swatch"], **row}


def _read(kind: type[list[T]], rows: list[Row]) -> tuple[T, ...]:
    adapter = TypeAdapter(kind, config=ConfigDict(extra="forbid"))
    try:
        return tuple(adapter.validate_python(rows))
    except ValidationError as error:
        faults = [(fault["loc"], fault["msg"]) for fault in error.errors()]
        raise CatalogueError("\n".join(_sentence(rows, *fault) for fault in faults)) from error


def _sentence(rows: list[Row], path: tuple[int | str, ...], said: str) -> str:
    row = rows[int(path[0])]
    name: str = row.get("slug") or row.get("key") or row.get("term") or f"number {path[0]}"
    return f"{name}, {'.'.join(map(str, path[1:]))}: {said}."
