"""Zahra: an online store for an Indian fashion brand."""
