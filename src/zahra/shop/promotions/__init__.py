"""Promotions: what lowers a price, for whom and how often, by itself or by a code."""
