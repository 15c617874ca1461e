"""Stripe through its SDK: an adapter that is off by default (in India accounts are by invitation).

The payer goes to Stripe's own page (a Checkout Session) and comes back: no script of theirs runs
on ours. `gateway` loads the SDK, which is slow: it is imported only where Stripe is on.
"""

from zahra.providers.stripe.account import StripeAccount
from zahra.providers.stripe.configuring import account_of

__all__ = ["StripeAccount", "account_of"]
