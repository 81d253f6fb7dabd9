"""Time grains on each customer's own clock: what it showed, labelled UTC."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from core.answer import aggregate, answer, rows_behind
from core.errors import QueryError
from core.grains import GRAINS
from core.metrics import METRICS, Metric, Text
from core.metrics.measure import count
from core.plan import check
from core.query import Query, Scalar
from core.schema.column import instant
from core.schema.table import Table
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core.metrics.pencil import MARY, frames, segment

RULES = Settings(time_zone="Europe/Madrid")
ASKED = Query(("conversations",), zone="customer")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MIDNIGHTS = {
    "Pacific/Honolulu": datetime(2026, 3, 2, 2),
    "America/St_Johns": datetime(2026, 3, 2, 8, 30),
    "Europe/Madrid": datetime(2026, 3, 2, 13),
    "Asia/Kathmandu": datetime(2026, 3, 2, 17, 45),
    "Pacific/Kiritimati": datetime(2026, 3, 3, 2),
}
"""What the clocks of five customers show at noon UTC: it is Monday, and for one of them Tuesday."""

Group = Scalar | None


def _talks(*moments: tuple[str, str | None]) -> list[dict[str, object]]:
    """A handled conversation at each instant, with a customer of that zone."""
    return [
        segment("00:00:00", f"c{number}", "ana", "Sales", **MARY, started_at=datetime.fromisoformat(at), time_zone=zone)
        for number, (at, zone) in enumerate(moments)
    ]


def _split(grain: str, *moments: tuple[str, str | None]) -> list[tuple[Group, int]]:
    return aggregate(frames(_talks(*moments), []), ASKED.with_(by=(grain,)), RULES).rows()


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        (
            "quarter_hour",
            [_utc(2026, 3, 2, 2), _utc(2026, 3, 2, 8, 30), _utc(2026, 3, 2, 13), _utc(2026, 3, 2, 17, 45)],
        ),
        ("half_hour", [_utc(2026, 3, 2, 2), _utc(2026, 3, 2, 8, 30), _utc(2026, 3, 2, 13), _utc(2026, 3, 2, 17, 30)]),
        ("hour", [_utc(2026, 3, 2, 2), _utc(2026, 3, 2, 8), _utc(2026, 3, 2, 13), _utc(2026, 3, 2, 17)]),
        ("hour_of_day", [2, 8, 13, 17]),
    ],
)
def test_hours_and_their_parts_are_what_each_clock_showed(grain: str, expected: list[Group]) -> None:
    found = _split(grain, *((NOON.isoformat(), zone) for zone in list(MIDNIGHTS)[:-1]))
    assert found == [(group, 1) for group in expected]


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("day", [(date(2026, 3, 2), 4), (date(2026, 3, 3), 1), (None, 1)]),
        ("weekday", [(1, 4), (2, 1), (None, 1)]),
        ("week", [(date(2026, 3, 2), 5), (None, 1)]),
        ("month", [(date(2026, 3, 1), 5), (None, 1)]),
        ("quarter", [(date(2026, 1, 1), 5), (None, 1)]),
        ("year", [(date(2026, 1, 1), 5), (None, 1)]),
    ],
)
def test_days_begin_at_each_customers_own_midnight_and_unknown_zones_are_a_group(
    grain: str, expected: list[tuple[Group, int]]
) -> None:
    assert _split(grain, *((NOON.isoformat(), zone) for zone in (*MIDNIGHTS, None))) == expected


def test_a_change_of_the_clocks_is_each_customers_own() -> None:
    """29 March 2026, 00:30 and 01:30 UTC: Madrid skips from two to three, New York has changed weeks ago."""
    moments = [(f"2026-03-29T0{hour}:30Z", zone) for hour in (0, 1) for zone in ("Europe/Madrid", "America/New_York")]
    assert _split("hour_of_day", *moments) == [(1, 1), (3, 1), (20, 1), (21, 1)]


def test_an_hour_that_the_clock_repeats_is_one_group() -> None:
    repeated = [(f"2026-10-25T0{hour}:30Z", "Europe/Madrid") for hour in (0, 1)]
    assert _split("hour", *repeated) == [(_utc(2026, 10, 25, 2), 2)]


def test_the_period_stays_a_matter_of_instants() -> None:
    """Both customers' second of March, yet only one of the calls within these two hours."""
    parts = _talks(("2026-03-02T11:30Z", "Asia/Tokyo"), ("2026-03-02T13:30Z", "America/New_York"))
    query = ASKED.with_(by=("day",), since=_utc(2026, 3, 2, 11), until=_utc(2026, 3, 2, 13))
    assert aggregate(frames(parts, []), query, RULES).rows() == [(date(2026, 3, 2), 1)]


def test_conditions_are_asked_on_the_customers_clock() -> None:
    parts = frames(_talks(*((NOON.isoformat(), zone) for zone in (*MIDNIGHTS, None))), [])
    early = ASKED.with_condition("hour_of_day", 2).with_(by=("time_zone",))
    assert [zone for zone, _ in aggregate(parts, early, RULES).rows()] == ["Pacific/Honolulu", "Pacific/Kiritimati"]
    tuesday = early.with_condition("weekday", 2)
    assert [zone for zone, _ in aggregate(parts, tuesday, RULES).rows()] == ["Pacific/Kiritimati"]
    unknown = ASKED.with_condition("weekday", None).with_(by=("time_zone",))
    assert aggregate(parts, unknown, RULES).rows() == [(None, 1)]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Five customers' calls at noon UTC and at three hours after it, and one of nobody knows where."""
    moments = [(at, zone) for at in ("2026-03-02T12:00Z", "2026-03-02T15:07Z") for zone in (*MIDNIGHTS, None)]
    with Workspace(tmp_path_factory.mktemp("customers")).write() as change:
        for table, rows in frames(_talks(*moments), []).items():
            change.append(table, rows)
        return change.commit("customers")


@pytest.mark.parametrize("grain", GRAINS)
def test_the_rows_behind_each_group_are_as_many_as_it_says(snapshot: Snapshot, grain: str) -> None:
    groups = answer(snapshot, ASKED.with_(by=(grain,)), RULES).rows()
    assert sum(number for _, number in groups) == 12
    assert groups[-1] == (None, 2)
    for group, number in groups:
        behind = rows_behind(snapshot, ASKED.with_condition(grain, group), "conversations", RULES).collect()
        assert behind.height == number, group


def test_rows_without_a_customer_have_no_such_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    shifts = Table("SHIFTS", "A shift.", ("started_at",), "started_at", (instant("started_at", "Its begin"),))
    words = Text("Shifts.", "Turnos.")
    begun = Metric("shifts", words, words, "", "count", "neither", "test", lambda _: count(shifts, pl.lit(True)))
    monkeypatch.setitem(METRICS, "shifts", begun)
    refusal = r"by day on the customer's clock.*SHIFTS.*no time_zone.*metrics that can be: conversations,"
    for asked in (Query(("shifts",), ("day",)), Query(("shifts",)).with_condition("day", date(2026, 3, 2))):
        assert check(asked, Settings()) is None
        with pytest.raises(QueryError, match=refusal):
            check(asked.with_(zone="customer"), Settings())


def test_the_customers_clock_is_part_of_an_address() -> None:
    assert Query.from_dict(ASKED.to_dict()) == ASKED
    assert ASKED.to_dict()["zone"] == "customer"
