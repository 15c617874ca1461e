"""SQL of people, one module per noun."""
