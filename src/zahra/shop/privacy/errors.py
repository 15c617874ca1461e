"""The ways privacy says no."""

from zahra.base.errors import Conflict


class OrdersUnderWay(Conflict):
    """An order still waits for its payment: the money must find somebody it belongs to."""

    code = "orders_under_way"
    message = "An order of yours waits for its payment. Pay or cancel it first, then try again."
