"""Changes: said in the terms of the unit, and coloured by whether they are good news."""

import pytest

from ui.show.change import change


@pytest.mark.parametrize(
    ("now", "before", "unit", "language", "text", "arrow"),
    [
        (1_100, 1_000, "count", "en", "+10.0%", "up"),
        (900, 1_000, "count", "es", "-10,0 %", "down"),
        (0.825, 0.812, "%", "en", "+1.3 pp", "up"),
        (0.812, 0.825, "%", "es", "-1,3 p. p.", "down"),
        (95_000, 60_000, "ms", "en", "+0:35", "up"),
        (60_000, 95_000, "ms", "en", "-0:35", "down"),
        (60_000, 60_100, "ms", "en", "0:00", "off"),
        (1_000, 1_000, "count", "en", "0.0%", "off"),
        (1.5, 1.2, "ratio", "en", "+25.0%", "up"),
    ],
)
def test_a_change_is_said_in_the_terms_of_its_unit(
    now: float, before: float, unit: str, language: str, text: str, arrow: str
) -> None:
    found = change(now, before, unit, language)
    assert found is not None
    assert (found.text.replace("\xa0", " "), found.arrow) == (text, arrow)


@pytest.mark.parametrize(("now", "before"), [(None, 5), (5, None), (5, 0)])
@pytest.mark.parametrize("unit", ["count", "ratio"])
def test_without_two_numbers_there_is_no_change(now: float | None, before: float | None, unit: str) -> None:
    assert change(now, before, unit, "en") is None


@pytest.mark.parametrize(
    ("now", "better", "color"),
    [(2, "higher", "green"), (2, "lower", "red"), (2, "neither", "gray"), (1, "higher", "gray")],
)
def test_good_news_is_green_and_bad_news_red(now: float, better: str, color: str) -> None:
    found = change(now, 1, "count", "en")
    assert found is not None
    assert found.color(better) == color
