"""The append-only log of what staff and programs did. Rows are never changed or removed."""

from zahra.base.audit.store import note

__all__ = ["note"]
