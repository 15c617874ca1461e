"""Signed-in devices: opened, recognised on every request, refreshed, ended."""
