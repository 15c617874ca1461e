"""Stripe through its SDK: an adapter that is off by default (in India accounts are by invitation).

The payer goes to Stripe's own page (a Checkout Session) and comes back: no script of theirs runs
on ours.
"""

from typing import TYPE_CHECKING

from zahra.providers.stripe.account import StripeAccount
from zahra.providers.stripe.configuring import account_of

if TYPE_CHECKING:
    from zahra.providers.stripe.gateway import StripeGateway

__all__ = ["StripeAccount", "account_of", "gateway_at"]


def gateway_at(account: StripeAccount) -> "StripeGateway":
    """The gateway of an account. Only here is the SDK loaded, which takes its time."""
    from zahra.providers.stripe.gateway import StripeGateway

    return StripeGateway(account)
