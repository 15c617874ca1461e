"""PayU India, as far as a shop meets it: the payment page, the postservice, its posts back."""

from zahra.simulator.payu.later import LATER
from zahra.simulator.payu.routes import routes

__all__ = ["LATER", "routes"]
