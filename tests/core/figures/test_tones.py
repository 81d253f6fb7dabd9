"""Conditional formats: half-open bounds, the first that holds, and scales of groups alone."""

import polars as pl

from core.figures import Figure, Highlight, tones
from core.sheet import OTHERS, ROW, TOTAL, Heading, Sheet

GROUP = Heading("queue_name", "Queue", "queue_name")
RATE = Heading("service_level", "Service level", "service_level", "%")


def sheet(values: list[float | None], kinds: tuple[str, ...] = ()) -> Sheet:
    rows = pl.DataFrame({"queue_name": [str(place) for place in range(len(values))], "service_level": values})
    return Sheet("", (GROUP, RATE), rows, kinds or (ROW,) * len(values))


def toned(values: list[float | None], *highlights: Highlight, kinds: tuple[str, ...] = ()) -> list[object]:
    figure = Figure(("service_level",), ("queue_name",), highlights=highlights)
    found = tones(sheet(values, kinds), figure)
    return [found.get((row, "service_level")) for row in range(len(values))]


def test_a_bound_belongs_to_what_begins_with_it() -> None:
    bad, good = Highlight("service_level", "bad", below=0.8), Highlight("service_level", "good", at_least=0.8)
    assert toned([0.79, 0.8, 0.81, None, float("nan")], bad, good) == ["bad", "good", "good", None, None]


def test_the_first_highlight_that_holds_counts() -> None:
    warning = Highlight("service_level", "warning", at_least=0.5, below=0.9)
    assert toned([0.5, 0.9], warning, Highlight("service_level", "good", at_least=0.5)) == ["warning", "good"]


def test_a_scale_is_that_of_the_groups_and_totals_are_not_on_it() -> None:
    scale = Highlight("service_level", "scale")
    kinds = (ROW, ROW, ROW, OTHERS, TOTAL)
    assert toned([1.0, 2.0, 3.0, 50.0, 56.0], scale, kinds=kinds) == [0.0, 0.5, 1.0, None, None]


def test_all_the_same_is_the_middle_of_a_scale() -> None:
    assert toned([2.0, 2.0], Highlight("service_level", "scale")) == [0.5, 0.5]


def test_all_column_groups_share_one_scale_and_what_is_told_beside_a_number_has_no_tone() -> None:
    headings = (
        Heading("a", "", "service_level", "%", at=(("channel", "voice"),)),
        Heading("b", "", "service_level", "%", at=(("channel", "chat"),)),
        Heading("c", "", "service_level", "%", told="share", at=(("channel", "chat"),)),
        Heading("d", "", "service_level", "%", under=("Total",)),
    )
    rows = pl.DataFrame({"a": [0.0], "b": [4.0], "c": [1.0], "d": [9.0]})
    figure = Figure(
        ("service_level",), (), ("channel",), highlights=(Highlight("service_level", "scale"),)
    )  # fmt: skip
    assert tones(Sheet("", headings, rows, (ROW,)), figure) == {(0, "a"): 0.0, (0, "b"): 1.0}
