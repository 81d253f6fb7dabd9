"""Bands: one day of each agent, cut at its midnights, whatever the clocks do on it.

```
Ana   Offline ├─ Available ──────┼─ Break ─┼─ Available … (the data end)
                 ├talk┤w┤  ├talk──────┤w┤
Ben   Offline all day
```
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from core.answer import answer
from core.bands import ACTIVITY, TALK, WRAP_UP, Day, day_of_agents
from core.bands import told as in_numbers
from core.charts.bands import band_rows, band_spec, hour_ticks
from core.query import Condition, Query
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.stories import answered
from tests.story import DAY, at, event

RULES = Settings()


def status(clock: str, agent: str, activity: str, before: str) -> dict[str, Any]:
    told = {"activity_id": f"WA {activity}", "previous_activity_id": f"WA {before}"}
    return event(
        clock, "worker.activity.update", agent=agent, activity=activity, previous_activity=before, channel=None, **told
    )


def stories() -> list[dict[str, Any]]:
    return [
        status("-1 20:00:00", "Ana", "Offline", "Available"),
        status("-1 20:00:00", "Ben", "Offline", "Available"),
        status("09:00:00", "Ana", "Available", "Offline"),
        *answered("WT1", "09:30:00", "Ana"),
        status("12:00:00", "Ana", "Break", "Available"),
        status("13:00:00", "Ana", "Available", "Break"),
        *answered("WT2", "+1 00:30:00", "Ana"),
    ]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    workspace, done = taken_in(tmp_path_factory.mktemp("bands") / "workspace", *stories())
    assert not done.failures
    return workspace.snapshot()


def seen(day: Day) -> list[tuple[Any, ...]]:
    return day.bands.select("agent_name", "kind", "activity", "started_at", "ended_at").rows()


def test_a_day_goes_from_midnight_to_midnight_and_leaves_out_who_was_away(told: Snapshot) -> None:
    day = day_of_agents(told, DAY, DAY + timedelta(days=1), (), RULES)
    assert seen(day) == [
        ("Ana", ACTIVITY, "Offline", DAY, at("09:00:00")),
        ("Ana", ACTIVITY, "Available", at("09:00:00"), at("12:00:00")),
        ("Ana", ACTIVITY, "Break", at("12:00:00"), at("13:00:00")),
        ("Ana", ACTIVITY, "Available", at("13:00:00"), at("+1 00:00:00")),
        ("Ana", TALK, None, at("09:30:10"), at("09:30:50")),
        ("Ana", WRAP_UP, None, at("09:30:50"), at("09:30:55")),
    ]
    assert day.bands["conversation_id"].to_list() == [None] * 4 + ["WT1"] * 2
    assert (day.agents.rows(), day.away) == ([("Ana", "Ana")], 1)


def test_a_day_is_told_in_numbers_too(told: Snapshot) -> None:
    day = day_of_agents(told, DAY, DAY + timedelta(days=1), (), RULES)
    assert in_numbers(day, RULES).rows() == [
        ("Ana", "Ana", at("09:00:00"), at("+1 00:00:00"), 1, 40_000, 5_000),
    ]


def test_what_lasts_at_the_end_of_the_data_ends_there(told: Snapshot) -> None:
    next_day = day_of_agents(told, at("+1 00:00:00"), at("+2 00:00:00"), (), RULES)
    assert seen(next_day)[0] == ("Ana", ACTIVITY, "Available", at("+1 00:00:00"), at("+1 00:30:55"))


def test_a_talk_over_midnight_is_cut_there(told: Snapshot) -> None:
    before, after = (
        day_of_agents(told, since, until, (), RULES)
        .bands.filter(pl.col("kind") == TALK)
        .select("started_at", "ended_at")
        for since, until in ((DAY, at("09:30:20")), (at("09:30:20"), at("+1 00:00:00")))
    )
    assert (before.rows(), after.rows()) == (
        [(at("09:30:10"), at("09:30:20"))],
        [(at("09:30:20"), at("09:30:50"))],
    )


@pytest.mark.parametrize(("column", "agents"), [("agent_name", ["Ana"]), ("channel", ["Ana"])])
def test_agents_are_chosen_by_what_is_known_of_agents(told: Snapshot, column: str, agents: list[str]) -> None:
    where = (Condition(column, "in", ("Ana",)),)
    assert day_of_agents(told, DAY, at("+1 00:00:00"), where, RULES).agents["agent_name"].to_list() == agents
    nobody = (Condition("agent_name", "in", ("Eve",)),)
    assert day_of_agents(told, DAY, at("+1 00:00:00"), nobody, RULES).bands.is_empty()


def test_the_bands_of_a_day_add_up_to_the_time_by_activity(sample: Snapshot) -> None:
    since, until = datetime(2026, 10, 28, tzinfo=UTC), datetime(2026, 10, 29, tzinfo=UTC)
    day = day_of_agents(sample, since, until, (), RULES)
    drawn = (
        day.bands.filter(pl.col("kind") == ACTIVITY, pl.col("activity") != "Offline")
        .group_by("activity")
        .agg(activity_time=(pl.col("ended_at") - pl.col("started_at")).dt.total_milliseconds().sum())
    )
    query = Query(("activity_time",), ("activity",), since, until)
    asked = answer(sample, query, RULES).filter(pl.col("activity") != "Offline")
    assert drawn.sort("activity").rows() == asked.rows()
    assert day.agents.height == answer(sample, query.with_(metrics=("agents_logged_in",), by=()), RULES).item()


@pytest.mark.parametrize(
    ("day", "hours", "ticks"),
    [
        ("2026-03-29", 23, ["00:00", "04:00"]),
        ("2026-10-25", 25, ["00:00", "02:00", "02:00", "04:00"]),
        ("2026-10-26", 24, ["00:00", "02:00", "04:00"]),
    ],
)
def test_a_day_on_which_the_clocks_change_has_its_own_length(day: str, hours: int, ticks: list[str]) -> None:
    """Madrid skips the hour of 02:00 in March, and has it twice in October."""
    clock = ZoneInfo("Europe/Madrid")
    since = datetime.fromisoformat(day).replace(tzinfo=clock).astimezone(UTC)
    until = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=clock).astimezone(UTC)
    found = hour_ticks(since, until, "Europe/Madrid")
    assert [clock for _, clock in found[: len(ticks)]] == ticks
    assert found[-1] == (hours * 3_600_000, "00:00")
    spec = band_spec("es", ("Ana",), (("Talk", "#000000"),), found, hours * 3_600_000, ("De", "A", "Dura"))
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, hours * 3_600_000]


def test_what_is_drawn_is_counted_from_midnight_and_told_on_the_clock(told: Snapshot) -> None:
    bands = day_of_agents(told, DAY, at("+1 00:00:00"), (), RULES).bands
    rows = band_rows(bands, {"Ana": "Ana R."}, ["x"] * bands.height, DAY, "Asia/Kathmandu", "en")
    row = rows.row(4, named=True)
    assert (row["lane"], row["layer"], row["start"], row["end"]) == ("Ana R.", "talk", 34_210_000, 34_250_000)
    assert (row["begins"], row["lasts"], row["row"]) == ("Mar 2, 2026, 15:15:10", "0:40", 4)


def test_without_any_agent_there_is_nothing_to_draw(tmp_path: Path) -> None:
    day = day_of_agents(Workspace(tmp_path / "none").snapshot(), DAY, at("+1 00:00:00"), (), RULES)
    assert (day.bands.height, day.agents.height, day.away) == (0, 0, 0)
