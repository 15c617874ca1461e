"""How store credit says no."""

from zahra.base.errors import Conflict
from zahra.base.money import Paise


class CreditTooLow(Conflict):
    """Less is left than is to be spent. Details: `balance`, in paise."""

    code = "credit_too_low"
    message = "Your store credit has changed since you last looked. Please check the new total."

    def __init__(self, *, balance: Paise) -> None:
        super().__init__(balance=balance)
