"""From a bag to an order: drawn up, checked, written down."""
