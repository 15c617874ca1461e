"""A picture as a page shows it: ready-made source sets, its size, what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """`avif_srcset` and `webp_srcset` are whole attribute values ("… 320w, … 480w").

    They are strings because joining them in a template was the slowest thing on a listing.
    """

    src: str  # what a browser without srcset loads
    avif_srcset: str
    webp_srcset: str
    width: int  # of `src`, in pixels; with `height` it keeps the place while loading
    height: int
    alt: str
    tint: str = "#e6d9c6"  # the backdrop's colour, shown until the picture arrives


def media_url(name: str) -> str:
    """Where a stored picture file is served."""
    return f"/media/{name}"


def srcset_of(names: Mapping[str, str]) -> str:
    """A source set from widths (as text) and stored names, narrow to wide.

    >>> srcset_of({"720": "b.avif", "320": "a.avif"})
    '/media/a.avif 320w, /media/b.avif 720w'
    """
    return ", ".join(f"{media_url(names[width])} {width}w" for width in sorted(names, key=int))
