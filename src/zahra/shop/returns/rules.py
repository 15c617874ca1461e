"""What may come back and until when, what a count means, and what a return is worth. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from zahra.base.errors import Invalid
from zahra.shop.orders import Piece, PieceState, ReturnStatus, window_ends
from zahra.shop.returns.errors import CountTooHigh, NotReturnable
from zahra.shop.returns.model import Asking, Counted, ReturnableLine, ReturnItem
from zahra.shop.returns.states import OVER, ReturnEvent, ReturnState

FAULT_DAYS = 7  # to say that something came faulty, damaged or wrong
NOTE_LENGTH = 500
PHOTOS = 3  # of one item
PieceKey = tuple[UUID, int]
_BACK = (PieceState.RETURNED, PieceState.RTO, PieceState.LOST, PieceState.CANCELLED)


def why_not(piece: Piece, *, is_taken: bool, is_faulty: bool, now: datetime) -> str | None:
    """Why a piece cannot be sent back; None where it can. What is faulty, damaged or not what was
    ordered is taken back however it was sold (E-Commerce Rules 2020, rules 5 to 7)."""
    if piece.state in _BACK:
        return "given_back"
    if piece.state is not PieceState.DELIVERED or piece.delivered_at is None:
        return "not_delivered"
    if is_taken:
        return "in_a_return"
    days = days_to_ask(piece.returnable_days) if is_faulty else piece.returnable_days
    if days == 0:
        return "final_sale"
    return "too_late" if now >= window_ends(piece.delivered_at, days) else None


def days_to_ask(returnable_days: int) -> int:
    """How many days something can be asked at all: also of what was sold for good.

    >>> days_to_ask(0), days_to_ask(15)
    (7, 15)
    """
    return max(returnable_days, FAULT_DAYS)


def returnable_lines(
    pieces: Iterable[Piece],
    taken: Collection[PieceKey],
    *,
    faulty: Collection[UUID],
    now: datetime,
    is_late_fine: bool,
) -> dict[UUID, ReturnableLine]:
    """What of each line may be sent back; `taken` are pieces that a return has already, `faulty`
    the lines that the shop is said to be at fault for.

    `is_late_fine`: staff take what is too late, or was sold for good.
    """

    def why(piece: Piece) -> str | None:
        is_taken = (piece.line_id, piece.piece) in taken
        is_faulty = piece.line_id in faulty
        said = why_not(piece, is_taken=is_taken, is_faulty=is_faulty, now=now)
        return None if is_late_fine and said in ("too_late", "final_sale") else said

    by_line: dict[UUID, list[Piece]] = {}
    for piece in pieces:
        by_line.setdefault(piece.line_id, []).append(piece)
    return {line_id: _returnable(line_id, mine, why) for line_id, mine in by_line.items()}


def _returnable(
    line_id: UUID, pieces: Sequence[Piece], why: Callable[[Piece], str | None]
) -> ReturnableLine:
    reasons = {piece.piece: why(piece) for piece in pieces}
    fit = sorted(piece for piece, reason in reasons.items() if reason is None)
    ends = [
        window_ends(piece.delivered_at, piece.returnable_days)
        for piece in pieces
        if piece.delivered_at and piece.returnable_days
    ]
    main = None if fit else _main([reason for reason in reasons.values() if reason])
    return ReturnableLine(line_id, len(fit), min(ends, default=None), main, tuple(fit))


def _main(reasons: Sequence[str]) -> str:
    order = ("too_late", "final_sale", "in_a_return", "given_back", "not_delivered")
    return next((why for why in order if why in reasons), "not_delivered")


def check_asking(asking: Asking) -> None:
    """Raise Invalid for a wish that nobody could grant, whatever the order."""
    wrong: dict[str, str] = {}
    if not asking.items:
        wrong["items"] = "Choose at least one piece."
    for at, item in enumerate(asking.items):
        if item.qty < 1:
            wrong[f"items.{at}.qty"] = "Choose at least one piece."
        if len(item.note) > NOTE_LENGTH:
            wrong[f"items.{at}.note"] = f"Use up to {NOTE_LENGTH} letters."
        if len(item.photos) > PHOTOS:
            wrong[f"items.{at}.photos"] = f"Send up to {PHOTOS} photos."
        if item.is_exchange != (item.exchange_variant_id is not None):
            wrong[f"items.{at}.exchangeVariantId"] = "Choose what you want in exchange."
    lines = [item.order_line_id for item in asking.items]
    if len(set(lines)) < len(lines):
        wrong["items"] = "Name each line once."
    if len(asking.note) > NOTE_LENGTH:
        wrong["note"] = f"Use up to {NOTE_LENGTH} letters."
    if wrong:
        raise Invalid(wrong)


def chosen_pieces(
    asking: Asking, lines: Mapping[UUID, ReturnableLine]
) -> dict[UUID, tuple[int, ...]]:
    """The pieces a wish takes of each line, the first ones first. Raises NotReturnable."""
    refused: list[tuple[UUID, str, datetime | None, int]] = []
    chosen: dict[UUID, tuple[int, ...]] = {}
    for item in asking.items:
        line = lines.get(item.order_line_id)
        if line is None or item.qty > line.qty:
            why = (line.why or "too_many") if line else "not_in_order"
            left = line.qty if line else 0
            refused.append((item.order_line_id, why, line.until if line else None, left))
        else:
            chosen[item.order_line_id] = line.pieces[: item.qty]
    if refused:
        raise NotReturnable(refused)
    return chosen


def check_came(items: Sequence[ReturnItem], counts: Mapping[UUID, Counted]) -> None:
    """Raise CountTooHigh where the dock counted more than was asked for; Invalid for a count of
    what is not in the return, or below nothing."""
    _check(items, counts, {item.id: (item.qty, item.qty, item.qty) for item in items})


def check_taken(items: Sequence[ReturnItem], counts: Mapping[UUID, Counted]) -> None:
    """Raise CountTooHigh where more is taken than came, sound or spoilt."""
    most = {i.id: (i.came_sound, i.came_spoilt, i.came_sound + i.came_spoilt) for i in items}
    _check(items, counts, most)


def _check(
    items: Sequence[ReturnItem],
    counts: Mapping[UUID, Counted],
    most: Mapping[UUID, tuple[int, int, int]],
) -> None:
    known = {item.id for item in items}
    wrong = {
        f"items.{item_id}": "This is not in the return."
        for item_id in counts
        if item_id not in known
    }
    below = [i for i, count in counts.items() if min(count.sound, count.spoilt) < 0]
    wrong |= {f"items.{item_id}": "Count from nothing upwards." for item_id in below}
    if wrong:
        raise Invalid(wrong)
    for item_id, count in counts.items():
        sound, spoilt, together = most[item_id]
        if count.sound > sound or count.spoilt > spoilt or count.all > together:
            raise CountTooHigh({f"items.{item_id}": CountTooHigh.message}, most=together)


def judged(items: Sequence[ReturnItem], taken: Mapping[UUID, Counted]) -> ReturnEvent:
    """What a judgement means for the return: all of what was asked for passed, some, or nothing."""
    passed = sum(count.all for count in taken.values())
    if passed == 0:
        return ReturnEvent.FAIL
    asked = sum(item.qty for item in items)
    return ReturnEvent.PASS if passed == asked else ReturnEvent.PASS_IN_PART


def return_status(
    states: Iterable[ReturnState], pieces: Iterable[Piece], *, exchanged: int
) -> ReturnStatus:
    """How an order stands by its returns: requested while one is under way, else by what has come
    back. `exchanged` pieces were sent anew; where that is all that came back it says so."""
    if any(state not in OVER for state in states):
        return ReturnStatus.REQUESTED
    had = [p for p in pieces if p.state in (PieceState.DELIVERED, PieceState.RETURNED)]
    back = sum(piece.state is PieceState.RETURNED for piece in had)
    if back == 0:
        return ReturnStatus.NONE
    if exchanged == back:
        return ReturnStatus.EXCHANGED
    return ReturnStatus.FULL if back == len(had) else ReturnStatus.PARTIAL
