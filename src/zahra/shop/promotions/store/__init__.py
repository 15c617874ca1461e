"""SQL of promotions: what they are, and what of them is taken."""
