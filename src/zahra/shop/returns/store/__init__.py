"""SQL of returns and exchanges."""
