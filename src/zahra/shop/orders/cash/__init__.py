"""Cash orders: confirmed, paid online after all, taken at the door, handed over by couriers."""
