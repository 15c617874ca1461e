"""What the catalogue announces."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.events import Event


@dataclass(frozen=True, slots=True)
class StyleChanged(Event):
    """Something a listing shows of these style-colours has changed: their cards are out of date.

    `inventory` listens and has the cards rewritten, for it knows how much is left.
    """

    style_colour_ids: tuple[UUID, ...]
