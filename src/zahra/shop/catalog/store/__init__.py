"""Every SQL statement of the catalogue, one module per noun."""
