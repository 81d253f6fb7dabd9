"""Traps of pivots, tops and totals on the day that can be checked with a pencil."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from core.errors import QueryError
from core.figures import Figure, Ground, cell_query, ground_of, lay, work
from core.figures.work import MOST_COLUMNS, MOST_ROWS
from core.period import between
from core.scope import Scope
from core.settings import Settings
from core.sheet import OTHERS, ROW, TOTAL, Sheet
from core.store.snapshot import Snapshot

DAY = date(2026, 3, 2)


@pytest.fixture
def ground(snapshot: Snapshot) -> Ground:
    """The pencil day."""
    return ground_of(snapshot, Scope(between(DAY, DAY), "UTC"), Settings(time_zone="UTC"), "en")


def laid(figure: Figure, ground: Ground) -> Sheet:
    return lay(work(figure, ground), ground)


def column(sheet: Sheet, key: str) -> list[Any]:
    return sheet.rows[key].to_list()


def test_a_total_counts_each_conversation_once_although_it_was_in_two_queues(ground: Ground) -> None:
    sheet = laid(Figure(("conversations",), ("queue_name",), totals=True), ground)
    assert sheet.kinds == (ROW, ROW, TOTAL)
    assert sum(column(sheet, "conversations")[:2]) > column(sheet, "conversations")[2]
    assert column(sheet, "conversations")[2] == ground.ask(ground.scope.query("conversations")).item()


def test_the_total_of_a_percentile_and_of_a_share_is_worked_out_of_all_rows(ground: Ground) -> None:
    metrics = ("p90_talk_time", "service_level")
    sheet = laid(Figure(metrics, ("queue_name",), ("channel",), totals=True), ground)
    whole = ground.ask(ground.scope.query(metrics)).row(0, named=True)
    assert {metric: column(sheet, metric)[-1] for metric in metrics} == whole


def test_others_are_asked_anew_and_never_added(ground: Ground) -> None:
    figure = Figure(("conversations",), ("agent_name",), top=1, others=True)
    sheet = laid(figure, ground)
    assert sheet.kinds == (ROW, OTHERS)
    assert sheet.rows["agent_name"].to_list()[1] is None
    kept = sheet.rows["agent_name"][0]
    left = ground.scope.query("conversations").with_condition("agent_name", kept, op="not in")
    assert column(sheet, "conversations")[1] == ground.ask(left).item()
    everyone = laid(figure.with_(top=None), ground)
    assert column(sheet, "conversations")[1] <= sum(column(everyone, "conversations")[1:])


def test_the_group_without_a_name_can_be_among_the_top_ones(ground: Ground) -> None:
    groups = laid(Figure(("conversations_offered",), ("agent_name",)), ground).rows["agent_name"].to_list()
    assert None in groups
    sheet = laid(Figure(("conversations_offered",), ("agent_name",), top=len(groups) - 1, others=True), ground)
    assert sheet.kinds.count(OTHERS) == 1


def test_others_of_nested_rows_are_split_by_the_inner_group(ground: Ground) -> None:
    figure = Figure(("offers",), ("queue_name", "agent_name"), top=1, others=True, totals=True)
    sheet = laid(figure, ground)
    others = [place for place, kind in enumerate(sheet.kinds) if kind == OTHERS]
    assert len(others) > 1
    assert {sheet.rows["queue_name"][place] for place in others} == {None}
    assert len({sheet.rows["agent_name"][place] for place in others}) == len(others)
    numbers = column(sheet, "offers")
    assert sum(numbers[:-1]) == numbers[-1]


def test_outer_groups_are_sorted_by_their_own_number_and_inner_ones_within(ground: Ground) -> None:
    sheet = laid(Figure(("segments",), ("queue_name", "agent_name"), sort="segments"), ground)
    outer = sheet.rows.group_by("queue_name", maintain_order=True).agg(pl.col("segments"))
    sizes = [sum(numbers) for numbers in outer["segments"]]
    assert sizes == sorted(sizes, reverse=True)
    assert all(numbers == sorted(numbers, reverse=True) for numbers in outer["segments"].to_list())
    assert sheet.rows["queue_name"].n_unique() == outer.height


def test_the_rows_of_a_pivot_are_sorted_by_what_they_have_over_all_columns(ground: Ground) -> None:
    for ascending in (False, True):
        figure = Figure(("offers", "segments"), ("queue_name",), ("agent_name",), sort="offers", ascending=ascending)
        numbers = column(laid(figure.with_(totals=True), ground), "offers")[:-1]
        assert numbers == sorted(numbers, reverse=not ascending)
        assert len(numbers) > 1


def test_groups_can_be_sorted_by_their_names_within_outer_ones(ground: Ground) -> None:
    figure = Figure(("offers",), ("queue_name", "agent_name"), sort="agent_name", ascending=True)
    inner = laid(figure, ground).rows.group_by("queue_name", maintain_order=True).agg("agent_name")["agent_name"]
    assert all(names == sorted(names, key=lambda name: (name is None, name)) for names in inner.to_list())


def test_more_rows_than_anybody_reads_are_told_and_not_laid_out(ground: Ground) -> None:
    many = pl.DataFrame({"agent_name": [f"{place:05}" for place in range(MOST_ROWS + 7)], "segments": 1})
    here = Ground(ground.scope, lambda _: many, None, ground.rules, ground.labels)
    sheet = laid(Figure(("segments",), ("agent_name",)), here)
    assert sheet.rows.height == MOST_ROWS
    assert sheet.notes == ("10,000 of 10,007 groups are shown.",)


def test_groups_of_attributes_are_groups_like_any_other(sample: Snapshot) -> None:
    ground = ground_of(sample, Scope(between(date(2026, 10, 1), date(2026, 10, 7)), "UTC"), Settings(), "en")
    key = "conversations.conversation_attribute_1"
    sheet = laid(Figure(("segments", "service_level"), (key,), ("channel",), top=2, others=True, totals=True), ground)
    assert sheet.kinds == (ROW, ROW, OTHERS, TOTAL)
    assert column(sheet, "segments")[-1] == sum(column(sheet, "segments")[:-1]) > 0


def test_every_hour_of_the_day_has_its_row(ground: Ground) -> None:
    sheet = laid(Figure(("conversations_offered", "service_level"), ("hour",)), ground)
    assert sheet.rows.height == 24
    assert column(sheet, "conversations_offered")[0] == 0
    assert column(sheet, "service_level")[0] is None
    assert sum(column(sheet, "conversations_offered")) > 0


def test_time_down_a_pivot_has_no_holes_either(ground: Ground) -> None:
    sheet = laid(Figure(("conversations_offered", "service_level"), ("hour",), ("channel",)), ground)
    assert sheet.rows.height == 24
    assert (column(sheet, "conversations_offered@0")[0], column(sheet, "service_level@0")[0]) == (0, None)


def test_the_last_of_the_sums_so_far_is_the_total(ground: Ground) -> None:
    sheet = laid(Figure(("segments",), ("hour",), running=True, totals=True), ground)
    assert column(sheet, "segments.running")[-2] == column(sheet, "segments")[-1]
    assert column(sheet, "segments.running")[-1] is None


def test_shares_of_a_row_a_column_and_the_total_are_of_that(ground: Ground) -> None:
    figure = Figure(("segments",), ("queue_name",), ("direction",), totals=True)
    for share in ("total", "row", "column"):
        sheet = laid(figure.with_(share=share), ground)
        shares = sheet.rows.select(pl.selectors.starts_with("segments.share"))
        corner = shares["segments.share"][-1]
        assert corner == 1
        if share == "row":
            assert shares["segments.share"].to_list() == [1.0] * shares.height
        if share == "column":
            assert set(shares.row(shares.height - 1)) == {1.0}


def test_what_does_not_add_up_has_no_share_and_the_sheet_says_so(ground: Ground) -> None:
    sheet = laid(Figure(("segments", "service_level"), ("queue_name",), share="total"), ground)
    assert sheet.rows.columns == ["queue_name", "segments", "segments.share", "service_level"]
    assert any("no parts of the whole" in note for note in sheet.notes)


def test_parts_of_a_distinct_count_can_exceed_the_whole_and_the_sheet_says_so(ground: Ground) -> None:
    sheet = laid(Figure(("conversations_offered",), ("queue_name",), share="total", totals=True), ground)
    *parts, whole = sheet.rows["conversations_offered.share"].to_list()
    *counts, count = sheet.rows["conversations_offered"].to_list()
    assert whole == 1.0
    assert parts == pytest.approx([one / count for one in counts])
    assert any("can exceed the whole" in note for note in sheet.notes)


def test_a_question_that_splits_times_over_hours_stays_split_in_totals_and_cells(ground: Ground) -> None:
    figure = Figure(("total_talk_time",), ("hour",), totals=True)
    worked = work(figure, ground)
    sheet = lay(worked, ground)
    for row in range(sheet.rows.height):
        asked = cell_query(worked, row, sheet.headings[-1])
        assert ground.ask(asked).item() == sheet.rows["total_talk_time"][row]
    hours = [value for value in column(sheet, "total_talk_time")[:-1] if value is not None]
    assert sum(hours) == column(sheet, "total_talk_time")[-1]


def test_what_is_worked_out_of_a_number_leads_to_the_question_of_that_number(sample: Snapshot) -> None:
    ground = ground_of(sample, Scope(between(date(2026, 10, 1), date(2026, 10, 7)), "UTC"), Settings(), "en")
    worked = work(Figure(("segments",), ("queue_name",), compared=True, share="total"), ground)
    sheet = lay(worked, ground)
    asked = {one.told: cell_query(worked, 0, one) for one in sheet.headings if not one.is_group}
    assert {one.told for one in sheet.headings} == {"", "before", "difference", "change", "share"}
    assert asked[""] == asked["difference"] == asked["change"] == asked["share"]
    assert asked["before"].until == asked[""].since
    assert ground.ask(asked["before"]).item() == column(sheet, "segments.before")[0]
    assert cell_query(worked, 0, sheet.headings[0]).metrics == ("segments",)
    with pytest.raises(QueryError, match="no row"):
        cell_query(worked, sheet.rows.height, sheet.headings[1])


def test_dates_have_nothing_to_be_compared_with_and_the_sheet_says_why(sample: Snapshot) -> None:
    ground = ground_of(sample, Scope(between(date(2026, 10, 1), date(2026, 10, 7)), "UTC"), Settings(), "en")
    by_day = laid(Figure(("segments",), ("day",), compared=True), ground)
    assert by_day.rows.columns == ["day", "segments"]
    assert any("weekday" in note for note in by_day.notes)
    by_queue = laid(Figure(("segments",), ("queue_name",), compared=True), ground)
    told = ("segments", "segments.before", "segments.difference", "segments.change")
    assert by_queue.rows.columns == ["queue_name", *told]
    assert any("Sep 24, 2026" in note and "Sep 30, 2026" in note for note in by_queue.notes)


def test_before_the_data_there_is_nothing_to_compare_with(ground: Ground) -> None:
    sheet = laid(Figure(("segments",), ("queue_name",), compared=True), ground)
    assert sheet.notes == ("No earlier data to compare with.",)


def test_only_so_many_columns_are_laid_out_and_the_sheet_tells_how_many_there_are(sample: Snapshot) -> None:
    ground = ground_of(sample, Scope(between(date(2026, 8, 3), date(2026, 10, 31)), "UTC"), Settings(), "en")
    figure = Figure(("segments", "total_talk_time", "conversations"), ("channel",), ("day",), totals=True)
    sheet = laid(figure, ground)
    assert len([one for one in sheet.headings if one.at]) <= MOST_COLUMNS
    assert any(note.startswith(f"{MOST_COLUMNS // 3} of 90 column groups") for note in sheet.notes)
    whole = ground.ask(ground.scope.query("segments")).item()
    assert column(sheet, "segments")[-1] == whole


def test_columns_stand_under_their_groups_with_totals_at_the_end(ground: Ground) -> None:
    sheet = laid(Figure(("segments",), ("queue_name",), ("channel", "direction"), totals=True), ground)
    first, last = sheet.headings[1], sheet.headings[-1]
    assert (first.key, first.label) == ("segments@0", "Handled segments")
    assert [name for name, _ in first.at] == ["channel", "direction"]
    assert len(first.under) == 2
    assert (last.key, last.under, last.at) == ("segments", ("Total",), ())


def test_few_questions_are_asked(ground: Ground) -> None:
    asked: list[object] = []

    def ask(query: Any) -> pl.DataFrame:
        asked.append(query)
        return ground.ask(query)

    counting = Ground(ground.scope, ask, ground.data, ground.rules, ground.labels)
    figure = Figure(("segments",), ("queue_name", "agent_name"), ("channel",), top=1, others=True, totals=True)
    lay(work(figure, counting), counting)
    assert len(asked) == len(set(asked)) <= 8


def test_a_sheet_speaks_spanish(snapshot: Snapshot) -> None:
    spanish = ground_of(snapshot, Scope(between(DAY, DAY), "UTC"), Settings(), "es")
    sheet = laid(Figure(("segments",), ("queue_name",), ("channel",), share="total", totals=True), spanish)
    labels = [one.label for one in sheet.headings[:3]]
    assert labels == ["Cola", "Segmentos atendidos", "Segmentos atendidos: proporción"]


def test_a_share_is_compared_by_points_and_has_no_column_of_changes_in_percent(sample: Snapshot) -> None:
    ground = ground_of(sample, Scope(between(date(2026, 10, 1), date(2026, 10, 7)), "UTC"), Settings(), "en")
    sheet = lay(work(Figure(("service_level",), ("queue_name",), compared=True), ground), ground)
    assert [one.told for one in sheet.headings if not one.is_group] == ["", "before", "difference"]


def test_a_title_says_that_there_are_more_metrics_than_it_names(ground: Ground) -> None:
    names = ("segments", "conversations_offered", "service_level", "abandon_rate")
    assert lay(work(Figure(names[:3]), ground), ground).title.endswith("Service level")
    assert lay(work(Figure(names), ground), ground).title.endswith("Service level, …")
