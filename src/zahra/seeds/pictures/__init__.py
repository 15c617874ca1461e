"""Pictures for a shop without a camera: garments drawn, printed and lit by arithmetic.

`looks.toml` says what is pictured. A look's print is laid out flat (`prints`), hung over the
shape of a garment (`cloth`, `tailoring`, `silhouettes`), lit (`shading`) and placed in a studio
(`scene`). The results are committed in `ready/`; `python -m zahra.seeds.pictures build` makes
them again, to the byte with the same versions of resvg and Pillow.
"""

from .looks import Look, Palette, looks, palettes
from .ready import ready_picture

__all__ = ["Look", "Palette", "looks", "palettes", "ready_picture"]
