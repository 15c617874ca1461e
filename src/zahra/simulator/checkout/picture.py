"""A picture that looks like a QR code and says nothing: no phone can pay the simulator."""

import hashlib

SIZE = 25  # modules a side


def code_path(text: str) -> str:
    """The dark modules as one SVG path on a 25 x 25 grid. The same text, the same picture."""
    dark = [(x, y) for y in range(SIZE) for x in range(SIZE) if _is_dark(text, x, y)]
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)


def _is_dark(text: str, x: int, y: int) -> bool:
    for left, top in ((0, 0), (SIZE - 7, 0), (0, SIZE - 7)):
        across, down = x - left, y - top
        if -1 <= across <= 7 and -1 <= down <= 7:
            ring = max(abs(across - 3), abs(down - 3))
            return ring in (0, 1, 3)
    return hashlib.sha256(f"{text}:{x}:{y}".encode()).digest()[0] % 2 == 0
