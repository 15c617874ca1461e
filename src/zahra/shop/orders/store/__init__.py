"""SQL of orders: writing them, moving them, showing them, finding those that wait."""
