"""What the payer sees: the script `checkout.js`, the overlay and the hosted page.

All of it is plain forms and works without JavaScript; the script only frames it and tells the
merchant's page what came of it.
"""

from zahra.simulator.checkout.routes import routes

__all__ = ["routes"]
