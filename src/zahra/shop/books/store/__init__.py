"""SQL of the books: rules that are looked at, payouts, what does not match, revenue."""
