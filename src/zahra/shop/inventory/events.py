"""What inventory announces."""

from dataclasses import dataclass
from uuid import UUID

from zahra.base.events import Event


@dataclass(frozen=True, slots=True)
class StockBandChanged(Event):
    """A size of this style-colour went from plenty to few, to none, or back."""

    style_colour_id: UUID
