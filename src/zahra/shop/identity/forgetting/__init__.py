"""Letting go of what identity no longer needs: spent codes, ended sessions' tokens, old entries."""

from zahra.shop.identity.forgetting.jobs import forget_what_is_over

__all__ = [
    "forget_what_is_over",
]
