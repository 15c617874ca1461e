"""The diary of the door: what happened at it, append-only, read by whoever keeps watch."""
