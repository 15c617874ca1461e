"""What the layout around every page needs to know, whatever the page shows."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Theme: TypeAlias = Literal["auto", "light", "dark"]
Tone: TypeAlias = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True, slots=True)
class NavLink:
    """A labelled address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Flash:
    """Something to tell once, on the next page."""

    text: str
    tone: Tone = "info"
    link: NavLink | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who runs the shop: what the Consumer Protection (E-Commerce) Rules 2020 want shown."""

    brand: str
    legal_name: str
    address: str
    gstin: str
    care_email: str
    care_phone: str  # as people read it: "+91 141 400 0000"
    care_hours: str
    grievance_officer: str
    grievance_email: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame of one page for one visitor."""

    path: str
    origin: str  # scheme and host, without a slash: canonical addresses start with it
    csrf_token: str
    imprint: Imprint
    nav: tuple[NavLink, ...] = ()
    footer: tuple[NavLink, ...] = ()
    announcement: str | None = None
    signed_in_name: str | None = None
    bag_count: int = 0
    theme: Theme = "auto"
    flashes: tuple[Flash, ...] = ()
    search_text: str = ""
    is_in_app_webview: bool = False  # their pages freeze on view transitions
    is_development: bool = False

    @property
    def canonical_url(self) -> str:
        """The page's own address, without its query."""
        return self.origin + self.path
