"""PayU India over its hosted page and its postservice: the fallback gateway.

No SDK: the official one leaves the status out of the reverse hash and prints the key, the popular
one sends the salt.
"""

from zahra.providers.payu.account import PayuAccount
from zahra.providers.payu.configuring import account_of
from zahra.providers.payu.gateway import PayuGateway

__all__ = ["PayuAccount", "PayuGateway", "account_of"]
