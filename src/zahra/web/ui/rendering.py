"""Templates of one face, over the shared components: whole pages, and single blocks for htmx."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from zahra.web.ui.assets import asset_url
from zahra.web.ui.filters import FILTERS
from zahra.web.ui.icons import GLYPHS
from zahra.web.ui.page import Chrome

COMPONENTS = Path(__file__).parent / "templates"


def icon(name: str) -> Markup:
    """A glyph of the sprite, hidden from screen readers: words beside it say what it means."""
    if name not in GLYPHS:
        raise ValueError(f"no icon {name!r}; add it to web/ui/icons.py")
    address = asset_url("icons/icons.svg")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        address, name
    )


def environment(*folders: Path) -> Environment:
    """Escapes everything, refuses unknown names, renders synchronously (async costs half)."""
    made = Environment(
        loader=FileSystemLoader([*folders, COMPONENTS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    shared: dict[str, Any] = {"asset_url": asset_url, "icon": icon}
    made.globals.update(shared)
    made.filters.update(FILTERS)
    return made


class Templates:
    """The templates of one face. A template sees `page`, its view, and `chrome`, the frame."""

    def __init__(self, *folders: Path) -> None:
        self.environment = environment(*folders)

    def render_page(self, template: str, view: Any, chrome: Chrome) -> str:
        """The whole document."""
        return self.environment.get_template(template).render(page=view, chrome=chrome)

    def render_block(self, template: str, block: str, view: Any, chrome: Chrome) -> str:
        """One named block of a page, for an htmx request that swaps just that part.

        Such a block only includes a file: imports at the top of the page do not reach it.
        """
        found = self.environment.get_template(template)
        context = found.new_context({"page": view, "chrome": chrome})
        return "".join(found.blocks[block](context))
