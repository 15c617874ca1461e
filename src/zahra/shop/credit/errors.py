"""How store credit says no."""

from zahra.base.errors import Conflict
from zahra.base.money import Paise


class CreditTooLow(Conflict):
    """Less is left than is to be spent. Details: `balance`, in paise."""

    code = "credit_too_low"
    message = "Your store credit has changed since you last looked. Please check the new total."

    def __init__(self, *, balance: Paise) -> None:
        super().__init__(balance=balance)


class CreditLeft(Conflict):
    """Whoever closes their account has store credit, and has not said that they give it up.
    Details: `balance`, in paise."""

    code = "credit_left"
    message = "You still have store credit. Spend it first, or say that you give it up."

    def __init__(self, *, balance: Paise) -> None:
        super().__init__(balance=balance)
