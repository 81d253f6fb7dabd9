"""A report tells the numbers of the pages: the same questions, the same answers, under the scope that is printed."""

from datetime import UTC, datetime

import pytest
from polars.testing import assert_frame_equal

from core.answer import answer
from core.errors import QueryError
from core.notebooks import read_notebook
from core.query import Condition, Query
from core.reports import Report, work_report
from core.store.snapshot import Snapshot
from tests.core.reports.boards import BOARD, RULES, worked

SEPTEMBER = {"since": datetime(2026, 9, 1, tzinfo=UTC), "until": datetime(2026, 10, 1, tzinfo=UTC)}


def test_every_cell_is_there_in_its_order(report: Report) -> None:
    assert [(part.cell.name, part.look) for part in report.parts] == [
        ("intro", ""),
        ("numbers", "headline"),
        ("queues", "table"),
        ("across", "pivot"),
        ("line", ""),
        ("days", "line"),
        ("countries", "map"),
        ("by-sql", "table"),
        ("cannot", ""),
    ]


def test_the_numbers_are_those_that_the_engine_answers(report: Report, sample: Snapshot) -> None:
    sheet = next(part.sheet for part in report.parts if part.cell.name == "queues")
    metrics = ("conversations_offered", "service_level", "average_speed_of_answer")
    asked = Query(metrics, ("queue_name",), zone="UTC", **SEPTEMBER)
    shown = sheet.rows.filter([kind == "row" for kind in sheet.kinds])
    assert_frame_equal(shown.sort("queue_name"), answer(sample, asked, RULES).sort("queue_name"))
    assert sheet.rows.row(-1)[1:] == answer(sample, asked.with_(by=()), RULES).row(0)


def test_what_is_published_can_be_asked_again_and_says_the_same(report: Report, sample: Snapshot) -> None:
    published = report.published()
    assert {name for name, _, _ in published} == {"numbers", "queues", "across", "days", "countries"}
    for _, query, told in published:
        again = answer(sample, query, RULES)
        assert_frame_equal(told.sort(query.by), again.sort(query.by), check_row_order=bool(query.by))


def test_a_cell_that_fails_tells_why_and_no_other_one_suffers(report: Report, informe: Report) -> None:
    assert [name for name, _ in report.problems] == ["cannot"]
    assert "cannot be split by country" in report.problems[0][1]
    assert "no se puede dividir por país" in informe.problems[0][1]


def test_titles_and_names_are_in_the_language(informe: Report) -> None:
    assert informe.title == "Tablero"
    assert [part.title for part in informe.parts if part.cell.name == "queues"] == ["Colas"]


def test_parameters_narrow_every_cell(sample: Snapshot) -> None:
    found = worked(sample, params={"queue": "Sales,VIP"})
    (total,) = [told for name, query, told in found.published() if name == "queues" and not query.by]
    asked = Query(("conversations_offered",), zone="UTC", where=(Condition("queue_name", "in", ("Sales", "VIP")),))
    assert total["conversations_offered"][0] == answer(sample, asked.with_(**SEPTEMBER), RULES).item()
    assert ("Filters", "Queue: Sales, VIP") in found.facts.lines


def test_two_stretches_of_one_day_are_files_of_two_names(sample: Snapshot) -> None:
    period = "2026-09-01T09:30..2026-09-01T15:45"
    made = work_report(read_notebook("", "board"), sample, RULES, {"period": period}, "en")
    assert made.stem == "board_2026-09-01T0930_2026-09-01T1545"


def test_a_value_that_the_data_lacks_makes_no_report(sample: Snapshot) -> None:
    with pytest.raises(QueryError, match="queue is asked to be “Suport”"):
        worked(sample, params={"queue": "Suport"})


def test_a_cell_tells_its_own_conditions(sample: Snapshot) -> None:
    narrowed = BOARD.replace('rows = ["day"]', 'rows = ["day"]\nwhere = ["direction=Inbound", "queue!=Sales"]')
    for language, told in (
        ("en", "Only here: Direction: Inbound; not Queue: Sales."),
        ("es", "Solo aquí: Dirección: Entrante; no Cola: Sales."),
    ):
        report = worked(sample, narrowed, language)
        assert next(part.all_notes for part in report.parts if part.cell.name == "days") == (told,)


def test_a_period_without_conversations_is_told(sample: Snapshot) -> None:
    assert worked(sample, params={"period": "2020-01-01"}).is_empty
    assert not worked(sample, BOARD).is_empty


def test_the_facts_are_printed(report: Report) -> None:
    told = dict(report.facts.lines)
    assert told["Period"] == "Sep 1, 2026 – Sep 30, 2026"
    assert told["Clock"] == "UTC"
    assert told["Filters"] == "none"
    assert told["Data as of"].startswith("version 1, loaded ")
    assert [one.name for one in report.facts.definitions] == [
        "conversations_offered",
        "service_level",
        "average_speed_of_answer",
    ]
    assert "answer_within_s = 60" in report.facts.settings
