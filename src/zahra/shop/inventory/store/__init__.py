"""SQL of stock: levels, holds, allocations, and the ledger that explains them."""
