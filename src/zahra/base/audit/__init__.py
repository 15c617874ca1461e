"""The append-only log of what staff and programs did. Rows are never changed or removed."""

from zahra.base.audit.model import Asked, Entry
from zahra.base.audit.store import entries, note

__all__ = ["Asked", "Entry", "entries", "note"]
