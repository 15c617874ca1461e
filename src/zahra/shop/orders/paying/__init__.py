"""How an order is paid for: attempts, events, placing it, and what a bank wants back."""
