"""How somebody reads of a piece in a return: what it is, what is wanted for it, how it ended."""

from collections.abc import Mapping
from uuid import UUID

from zahra.base.money import format_inr
from zahra.shop import orders
from zahra.shop.returns import ReturnItem, ReturnState
from zahra.web.ui.filters import in_size

_JUDGED = (
    ReturnState.QC_PASSED,
    ReturnState.QC_PARTIAL,
    ReturnState.QC_FAILED,
    ReturnState.REFUNDED,
)


def text_of(line: orders.Line) -> str:
    """Its colour and size."""
    return f"{line.colour}, {in_size(line.size)}"


def wish_of(item: ReturnItem, sizes: Mapping[UUID, str]) -> str:
    """Money, or a piece in exchange with what it costs more or less."""
    wanted = item.exchange_variant_id
    if wanted is None:
        return "Money back"
    said = f"Instead: {in_size(sizes[wanted])}" if wanted in sizes else "Another piece instead"
    if item.difference > 0:
        return f"{said}, {format_inr(item.difference)} more"
    return f"{said}, {format_inr(-item.difference)} back" if item.difference else said


def outcome_of(item: ReturnItem, state: ReturnState) -> str:
    """How much of it was taken back, once somebody has looked."""
    if state not in _JUDGED:
        return ""
    return f"{item.taken} of {item.qty} taken back" if item.taken else "Not taken back"
