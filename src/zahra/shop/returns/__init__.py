"""Returns and exchanges: asked for, collected, judged at the dock, and made good."""
