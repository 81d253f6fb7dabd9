"""Small cells: no group of places with few customers is shown, and none can be found by taking others away."""

import polars as pl
import pytest

from core.answer import answer
from core.condition import Condition
from core.errors import QueryError
from core.figures import Figure, work
from core.figures.ground import ground_of
from core.notebooks import read_notebook
from core.reports import report_scope
from core.reports.small_cells import CUSTOMERS, LIES_IN, MERGED, SmallCells
from core.store.snapshot import Snapshot
from tests.core.reports.boards import RULES, worked

FIGURES = {
    "country": Figure(("conversations_offered",), ("country",), totals=True),
    "state": Figure(("conversations_offered",), ("state",), totals=True),
    "both": Figure(("conversations_offered",), ("country", "state"), totals=True),
    "channel": Figure(("conversations_offered",), ("country",), columns=("channel",), totals=True),
    "month": Figure(("conversations_offered",), ("country", "month")),
    "region": Figure(("conversations_offered",), ("region", "country"), totals=True),
    "city": Figure(("conversations_offered",), ("state", "city"), totals=True),
    "top": Figure(("conversations_offered",), ("country",), top=3, others=True, totals=True),
}


def small_cells(sample: Snapshot, figure: Figure, least: int) -> SmallCells:
    """A figure about all that there is."""
    scope = report_scope(read_notebook("", "x"), sample, RULES, {"period": "all"}, "en")
    return SmallCells(figure, ground_of(sample, scope, RULES, "en"), least)


@pytest.mark.parametrize("least", [2, 5, 20])
@pytest.mark.parametrize("name", FIGURES)
def test_no_cell_speaks_of_fewer_customers(sample: Snapshot, name: str, least: int) -> None:
    figure = FIGURES[name].with_(metrics=(CUSTOMERS,))
    cells = small_cells(sample, figure, least)
    shown = work(figure, _ground(cells)).body
    assert shown[CUSTOMERS].drop_nulls().min() >= least
    smallest = answer(sample, cells.ground.scope.query((CUSTOMERS,), figure.groups), RULES)[CUSTOMERS].min()
    assert bool(cells.merged) == (smallest < least)


@pytest.mark.parametrize("name", FIGURES)
def test_at_least_two_places_are_merged_and_nothing_is_lost(sample: Snapshot, name: str) -> None:
    figure = FIGURES[name]
    cells = small_cells(sample, figure, 10)
    answers = work(figure.with_(top=None), _ground(cells)).body
    assert all(len(places) >= 2 for places in cells.merged.values())
    whole = answer(sample, cells.ground.scope.query(figure.metrics, figure.groups), RULES)
    assert answers["conversations_offered"].sum() == whole["conversations_offered"].sum()
    kept = answers.filter(pl.col(cells.places[0]) != MERGED).height
    assert 0 < kept < whole.height


@pytest.mark.parametrize("least", [3, 10])
def test_states_cannot_be_found_by_their_countries_total(sample: Snapshot, least: int) -> None:
    cells = small_cells(sample, FIGURES["state"], least)
    merged = set(cells.merged[()])
    by_both = answer(sample, cells.ground.scope.query((CUSTOMERS,), ("country", "state")), RULES)
    hidden = by_both.filter(pl.col("state").is_in(list(merged), nulls_equal=True))
    shown_too = by_both.filter(~pl.col("state").is_in(list(merged), nulls_equal=True))["country"].unique()
    mixed = hidden.filter(pl.col("country").is_in(shown_too.implode(), nulls_equal=True))
    told = mixed.group_by("country").agg(pl.len(), pl.col(CUSTOMERS).sum())
    assert told.height
    assert told["len"].min() >= 2
    assert told[CUSTOMERS].min() >= least


@pytest.mark.parametrize("least", [10, 20])
def test_countries_cannot_be_found_by_their_regions_in_another_cell(sample: Snapshot, least: int) -> None:
    """A map of countries beside a table by region: what one hides, the other does not show."""
    alone, within = (small_cells(sample, FIGURES[name], least).merged for name in ("country", "region"))
    hidden = [set(members) for path, members in within.items() if path]
    whole = [set(_countries_of(sample, region)) for region in within.get((), ())]
    assert hidden or whole
    assert set(alone[()]) == set().union(*hidden, *whole)


def _countries_of(sample: Snapshot, region: object) -> list[object]:
    by_both = answer(
        sample, small_cells(sample, FIGURES["region"], 1).ground.scope.query((CUSTOMERS,), ("region", "country")), RULES
    )
    return by_both.filter(pl.col("region").eq_missing(pl.lit(region, pl.String)))["country"].to_list()


def test_all_together_too_few_are_refused(sample: Snapshot) -> None:
    figure = FIGURES["country"].with_(where=(Condition("country", "in", ("SA", "MY")),))
    with pytest.raises(QueryError, match="Fewer than 1000 customers"):
        small_cells(sample, figure, 1000).ask(_question(sample, figure))


def test_a_single_number_about_a_small_place_is_refused(sample: Snapshot) -> None:
    figure = Figure(("conversations_offered",), where=(Condition("country", "in", ("SA",)),))
    with pytest.raises(QueryError, match="Fewer than 50 customers"):
        small_cells(sample, figure, 50).notes()


def test_places_in_rows_and_columns_at_once_are_refused_and_say_what_to_do(sample: Snapshot) -> None:
    figure = Figure(("conversations_offered",), ("country",), ("state",))
    with pytest.raises(QueryError, match="below each other"):
        work(figure, _ground(small_cells(sample, figure, 10)))


def test_without_places_nothing_is_asked_otherwise(sample: Snapshot) -> None:
    figure = Figure(("conversations_offered",), ("queue_name",))
    cells = small_cells(sample, figure, 1000)
    assert (cells.merged, cells.notes()) == ({}, ())


def test_every_column_of_a_place_is_known() -> None:
    assert {"region", "country", "state", "city", "area_code", "zip", "area"} <= LIES_IN.keys()


def test_a_report_tells_what_is_merged_and_calls_it_so_in_its_language(sample: Snapshot) -> None:
    report = worked(sample, language="es", merge_below=10)
    part = next(part for part in report.parts if part.cell.name == "countries")
    assert any("lugares con pocos clientes" in note for note in part.all_notes)
    assert MERGED in part.sheet.rows["country"].to_list()
    assert "Los lugares con menos de 10 clientes se juntan con otros." in dict(report.facts.lines)["Notas"]
    assert dict(report.problems)["by-sql"].startswith("Las respuestas en SQL se omiten")


def _ground(cells: SmallCells) -> object:
    from dataclasses import replace

    return replace(cells.ground, ask=cells.ask)


def _question(sample: Snapshot, figure: Figure) -> object:
    from core.figures.work import question

    return question(figure, small_cells(sample, figure, 1).ground)
