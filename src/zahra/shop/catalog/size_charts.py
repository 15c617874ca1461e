"""Size charts as data: body and garment measures, in inches, a figure per size."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: `body` is the wearer's, `garment` the finished piece's. Empty: not taken."""

    key: str
    label: str
    how: str = ""
    body: tuple[float, ...] = ()
    garment: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SizeChart:
    """A chart; every measure that is taken has a figure for each of `sizes`."""

    key: str
    name: str
    sizes: tuple[str, ...]
    measures: tuple[Measure, ...]
    note: str = ""

    def misfits(self) -> list[str]:
        """The measures whose figures do not match the sizes in number.

        >>> SizeChart("k", "K", ("S", "M"), (Measure("bust", "Bust", body=(34,)),)).misfits()
        ['bust']
        """
        fitting = (0, len(self.sizes))
        return [
            measure.key
            for measure in self.measures
            if len(measure.body) not in fitting or len(measure.garment) not in fitting
        ]


def centimetres(inches: float) -> float:
    """Inches in centimetres, to the nearest half.

    >>> centimetres(34), centimetres(13.5)
    (86.5, 34.5)
    """
    return round(inches * 5.08) / 2
