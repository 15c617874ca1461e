"""What an upload is."""

from dataclasses import dataclass

from zahra.shop import catalog

_SHOWN, _LARGE = catalog.WEBP_WIDTHS


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture somebody sent. `id` is made of its sender and its content; width and height are
    the upright picture's, in pixels."""

    id: str
    width: int
    height: int

    @property
    def shown(self) -> str:
        """The stored name of a size to show beside words.

        >>> Upload("1f3a", 3024, 4032).shown
        '1f3a-480.webp'
        """
        return f"{self.id}-{_SHOWN}.webp"

    @property
    def large(self) -> str:
        """The stored name of the largest size there is.

        >>> Upload("1f3a", 3024, 4032).large, Upload("1f3a", 500, 500).large
        ('1f3a-720.webp', '1f3a-480.webp')
        """
        return f"{self.id}-{_LARGE}.webp" if self.width >= _LARGE else self.shown
