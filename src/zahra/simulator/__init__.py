"""Razorpay, PayU, Stripe and Shiprocket, faithful and faulty on purpose: API, pages and webhooks
over HTTP.

The shop's real client, the official SDK and a browser all run against it. The shop never imports
it, and it imports nothing of the shop. Money it moves is not money.
"""

from zahra.simulator.app import create_simulator
from zahra.simulator.serving import run, serve
from zahra.simulator.settings import CourierAccount, Merchant, SimulatorSettings

__all__ = [
    "CourierAccount",
    "Merchant",
    "SimulatorSettings",
    "create_simulator",
    "run",
    "serve",
]
