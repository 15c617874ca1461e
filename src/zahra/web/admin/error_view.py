"""What a page that cannot be shown shows instead."""

from dataclasses import dataclass

from zahra.web.ui.page import NavLink


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`incident` names a 500 in the logs; `retry_after` is in seconds, for a 429."""

    status: int
    title: str
    text: str
    links: tuple[NavLink, ...] = ()
    incident: str | None = None
    retry_after: int | None = None
