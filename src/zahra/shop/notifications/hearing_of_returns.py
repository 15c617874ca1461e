"""What buyers are told of their returns: every step that means something to them, once."""

from collections.abc import Mapping

from zahra.base.db import Transaction
from zahra.shop.notifications.listening import tell
from zahra.shop.notifications.model import Owing, Template
from zahra.shop.returns import ReturnMoved, ReturnSettled, ReturnState

# What a state is called, and what comes next. States that are left out are not written about.
_SAID: Mapping[ReturnState, tuple[str, str]] = {
    ReturnState.REQUESTED: ("asked for", "We look at it within two working days."),
    ReturnState.APPROVED: (
        "approved",
        "Keep the pieces ready, unworn, with their tags. We arrange who fetches them.",
    ),
    ReturnState.PICKUP_SCHEDULED: (
        "to be picked up",
        "Somebody comes for it; the day stands with your return.",
    ),
    ReturnState.RECEIVED: ("with us", "We look the pieces over within three working days."),
    ReturnState.QC_FAILED: (
        "refused after a look",
        "The pieces did not come back as they left us. We write to you about sending them back.",
    ),
    ReturnState.DECLINED: ("declined", "If you think we are wrong, please write to us."),
    ReturnState.CANCELLED: ("called off", "You keep the pieces; nothing else changes."),
    ReturnState.EXPIRED: (
        "closed",
        "The pieces were not handed over in time. While the window is open you can ask anew.",
    ),
}


async def on_return_moved(tx: Transaction, event: ReturnMoved) -> None:
    """A step of a return, with the words that staff left for its owner."""
    if event.state not in _SAID:
        return
    words, what_next = _SAID[event.state]
    facts = {"number": event.number, "words": words, "note": event.note, "what_next": what_next}
    await tell(tx, Owing(Template.RETURN_NEWS, event.order_id, about=event.about, facts=facts))


async def on_return_settled(tx: Transaction, event: ReturnSettled) -> None:
    """What was owed is on its way."""
    facts = {
        "number": event.number,
        "refunded": event.refunded,
        "replacement": event.replacement,
        "due": event.due,
        "money_back": str(event.giveback_id),
    }
    await tell(
        tx, Owing(Template.RETURN_SETTLED, event.order_id, about=event.return_id, facts=facts)
    )
