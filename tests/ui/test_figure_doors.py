"""Doors of figures: the passport behind a cell is about exactly the number that the cell shows."""

from pathlib import Path

import pytest

from core.figures import Figure, cell_query
from core.figures.figure import Highlight
from core.query import Condition
from core.scope import Scope, read_scope
from tests.callbacks import taken_in
from tests.story import DAY, event
from ui.answers import ask, horizon, values_of
from ui.figure.door import target
from ui.figure.laid import Laid, laid

WHOLE = ("conversations_offered", "service_level", "total_talk_time")
FIGURES = {
    "table": Figure(WHOLE, ("queue_name",), look="table", totals=True),
    "pivot": Figure(WHOLE, ("queue_name",), ("channel",), look="pivot", totals=True),
    "days": Figure(WHOLE, ("day",), ("queue_name",), look="pivot", totals=True),
    "weeks": Figure(WHOLE, ("week", "channel"), look="table"),
    "hours": Figure(("segments", "total_talk_time"), ("hour",), look="table"),
    "half hours": Figure(("segments", "total_talk_time"), ("half_hour",), look="table"),
    "quarters of hours": Figure(("segments", "total_handling_time"), ("quarter_hour",), look="table"),
    "weekdays": Figure(WHOLE, ("weekday",), ("hour_of_day",), look="pivot"),
    "places": Figure(WHOLE, ("country", "state"), look="table"),
    "top": Figure(WHOLE, ("country",), look="table", top=2, others=True, totals=True),
    "compared": Figure(WHOLE, ("queue_name",), look="table", compared=True, totals=True),
    "own conditions": Figure(
        WHOLE, ("queue_name",), look="table", totals=True, where=(Condition("channel", "in", ("voice",)),)
    ),
    "shares": Figure(("segments",), ("queue_name",), ("channel",), look="pivot", share="row", totals=True),
    "colours": Figure(WHOLE, ("agent_name",), look="table", highlights=(Highlight("service_level", "scale"),)),
}
SOME_DAYS = "2026-03-04..2026-03-09"
FEWER = {"hours": "2026-03-07..2026-03-08", "half hours": "2026-03-08", "quarters of hours": "2026-03-08"}
"""Periods of those figures that have very many rows: the day on which New York's clocks are changed."""
ZONES = ("UTC", "Asia/Kathmandu", "America/New_York", "customer")


@pytest.fixture
def workspace(sixty_conversations: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATALAYA_HOME", str(sixty_conversations))
    return sixty_conversations


def scope(**params: str) -> Scope:
    return read_scope(params, horizon(), "UTC", "UTC", values_of)


def doors(view: Scope, found: Laid) -> list[tuple[object, object]]:
    """Of each cell that has a door the number that it shows, and the number of the passport behind it."""
    pairs = []
    for row in range(found.sheet.rows.height):
        for heading in found.sheet.headings:
            behind = None if heading.is_group else target(view, found, row, heading)
            if behind is not None:
                shown = ask(cell_query(found.worked, row, heading))[heading.name][0]
                pairs.append((shown, ask(behind.query(heading.name))[heading.name][0]))
    return pairs


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", FIGURES)
def test_behind_a_cell_is_exactly_its_number(workspace: Path, name: str, zone: str) -> None:
    view = scope(tz=zone, period=FEWER.get(name, SOME_DAYS), channel="voice" if name == "weeks" else "")
    found = doors(view, laid(FIGURES[name], view))
    assert found
    assert [shown for shown, _ in found] == [behind for _, behind in found]


def test_a_row_of_others_has_no_door(workspace: Path) -> None:
    view = scope()
    found = laid(FIGURES["top"], view)
    row = found.sheet.kinds.index("others")
    assert [target(view, found, row, one) for one in found.sheet.headings if not one.is_group] == [None] * len(WHOLE)


def test_a_condition_that_no_page_can_have_closes_the_doors(workspace: Path) -> None:
    view = scope()
    found = laid(
        Figure(WHOLE, ("queue_name",), look="table", where=(Condition("queue_name", "contains", ("s",)),)), view
    )
    assert doors(view, found) == []


def test_behind_the_total_of_hours_is_the_time_that_passed_within_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A talk from 23:40:10 to 00:30: an hour has what passed in it, and so have all hours of a day together."""
    call = {"attributes": {"direction": "inbound"}, "queue": "Support"}
    offer = call | {"reservation": "WR1", "agent": "Ana"}
    workspace, _ = taken_in(
        tmp_path / "workspace",
        event("23:40:00", "task.created", "WT1", **call),
        event("23:40:00", "task-queue.entered", "WT1", **call),
        event("23:40:05", "reservation.created", "WT1", **offer),
        event("23:40:10", "reservation.accepted", "WT1", **offer),
        event("+1 00:30:00", "reservation.wrapup", "WT1", **offer),
        event("+1 00:30:10", "reservation.completed", "WT1", **offer),
        event("+1 00:30:10", "task.completed", "WT1", **call),
    )
    monkeypatch.setenv("ATALAYA_HOME", str(workspace.home))
    view = scope(tz="UTC", period=f"{DAY:%Y-%m-%d}")
    found = laid(Figure(("total_talk_time",), ("hour",), look="table", totals=True), view)
    assert found.sheet.kinds[-1] == "total"
    assert doors(view, found)[-1] == (19 * 60_000 + 50_000, 19 * 60_000 + 50_000)
