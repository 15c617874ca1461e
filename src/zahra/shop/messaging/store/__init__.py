"""SQL of messages on their way, and of the looks at our mail."""
