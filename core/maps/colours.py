"""The colours of a map, for a light and a dark page.

One hue from pale to deep: more is always further from the page's own colour, so that the order can be read without
seeing hue at all. Grey means that there is no number.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    """The colours of one map as `#RRGGBB`.

    Args:
        steps: from little to much.
        no_data: land without a number.
        border: between areas, and around circles.
        ink: text of the tooltip.
        paper: behind that text.
    """

    steps: tuple[str, ...]
    no_data: str
    border: str
    ink: str
    paper: str


LIGHT = Scheme(
    steps=("#C3E0E2", "#90C6C9", "#5CA8AD", "#2C858B", "#0F6068", "#04383D"),
    no_data="#E6EAEB",
    border="#FFFFFF",
    ink="#FFFFFF",
    paper="#16282D",
)
DARK = Scheme(
    steps=("#1B5259", "#1F757C", "#3A989E", "#6CBBBF", "#A5D9DB", "#E0F5F6"),
    no_data="#263338",
    border="#10191D",
    ink="#10191D",
    paper="#E6EEEF",
)


def rgba(colour: str, alpha: int = 255) -> list[int]:
    """`#RRGGBB` as the four numbers (0–255) that a layer wants."""
    return [*bytes.fromhex(colour.removeprefix("#")), alpha]
