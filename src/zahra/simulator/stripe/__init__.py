"""Stripe, as far as a shop meets it: sessions and their page, intents, refunds, events."""

from zahra.simulator.stripe.later import LATER
from zahra.simulator.stripe.routes import routes

__all__ = ["LATER", "routes"]
