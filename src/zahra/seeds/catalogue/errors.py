"""How the catalogue says that its files are wrong."""

from collections.abc import Iterable


class CatalogueError(ValueError):
    """The catalogue's files contradict themselves; the message says where."""


def refuse_mistakes(sentences: Iterable[str]) -> None:
    """Raise CatalogueError with every sentence on a line of its own, if there are any."""
    if said := list(sentences):
        raise CatalogueError("\n".join(said))
