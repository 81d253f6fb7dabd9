"""Ribbons, rectangles and points that are placed here, not by the drawing library: nothing overlaps or is lost."""

from typing import Any

import altair as alt
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.funnel import funnel_rows, funnel_spec, reach_of
from core.charts.sankey import sankey_rows, sankey_spec
from core.charts.treemap import ASPECT, Rectangle, squarify, treemap_rows, treemap_spec
from core.funnel import funnel

NEWS = (("as chance", "Chance", "#777777"), ("better", "Better", "#0072B2"), ("worse", "Worse", "#D55E00"))


def flows(*ribbons: tuple[str, str, str, int]) -> pl.DataFrame:
    rows = pl.DataFrame(ribbons, schema=["source", "target", "kind", "value"], orient="row")
    return rows.with_columns(source_last=pl.col("source") == "Others", target_last=pl.col("target") == "Others")


def specs(language: str) -> list[dict[str, Any]]:
    return [
        sankey_spec(language, ("Cold", "Warm"), ("#0072B2", "#00855F"), ("From", "To", "How", "Times"), "#16282D"),
        funnel_spec(language, ("Queue", "Rate", "Parts", "Within", "Of"), NEWS, (100, 0.4), "#16282D"),
        treemap_spec(language, ("Team", "Activity", "Time"), ("A", "B"), ("#0072B2", "#B0568A"), "#FFFFFF", "#FFFFFF"),
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_specification_is_valid_has_no_data_and_tells_what_was_clicked(language: str) -> None:
    for spec in specs(language):
        alt.Chart.from_dict(spec | {"data": {"name": "rows"}})
        assert "datasets" not in spec
        picks = [param for param in spec["params"] if param["name"] == "pick"]
        assert [pick["select"]["fields"] for pick in picks] == [["row"]]


def test_ribbons_of_a_bar_lie_on_each_other_without_a_gap_and_fill_it() -> None:
    """By pencil: 8 in all, two bars a side with a gap of 0.025 between them, so 0.975 of the height for 8."""
    rows = sankey_rows(
        flows(("A", "X", "Cold", 3), ("A", "Y", "Cold", 1), ("B", "X", "Warm", 2), ("B", "X", "Cold", 2)), "en"
    )
    one = 0.975 / 8
    bars = rows.filter(pl.col("part") == "node").select("row", "name", "y", "y2", "caption").rows()
    assert bars == [
        (4, "A", pytest.approx(0), pytest.approx(4 * one), "4  A"),
        (5, "B", pytest.approx(4 * one + 0.025), pytest.approx(1), "4  B"),
        (6, "X", pytest.approx(0), pytest.approx(7 * one), "7  X"),
        (7, "Y", pytest.approx(7 * one + 0.025), pytest.approx(1), "1  Y"),
    ]
    left = rows.filter(pl.col("part") == "ribbon", pl.col("x") == 0).sort("row").select("row", "y", "y2").rows()
    assert left == [
        (0, pytest.approx(0), pytest.approx(3 * one)),
        (1, pytest.approx(3 * one), pytest.approx(4 * one)),
        (2, pytest.approx(6 * one + 0.025), pytest.approx(8 * one + 0.025)),
        (3, pytest.approx(4 * one + 0.025), pytest.approx(6 * one + 0.025)),
    ]
    right = rows.filter(pl.col("part") == "ribbon", pl.col("x") == 1).sort("row")["y"].to_list()
    assert right == pytest.approx([0, 7 * one + 0.025, 5 * one, 3 * one])


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEFGHI"), st.sampled_from("AXYZ"), st.sampled_from("cw"), st.integers(1, 9_999)),
        min_size=1,
        unique_by=lambda ribbon: ribbon[:3],
    )
)
def test_every_flow_fits_into_the_picture(ribbons: list[tuple[str, str, str, int]]) -> None:
    rows = sankey_rows(flows(*ribbons), "es")
    drawn = rows.filter(pl.col("part") == "ribbon")
    assert drawn["row"].n_unique() == len(ribbons)
    assert rows.select(((pl.col("y") > -1e-9) & (pl.col("y2") < 1 + 1e-9) & (pl.col("y2") > pl.col("y"))).all()).item()
    for end in (0.0, 1.0):
        stacked = drawn.filter(pl.col("x") == end).sort("y")
        assert (stacked["y"][1:] - stacked["y2"][:-1]).min() in (None, pytest.approx(0, abs=1e-9)) or (
            stacked["y"][1:] - stacked["y2"][:-1]
        ).min() > -1e-9


def test_all_but_the_chosen_flow_fade() -> None:
    ribbons = flows(("A", "X", "Cold", 3), ("B", "X", "Warm", 2))
    assert not sankey_rows(ribbons, "en")["is_faded"].any()
    drawn = sankey_rows(ribbons, "en", 1).filter(pl.col("part") == "ribbon")
    assert drawn.group_by("row").agg(pl.col("is_faded").any()).sort("row").rows() == [(0, True), (1, False)]


def test_others_stand_at_the_bottom_however_many_they_are() -> None:
    rows = sankey_rows(flows(("Others", "X", "Cold", 90), ("A", "X", "Cold", 1)), "en")
    assert rows.filter(pl.col("part") == "node", pl.col("side") == "source")["name"].to_list() == ["A", "Others"]


def test_squares_are_laid_as_in_the_paper() -> None:
    """The example of Bruls, Huizing and van Wijk: 6, 6, 4, 3, 2, 2, 1 in a picture of 6 by 4."""
    placed = squarify([6, 6, 4, 3, 2, 2, 1], Rectangle(0, 0, 6, 4))
    assert [(round(one.width, 3), round(one.height, 3)) for one in placed] == [
        *((3, 2), (3, 2)),
        *((1.714, 2.333), (1.286, 2.333)),
        *((1.2, 1.667), (1.2, 1.667), (0.6, 1.667)),
    ]


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 1e7), max_size=40))
def test_rectangles_fill_the_whole_and_are_as_large_as_they_should_be(sizes: list[float]) -> None:
    ordered = sorted(sizes, reverse=True)
    placed = squarify(ordered, Rectangle(0, 0, ASPECT, 1))
    areas = [one.width * one.height for one in placed]
    assert areas == pytest.approx([size / sum(ordered) * ASPECT for size in ordered], rel=1e-6)
    for one in placed:
        assert -1e-9 <= one.left <= one.left + one.width <= ASPECT + 1e-6
        assert -1e-9 <= one.top <= one.top + one.height <= 1 + 1e-6


def test_parts_lie_within_their_whole_and_nothing_has_no_place() -> None:
    parts = pl.DataFrame(
        {"whole": ["A", "B", "B", "A"], "part": ["talk", "talk", "break", "none"], "value": [30.0, 50.0, 20.0, 0.0]}
    )
    rows = treemap_rows(parts, "count", "en")
    assert rows.select("row", "whole", "part", "shown").rows() == [
        (1, "B", "talk", "50 (50.0%)"),
        (2, "B", "break", "20 (20.0%)"),
        (0, "A", "talk", "30 (30.0%)"),
    ]
    assert rows.filter(pl.col("whole") == "B")["x2"].max() == pytest.approx(0.7)
    assert treemap_rows(parts.clear(), "count", "en").is_empty()


def test_only_groups_that_differ_are_marked_and_only_those_far_out_are_named() -> None:
    counted = pl.DataFrame({"group": ["a", "b", "c"], "events": [60, 3, 40], "trials": [400, 20, 1000]})
    found = funnel(counted)
    rows = funnel_rows(found, [str(group).upper() for group in found.groups["group"]], "lower", "en")
    groups = rows.filter(pl.col("part") == "group").select("name", "news", "level", "caption", "shown", "volume").rows()
    assert groups == [
        ("C", "better", 2, "C", "4.0%", "40 / 1,000"),
        ("A", "worse", 2, "A", "15.0%", "60 / 400"),
        ("B", "as chance", 0, None, "15.0%", "3 / 20"),
    ]
    assert reach_of(found)[0] == 1251
    assert rows.filter(pl.col("part") == "all")["rate"].to_list() == [103 / 1420]
