"""One-time codes: made, sent, answered."""
