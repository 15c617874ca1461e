"""The JSON API under `/api/v1`: one module per resource, its schemas beside it."""

from zahra.web.api.mounting import include_in

__all__ = ["include_in"]
