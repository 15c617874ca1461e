"""Those who work here: invited by link, given roles, kept on record."""
