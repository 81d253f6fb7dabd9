"""Pictures: what is drawn are the numbers of the sheet, each mark tells its group, and every look can be rendered."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.inks import INKS
from core.charts.tally import tally_rows
from core.figures import LOOKS, Figure, Ground, Picture, cell_query, check_figure, ground_of, lay, picture, work
from core.figures.marks import MOST_MARKS, MOST_SERIES
from core.figures.picture import DRAWN
from core.labels import Labels
from core.period import between
from core.schema.tables import SEGMENTS
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.atalaya import ROOT
from tests.core.days import conversation_rows, segment_rows
from tests.core.figures.grounds import askable, figures, ground_over, is_refused, scope_of, zones
from tests.core.metrics.pencil import Row

FIRST, LAST = date(2026, 10, 19), date(2026, 10, 25)
ONE_OF_EACH = {
    "bars": Figure(("conversations_offered",), ("queue_name",), look="bar", top=4, others=True),
    "bars of metrics": Figure(("conversations", "conversations_abandoned"), ("channel",), look="bar"),
    "bars side by side": Figure(("average_handling_time",), ("queue_name",), ("channel",), look="bar"),
    "bars on top of each other": Figure(("segments",), ("day",), ("channel",), look="bar"),
    "bars of columns": Figure(("segments",), (), ("channel",), look="bar"),
    "line": Figure(("service_level",), ("day",), look="line"),
    "lines of the top": Figure(("service_level",), ("queue_name", "day"), look="line", top=3, others=True),
    "lines of a clock": Figure(("conversations",), ("hour_of_day",), ("channel",), look="line"),
    "area": Figure(("segments",), ("day",), ("channel",), look="area"),
    "donut": Figure(("total_handling_time",), ("queue_name",), look="pie"),
    "heat": Figure(("abandon_rate",), ("weekday", "hour_of_day"), look="heat"),
    "heat of groups": Figure(("average_handling_time",), ("queue_name",), ("channel",), look="heat"),
    "scatter": Figure(("average_handling_time", "service_level", "segments"), ("agent_name",), look="scatter"),
    "histogram of groups": Figure(("average_handling_time",), ("agent_name",), look="histogram"),
    "histogram of rows": Figure(("median_handling_time",), look="histogram"),
    "treemap": Figure(("segments",), ("queue_name", "agent_name"), look="treemap"),
    "timeline": Figure(("segments",), ("queue_name",), ("day",), look="timeline"),
    "map of countries": Figure(("conversations_offered",), ("country",), look="map"),
    "map of regions": Figure(("service_level",), ("region",), look="map"),
    "map of states": Figure(("conversations_offered",), ("country", "state"), look="map"),
    "map of area codes": Figure(("conversations_offered",), ("area_code",), look="map"),
    "map of cities": Figure(("conversations_offered",), ("country", "state", "city"), look="map"),
}


@pytest.fixture(scope="module")
def ground(sample: Snapshot) -> Ground:
    """A week of the sample."""
    return ground_of(sample, Scope(between(FIRST, LAST), "Europe/Madrid"), Settings(), "en")


def drawn(figure: Figure, ground: Ground, shade: str = "light") -> Picture:
    found = picture(work(figure, ground), ground, shade)
    assert found is not None
    return found


def rendered(found: Picture) -> str:
    whole = dict(found.spec) | {"data": {"name": "rows", "values": found.rows.to_dicts()}, "width": 500}
    return str(vl_convert.vegalite_to_svg(whole, allowed_base_urls=[]))


def numbers_by_group(figure: Figure, ground: Ground) -> Mapping[tuple[Any, ...], Mapping[str, Any]]:
    answer = ground.ask(work(figure, ground).query)
    return {tuple(row[name] for name in figure.groups): row for row in answer.rows(named=True)}


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_every_look_is_rendered_in_both_languages_and_themes(name: str, ground: Ground, sample: Snapshot) -> None:
    spanish = ground_of(sample, ground.scope, ground.rules, "es")
    for here, shade in ((ground, "light"), (spanish, "dark")):
        found = drawn(ONE_OF_EACH[name], here, shade)
        assert "<path" in rendered(found)
        assert found.alt.endswith(".")
    assert not name.startswith("map") or found.deck is not None


@pytest.mark.parametrize("name", [name for name in ONE_OF_EACH if "histogram" not in name])
def test_each_mark_is_the_number_of_the_group_that_a_click_on_it_opens(name: str, ground: Ground) -> None:
    figure = ONE_OF_EACH[name]
    found, known = drawn(figure, ground), numbers_by_group(figure, ground)
    number = "x" if "x" in found.rows.columns and figure.look == "scatter" else "value"
    apart = 0
    for row in found.rows.iter_rows(named=True):
        group = found.groups[row["row"]]
        if group is None:
            continue
        apart += 1
        assert list(group) == list(figure.groups)
        # What there is nothing of has no row in an answer: of a count that is 0, of anything else not known.
        own = known.get(tuple(group.values()), {}).get(found.metrics[row["row"]])
        assert (row[number] or None) == (own or None)
    assert apart >= min(2, len(known))


def test_every_look_has_its_picture_or_is_a_table() -> None:
    assert set(LOOKS) - set(DRAWN) == {"table", "pivot", "headline"}
    assert {figure.look for figure in ONE_OF_EACH.values()} == set(DRAWN)


def test_a_table_has_no_picture(ground: Ground) -> None:
    for figure in (Figure(("segments",)), Figure(("segments",), ("queue_name",), look="table")):
        assert picture(work(figure, ground), ground) is None


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_without_data_there_is_a_sheet_and_nothing_false_is_drawn(name: str) -> None:
    nothing = ground_over([], [], Scope(None, "UTC"), Settings())
    worked = work(ONE_OF_EACH[name], nothing)
    found = picture(worked, nothing)
    assert found is None or not any(found.rows["value"])
    assert lay(worked, nothing).title


def test_a_moment_without_a_number_breaks_a_line_and_a_count_of_nothing_is_zero(sample: Snapshot) -> None:
    later = ground_of(sample, Scope(between(date(2026, 10, 30), date(2026, 11, 3)), "Europe/Madrid"), Settings(), "en")
    rates = drawn(Figure(("service_level",), ("day",), look="line"), later).rows
    counts = drawn(Figure(("conversations",), ("day",), look="line"), later).rows
    assert rates["value"].to_list()[2:] == [None, None, None]
    assert counts["value"].to_list()[2:] == [0, 0, 0]


def test_the_two_hours_that_a_clock_shows_alike_stay_two_groups() -> None:
    nothing: Row = dict.fromkeys(SEGMENTS.schema)
    held = nothing | {"kind": "Conversation", "abandoned": "No", "agent_id": "WK1", "channel": "voice"}
    began = [datetime(2026, 10, 25, hour, minute, tzinfo=UTC) for hour, minute in ((0, 1), (0, 2), (1, 3), (4, 4))]
    segments = [held | {"started_at": at, "conversation_id": f"c{at:%H%M}"} for at in began]
    ground = ground_over(segments, [], scope_of("Europe/Madrid"), Settings())
    for figure in (
        Figure(("segments",), ("hour",), look="bar"),
        Figure(("segments",), ("channel",), ("hour",), look="heat"),
        Figure(("segments",), ("hour",), look="bar", top=2, others=True, running=True),
    ):
        worked = work(figure, ground)
        sheet, found = lay(worked, ground), drawn(figure, ground)
        for row in range(sheet.rows.height):
            for heading in (one for one in sheet.headings if not one.is_group):
                assert ground.ask(cell_query(worked, row, heading)).item() == sheet.rows[heading.key][row]
        shown = found.rows.filter(pl.col("value") > 0)
        assert shown["value"].sum() == 4
        assert shown["name"].n_unique() == shown.height == 3


def test_the_others_are_one_mark_without_a_group(ground: Ground) -> None:
    found = drawn(ONE_OF_EACH["bars"], ground)
    assert [group is None for group in found.groups] == [False] * 4 + [True]
    assert found.rows["name"][4] == "All others"


def test_the_parts_of_a_donut_are_the_whole(ground: Ground) -> None:
    found = drawn(ONE_OF_EACH["donut"], ground)
    whole = ground.ask(ground.scope.query("total_handling_time")).item()
    assert found.rows["value"].sum() == whole
    assert found.groups[-1] is None


def test_too_many_series_and_marks_are_told(ground: Ground) -> None:
    lines = drawn(Figure(("segments",), ("day",), ("agent_name",), look="line"), ground)
    assert lines.rows["series"].n_unique() == MOST_SERIES
    assert any(note.startswith(f"Only the {MOST_SERIES} largest of ") for note in lines.notes)
    month = replace(ground, scope=Scope(between(date(2026, 10, 1), LAST), "Europe/Madrid"))
    bars = drawn(Figure(("segments",), ("quarter_hour",), look="bar"), month)
    assert bars.rows.height == MOST_MARKS
    assert any(note.startswith("Only the first 1,000 of ") for note in bars.notes)


def test_metrics_of_another_unit_are_not_drawn_and_the_picture_says_so(ground: Ground) -> None:
    found = drawn(Figure(("segments", "service_level"), ("day",), look="line"), ground)
    assert found.notes == ("Only Handled segments is drawn; the table has all metrics.",)


def test_a_heat_map_has_every_hour_of_the_week(ground: Ground) -> None:
    assert drawn(ONE_OF_EACH["heat"], ground).rows.height == 168


def test_groups_of_one_name_stay_apart(ground: Ground) -> None:
    labels = {"a": "Same", "b": "Same"}
    twins = Labels("en", ground.rules, lambda _: labels)
    rows = pl.DataFrame({"customers.tier": ["a", "b"], "segments": [1, 2]})
    here = Ground(Scope(None, "UTC"), lambda _: rows, None, ground.rules, twins)
    found = drawn(Figure(("segments",), ("customers.tier",), look="bar"), here)
    assert found.rows["name"].n_unique() == 2


def test_the_colours_are_those_of_the_pages() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for shade, ink in INKS.items():
        own = theme[shade]
        assert (ink.text, ink.paper, ink.line) == (own["textColor"], own["backgroundColor"], own["borderColor"])
        assert ink.quiet == own["grayTextColor"]
        assert list(ink.series) == own["chartCategoricalColors"]
        assert list(ink.scale) == own["chartSequentialColors"]


@settings(deadline=None)
@given(
    values=st.lists(st.none() | st.floats(-1e9, 1e9), max_size=60), unit=st.sampled_from(("count", "ms", "%", "ratio"))
)
def test_a_tally_counts_every_number_once(values: list[float | None], unit: str) -> None:
    rows = tally_rows(pl.Series(values, dtype=pl.Float64), unit, "en")
    assert (rows["value"].sum() if rows.height else 0) == sum(value is not None for value in values)
    for low, high, count in rows.select("since", "until", "value").iter_rows():
        slack = 1e-9 * max(abs(low), abs(high))
        assert count <= sum(value is not None and low - slack <= value <= high + slack for value in values)


@settings(max_examples=40, deadline=None)
@given(
    figure=figures(looks=tuple(DRAWN)).map(askable),
    segments=segment_rows,
    conversations=conversation_rows,
    zone=zones,
    language=st.sampled_from(("en", "es")),
)
def test_whatever_passes_the_check_can_be_drawn(
    figure: Figure, segments: list[Row], conversations: list[Row], zone: str, language: str
) -> None:
    shaped = figure if not is_refused(figure) else figure.with_(look="")
    check_figure(shaped, Settings())
    ground = ground_over(segments, conversations, scope_of(zone), Settings(), language)
    worked = work(shaped, ground)
    found = picture(worked, ground, "dark", lay(worked, ground))
    assert found is None or len(found.groups) > max(found.rows["row"])
