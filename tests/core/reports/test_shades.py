"""Colours of heat maps in dark reports: little stays little."""

from core.charts.inks import INKS
from core.reports.shades import dark_shades


def drawn(red: int, green: int, blue: int) -> str:
    return f'<path fill="rgb({red}, {green}, {blue})"/>'


def test_a_colour_between_two_steps_lies_between_the_same_steps_in_the_dark() -> None:
    # Half way from #EAF4F4 to #D0E7E8, and so from #1A2C31 to #1B3D43.
    assert dark_shades(drawn(221, 238, 238)) == {"rgb(221, 238, 238)": "#1A343A"}


def test_the_ends_of_the_scale_are_the_ends_in_the_dark() -> None:
    ends = drawn(0xEA, 0xF4, 0xF4) + drawn(0x04, 0x41, 0x47)
    assert list(dark_shades(ends).values()) == [INKS["dark"].scale[0], INKS["dark"].scale[-1]]


def test_other_colours_are_left_alone() -> None:
    assert dark_shades(drawn(213, 94, 0) + '<path fill="none"/>') == {}
