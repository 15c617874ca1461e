"""The ways privacy says no."""

from zahra.base.errors import Conflict


class OrdersUnderWay(Conflict):
    """An order still waits for its payment: the money must find somebody it belongs to."""

    code = "orders_under_way"
    message = "An order of yours waits for its payment. Pay or cancel it first, then try again."


class PayoutsWaiting(Conflict):
    """Money waits for an account that it is to be paid to. Details: `payouts`, their numbers."""

    code = "payouts_waiting"
    message = "We owe you money that waits for an account. Choose one under Store credit first."
