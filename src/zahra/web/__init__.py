"""How people and programs reach the shop."""
