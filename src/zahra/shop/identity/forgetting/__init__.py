"""Letting go of what identity no longer needs: spent codes, ended sessions' tokens, old entries."""
