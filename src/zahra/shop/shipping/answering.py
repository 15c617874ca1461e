"""What is to be done after a failed attempt: its buyer says it by the link they were sent, or staff
for them; a job tells the courier.

The link is the whole proof, and messages are read by others: so it opens nothing but this answer,
which keeps the parcel with its name, its phone and its PIN code, and it ends when the parcel moves
on.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.keys import Keys
from zahra.shop.shipping.errors import AnswerClosed
from zahra.shop.shipping.failing import ndr
from zahra.shop.shipping.links import attempt_in
from zahra.shop.shipping.opening import shipment
from zahra.shop.shipping.parcels import Answer, Consignee, Ndr, Shipment
from zahra.shop.shipping.rules import is_working_day
from zahra.shop.shipping.states import NDR_LIFE, NdrEvent, Wish
from zahra.shop.shipping.store import ndrs
from zahra.shop.shipping.telling import tell_courier

BUYER = "buyer"
LATEST = 7  # days from now; couriers keep a parcel no longer
LINE, NOTE = 120, 200


@dataclass(frozen=True, slots=True)
class Answering:
    """A wish as it was typed. Lines of the address where it is to be corrected, the day where one
    was picked."""

    wish: Wish
    line1: str = ""
    line2: str = ""
    landmark: str = ""
    deliver_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FailedAttempt:
    """A failed attempt and the parcel it is about."""

    ndr: Ndr
    shipment: Shipment

    @property
    def can_be_answered(self) -> bool:
        """Whether something can still be said: the courier has not been told."""
        return NDR_LIFE.allows(self.ndr.state, NdrEvent.ANSWER)


async def attempt_by_link(snapshot: Snapshot, keys: Keys, token: str) -> FailedAttempt:
    """The failed attempt that a link is about. Raises NotFound for a link that is not ours."""
    return await failed_attempt(snapshot, attempt_in(keys, token))


async def failed_attempt(snapshot: Snapshot, ndr_id: UUID) -> FailedAttempt:
    """A failed attempt with its parcel. Raises NotFound."""
    found = await ndr(snapshot, ndr_id)
    return FailedAttempt(found, await shipment(snapshot, found.shipment_id))


async def answer_by_link(tx: Transaction, keys: Keys, token: str, said: Answering) -> Ndr:
    """What the buyer wishes. Raises NotFound, Invalid, AnswerClosed."""
    return await _answer(tx, attempt_in(keys, token), said, by=BUYER)


async def answer_ndr(tx: Transaction, actor: Actor, ndr_id: UUID, said: Answering) -> Ndr:
    """What staff were told on the phone (`shipping:write`). Raises NotFound, Invalid,
    AnswerClosed."""
    actor.must(Permission.SHIPPING_WRITE)
    found = await _answer(tx, ndr_id, said, by=actor.label)
    detail = {"wish": said.wish}
    await audit.note(tx, actor, "shipping.ndr_answered", subject=f"ndr:{ndr_id}", detail=detail)
    return found


def checked_answer(said: Answering, known: Consignee, *, today: date) -> Answer:
    """A wish that a courier can follow. Raises Invalid by field.

    The day is a working day of the next seven. The corrected address keeps name, phone, city
    and PIN code.
    """
    wrong = dict(_wrong_in_text(said))
    if said.wish is Wish.FIX_ADDRESS and len(said.line1.strip()) < 3:
        wrong["line1"] = "Tell us house, building and street."
    if said.wish is Wish.PICK_DATE and said.deliver_on not in days_to_pick(today):
        wrong["deliverOn"] = f"Choose one of the next {LATEST} days, no Sunday or holiday."
    if wrong:
        raise Invalid(wrong)
    corrected = replace(
        known,
        line1=said.line1.strip(),
        line2=said.line2.strip() or None,
        landmark=said.landmark.strip() or None,
    )
    return Answer(
        wish=said.wish,
        address=corrected if said.wish is Wish.FIX_ADDRESS else None,
        deliver_on=said.deliver_on if said.wish is Wish.PICK_DATE else None,
        note=said.note.strip(),
    )


def days_to_pick(today: date) -> tuple[date, ...]:
    """The days a buyer may choose from.

    >>> [day.day for day in days_to_pick(date(2026, 11, 20))]
    [21, 23, 24, 25, 26, 27]
    """
    days = (today + timedelta(days=ahead) for ahead in range(1, LATEST + 1))
    return tuple(day for day in days if is_working_day(day))


def _wrong_in_text(said: Answering) -> list[tuple[str, str]]:
    lines = {"line1": said.line1, "line2": said.line2, "landmark": said.landmark}
    wrong = [
        (name, f"Use up to {LINE} letters.")
        for name, text in lines.items()
        if len(text) > LINE or not text.isprintable()
    ]
    if len(said.note) > NOTE or not said.note.isprintable():
        wrong.append(("note", f"Use up to {NOTE} letters, in one line."))
    return wrong


async def _answer(tx: Transaction, ndr_id: UUID, said: Answering, *, by: str) -> Ndr:
    found = await ndrs.ndr_to_change(tx, ndr_id)
    if found is None:
        raise NotFound
    if not NDR_LIFE.allows(found.state, NdrEvent.ANSWER):
        raise AnswerClosed(state=found.state)
    about = await shipment(tx, found.shipment_id)
    answer = checked_answer(said, about.address, today=ist_day(tx.now))
    await ndrs.answer(tx, ndr_id, answer, by=by)
    await tx.defer(tell_courier, ndr_id=ndr_id, once=f"tell-courier:{ndr_id}")
    return await ndr(tx, ndr_id)
