"""SQL of sessions, one module per noun."""
