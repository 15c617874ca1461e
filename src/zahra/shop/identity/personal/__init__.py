"""All that identity knows of one person: telling it to them, and forgetting it."""
