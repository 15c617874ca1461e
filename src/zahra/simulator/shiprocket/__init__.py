"""Shiprocket, as far as a shop meets it: login, orders, numbers, scans by webhook, remittances.

As the real one it makes a second order of a repeated create, tells things twice and late, and
writes its times in Indian time without saying so.
"""

from zahra.simulator.shiprocket.routes import routes
from zahra.simulator.shiprocket.travelling import LATER

__all__ = ["LATER", "routes"]
