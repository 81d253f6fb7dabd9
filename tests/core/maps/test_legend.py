"""Colours: more is always further from the page, and the legend says what the map shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.maps import DARK, LIGHT, Scheme, legend
from core.maps.colours import rgba
from core.maps.legend import breaks, colour_of

VALUES = st.lists(st.none() | st.integers(0, 1000).map(float), max_size=60)


def lightness(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [part / 255 for part in rgba(colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("scheme", "darker"), [(LIGHT, True), (DARK, False)])
def test_each_step_differs_from_the_next_in_lightness_alone(scheme: Scheme, darker: bool) -> None:
    steps = [lightness(colour) for colour in scheme.steps]
    assert steps == sorted(steps, reverse=darker)
    assert all(contrast(a, b) > 1.25 for a, b in zip(scheme.steps, scheme.steps[1:], strict=False))


@pytest.mark.parametrize(("scheme", "page"), [(LIGHT, "#FFFFFF"), (DARK, "#10191D")])
def test_the_strongest_colour_stands_out_from_the_page_and_land_can_be_seen(scheme: Scheme, page: str) -> None:
    assert contrast(scheme.steps[-1], page) > 7
    assert contrast(scheme.no_data, page) > 1.15
    assert contrast(scheme.ink, scheme.paper) > 7


@given(VALUES)
def test_a_larger_value_never_has_a_paler_colour(values: list[float | None]) -> None:
    cuts = breaks(values, len(LIGHT.steps))
    known = sorted(value for value in values if value is not None)
    steps = [LIGHT.steps.index(colour_of(value, cuts, LIGHT)) for value in known]
    assert steps == sorted(steps)


@given(VALUES)
def test_the_legend_covers_every_value_once_in_order(values: list[float | None]) -> None:
    steps = legend(values, LIGHT)
    known = [value for value in values if value is not None]
    assert all(sum(step.low <= value <= step.high for step in steps) == 1 for value in known)
    assert [step.low for step in steps] == sorted(step.low for step in steps)
    cuts = breaks(values, len(LIGHT.steps))
    assert all(colour_of(step.low, cuts, LIGHT) == colour_of(step.high, cuts, LIGHT) == step.colour for step in steps)


def test_uneven_volumes_use_all_colours() -> None:
    assert len(legend([float(10**n) for n in range(12)], LIGHT)) == len(LIGHT.steps)


@pytest.mark.parametrize(("values", "steps"), [([], 0), ([None], 0), ([5.0, 5.0], 1), ([1.0, 2.0], 2)])
def test_few_values_have_few_steps(values: list[float | None], steps: int) -> None:
    assert len(legend(values, LIGHT)) == steps


def test_two_values_have_the_two_ends_of_the_scale() -> None:
    assert [step.colour for step in legend([1.0, 2.0], LIGHT)] == [LIGHT.steps[0], LIGHT.steps[-1]]


def test_volumes_of_several_sizes_are_cut_into_steps_that_grow_by_a_factor() -> None:
    volumes = [2.0, 3.0, 4.0, 5.0, 7.0, 8.0, 9.0, 11.0, 17.0, 29.0, 43.0, 58.0, 71.0, 128.0, 234.0, 1432.0]
    assert breaks(volumes, 6) == (7.0, 29.0, 58.0, 234.0, 1432.0)


def test_values_of_one_size_are_cut_at_quantiles() -> None:
    assert breaks([float(value) for value in range(10, 22)], 4) == (13.0, 16.0, 19.0)


def test_places_where_nobody_gave_up_have_a_colour_of_their_own() -> None:
    rates = [0.0] * 90 + [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 0.8, 0.9, 1.0]
    steps = legend(rates, LIGHT)
    assert (steps[0].low, steps[0].high) == (0.0, 0.0)
    assert len(steps) == len(LIGHT.steps)
