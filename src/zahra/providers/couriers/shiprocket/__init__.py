"""Shiprocket over its HTTP API: an aggregator that hands parcels to many carriers.

Its calls carry no key of ours, and a repeated create makes a second order; `shipping.book` keeps
the row that says so.
"""

from zahra.providers.couriers.shiprocket.account import Patience, ShiprocketAccount
from zahra.providers.couriers.shiprocket.courier import Shiprocket

__all__ = ["Patience", "Shiprocket", "ShiprocketAccount"]
