"""The theme: what it writes can be read, and what it draws can be told apart."""

import tomllib
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from core.charts import bands
from core.charts.stretches import COLOURS, LAYERS
from ui.show.funnel import COLOURS as FUNNEL
from ui.transfers.flow import COLOURS as FLOW

THEME: dict[str, Any] = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())["theme"]
TEXTS = ("textColor", "linkColor", "greenTextColor", "redTextColor", "grayTextColor", "primaryColor")
ON = ("backgroundColor", "secondaryBackgroundColor")
MODES = ("light", "dark")

# Viénot, Brettel & Mollon 1999: linear RGB as people without red or green cones see it.
SIGHT = {
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
}


def linear(colour: str) -> tuple[float, ...]:
    shares = (channel / 255 for channel in bytes.fromhex(colour.removeprefix("#")))
    return tuple(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)


def contrast(one: str, other: str) -> float:
    """WCAG 2: from 1 (the same) to 21 (black on white)."""
    light = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(linear, (one, other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(channels: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear RGB, in which distances are as the eye sees them."""
    red, green, blue = channels
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (max(part, 0) ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: tuple[tuple[float, ...], ...]) -> float:
    seen = [
        lab(tuple(sum(weight * part for weight, part in zip(row, linear(colour), strict=True)) for row in sight))
        for colour in (one, other)
    ]
    return sum((left - right) ** 2 for left, right in zip(*seen, strict=True)) ** 0.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", ON)
def test_text_stands_out_from_what_is_behind_it(mode: str, text: str, ground: str) -> None:
    assert contrast(THEME[mode][text], THEME[mode][ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_text_of_the_sidebar_stands_out(mode: str) -> None:
    assert contrast(THEME[mode]["textColor"], THEME[mode]["sidebar"]["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_every_chart_colour_stands_out_from_the_page(mode: str) -> None:
    ground = THEME[mode]["backgroundColor"]
    assert [colour for colour in THEME[mode]["chartCategoricalColors"] if contrast(colour, ground) < 3] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_first_chart_colours_differ_for_people_who_see_fewer_colours(mode: str, sight: str) -> None:
    colours = THEME[mode]["chartCategoricalColors"][:5]
    alike = [pair for pair in combinations(colours, 2) if distance(*pair, SIGHT[sight]) < 10]
    assert alike == []


@pytest.mark.parametrize("mode", MODES)
def test_more_is_always_further_from_the_page(mode: str) -> None:
    ground = THEME[mode]["backgroundColor"]
    steps = [contrast(colour, ground) for colour in THEME[mode]["chartSequentialColors"]]
    assert steps == sorted(steps)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_stretches_of_a_conversation_can_be_told_apart(mode: str, sight: str) -> None:
    filled = [colour for kind, colour in COLOURS.items() if LAYERS.get(kind, "over") == "over"]
    assert [pair for pair in combinations(filled, 2) if distance(*pair, SIGHT[sight]) < 20] == []
    assert [colour for colour in COLOURS.values() if contrast(colour, THEME[mode]["backgroundColor"]) < 3] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_activities_of_an_agents_day_can_be_told_apart(mode: str, sight: str) -> None:
    drawn = [*bands.COLOURS[mode], bands.AVAILABLE[mode], bands.OFFLINE[mode], bands.OTHER[mode], *bands.TALKS[mode]]
    assert [pair for pair in combinations(drawn, 2) if distance(*pair, SIGHT[sight]) < 10] == []
    assert [pair for pair in product(bands.TALKS[mode], drawn[:-2]) if contrast(*pair) < 2.5] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("kinds", [(), ("as chance", "better", "worse"), ("as chance", "lower", "higher")])
def test_ribbons_and_marks_can_be_told_apart(mode: str, sight: str, kinds: tuple[str, ...]) -> None:
    drawn = [FUNNEL[mode][kind] for kind in kinds] or FLOW[mode]
    assert [pair for pair in combinations(drawn, 2) if distance(*pair, SIGHT[sight]) < 10] == []
    assert [colour for colour in drawn if contrast(colour, THEME[mode]["backgroundColor"]) < 3] == []
