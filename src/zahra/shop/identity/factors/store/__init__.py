"""SQL of factors, one module per noun."""
