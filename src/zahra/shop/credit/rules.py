"""How much store credit pays. Pure."""

from zahra.base.money import Paise

LEAST_ONLINE: Paise = 100  # no gateway takes less (Razorpay: "at least INR 1.00")


def usable(balance: Paise, due: Paise) -> Paise:
    """How much of a balance pays for something: all that it takes, but so that what is left to
    pay is nothing, or enough for a gateway.

    >>> usable(50000, 159900), usable(200000, 159900)
    (50000, 159900)
    >>> usable(159850, 159900)  # 50 paise could not be paid: a rupee is left
    159800
    >>> usable(159800, 159900), usable(159801, 159900)
    (159800, 159800)
    >>> usable(30, 60)  # too little to begin with: credit cannot mend that
    0
    """
    if balance >= due:
        return due
    return max(0, min(balance, due - LEAST_ONLINE))
