"""Who carries parcels: aggregators over their HTTP APIs, and the one that staff write down."""

from zahra.providers.couriers.configuring import couriers_of, shiprocket_account
from zahra.providers.couriers.manual import ManualCourier
from zahra.providers.couriers.shiprocket import Shiprocket, ShiprocketAccount

__all__ = ["ManualCourier", "Shiprocket", "ShiprocketAccount", "couriers_of", "shiprocket_account"]
