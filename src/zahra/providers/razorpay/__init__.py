"""Razorpay over its HTTP API: the default gateway.

No SDK: the official one has no timeouts, loses the status of an error and repeats calls that must
not be repeated.
"""

from zahra.providers.patience import Patience
from zahra.providers.razorpay.account import RazorpayAccount
from zahra.providers.razorpay.configuring import account_of
from zahra.providers.razorpay.gateway import RazorpayGateway

__all__ = ["Patience", "RazorpayAccount", "RazorpayGateway", "account_of"]
