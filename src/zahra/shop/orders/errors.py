"""The ways orders say no."""

from collections.abc import Sequence

from zahra.base.errors import Conflict, Invalid
from zahra.base.money import Paise
from zahra.shop.cart import Cart, Requirement
from zahra.shop.disputes import Dispute


class RequirementsUnmet(Invalid):
    """Something is missing before an order can be placed. Details: `requirements`."""

    code = "requirements_unmet"
    message = "A few details are missing before this can be ordered."

    def __init__(self, requirements: Sequence[Requirement]) -> None:
        fields: dict[str, list[str]] = {}
        for each in requirements:
            fields.setdefault(each.field, []).append(each.message)
        listed = [
            {"step": r.step, "field": r.field, "code": r.code, "message": r.message}
            for r in requirements
        ]
        super().__init__(fields, requirements=listed)


class CartChanged(Conflict):
    """The total is now higher than the one agreed to; `cart` is how it stands.

    Details: `expectedTotal`, `currentTotal`, in paise.
    """

    code = "cart_changed"
    message = "A price or an offer has changed since you last looked. Please check the new total."

    def __init__(self, expected: Paise, cart: Cart) -> None:
        super().__init__(expectedTotal=expected, currentTotal=cart.totals.total)
        self.cart = cart


class PaymentUnderWay(Conflict):
    """A bank has not decided yet on a payment for this order, so it cannot change now."""

    code = "payment_under_way"
    message = "A payment for this order is still under way. Please wait for its outcome."


class ConfirmationOver(Conflict):
    """The time to confirm a cash order is over; its goods are free again. Details: `number`."""

    code = "confirmation_over"
    message = "The time to confirm this order is over. Please order again."


class LinkOver(Conflict):
    """A link to pay a cash order online is no longer good. Details: `number`."""

    code = "link_over"
    message = "This link is no longer good. The order can still be paid when it arrives."


class PickingSoon(Conflict):
    """The hour at which orders are picked is too near for a link to pay online. Details:
    `number`."""

    code = "picking_soon"
    message = "This order is about to be packed. Please pay when it arrives."


class MethodNotOffered(Invalid):
    """This way of paying is not offered, or not for this order."""

    code = "method_not_offered"
    message = "This way of paying is not available for this order."


class OrderDisputed(Conflict):
    """A payer's bank wants back what paid for this order, so nothing of it is sent. Details:
    `number`, and of its `disputes` the id, state, amount in paise and day to answer by."""

    code = "order_disputed"
    message = "A payment for this order is disputed by the payer's bank. Nothing of it is sent."

    def __init__(self, number: str, disputes: Sequence[Dispute]) -> None:
        listed = [
            {
                "id": str(each.id),
                "state": each.state.value,
                "amount": each.amount,
                "respondBy": each.respond_by and each.respond_by.isoformat(),
            }
            for each in disputes
        ]
        super().__init__(number=number, disputes=listed)
