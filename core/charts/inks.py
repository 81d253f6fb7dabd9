"""Inks: the colours of a chart in a theme, for marks that no theme colours by itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ink:
    """The colours of one theme as `#RRGGBB`.

    Args:
        shade: `light` or `dark`.
        text, paper: of the page.
        quiet: of headings and axes.
        line: of grids and borders.
        grey: of all others together.
        series: of groups that are told apart by colour, in their order.
        scale: from little to much.
    """

    shade: str
    text: str
    paper: str
    quiet: str
    line: str
    grey: str
    series: tuple[str, ...]
    scale: tuple[str, ...]


INKS = {
    "light": Ink(
        "light", "#16282D", "#FFFFFF", "#566469", "#D5DFE0", "#87969C",
        ("#0072B2", "#D55E00", "#00855F", "#B0568A", "#4D6570", "#2C8FC9", "#A87300", "#8B4A2B"),
        (
            *("#EAF4F4", "#D0E7E8", "#B2D8DA", "#90C6C9", "#6CB2B6"),
            *("#4A9CA1", "#2C858B", "#166E75", "#09575D", "#044147"),
        ),
    ),
    "dark": Ink(
        "dark", "#E6EEEF", "#10191D", "#A4B4BA", "#31434A", "#6F8188",
        ("#56B4E9", "#F07F3C", "#2FB890", "#E08CBD", "#E6B020", "#A9BCC4", "#3F8FD6", "#D49A7A"),
        (
            *("#1A2C31", "#1B3D43", "#1A5056", "#18646B", "#1B7980"),
            *("#2D8F95", "#4BA5AA", "#71BCC0", "#9DD3D6", "#CDEAEB"),
        ),
    ),
}  # fmt: skip
"""As the theme of the pages has them; a test compares the two."""
