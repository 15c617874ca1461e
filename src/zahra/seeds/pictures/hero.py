"""The home page's picture: three bays of the studio side by side."""

from dataclasses import replace

from .drawing import Drawing
from .looks import looks
from .scene import BACKDROPS, floor, niche, wall
from .silhouettes import SILHOUETTES
from .views import Box

BAY = 478
CAST = ("saree-teal-bandhani", "lehenga-madder-jaal", "anarkali-indigo-jaal")
BACKDROP = "sand"
FILES = {
    "wide": (("avif", 960), ("avif", 1600), ("webp", 1200)),
    "tall": (("avif", 480), ("avif", 800), ("webp", 640)),
}
WIDE: Box = (58, 10, 1440, 780)
TALL: Box = (498, 36, 560, 700)


def hero(box: Box = WIDE) -> str:
    """Three festive looks in one sand-coloured arcade, as SVG."""
    tints = BACKDROPS[BACKDROP]
    arcade = Drawing()
    wall(arcade, tints, width=1600)
    for bay in range(-1, 4):
        stand = Drawing(f"niche{bay}-")
        niche(stand, tints)
        arcade.include(stand, bay * BAY)
    floor(arcade, tints, width=1600)
    for bay, name in enumerate(CAST):
        look = replace(looks()[name], backdrop=BACKDROP)
        stand = Drawing(f"bay{bay}-")
        SILHOUETTES[look.silhouette](stand, look)
        arcade.include(stand, bay * BAY)
    return arcade.svg(box)
