"""SQL of staff, one module per noun."""
