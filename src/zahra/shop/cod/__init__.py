"""Cash on delivery: who may pay at the door and why, and the cash that couriers owe."""
