"""Numbers that may have changed hands: telling them, and beginning afresh with one."""
