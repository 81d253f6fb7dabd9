"""Agents' time once more, in plain Python: loops over agents and instants, written from the definitions."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from core.settings import Settings
from tests.core import meanings as row_is
from tests.core.meanings import Row
from tests.core.spans import MS, quarters

Value = float | None
DAY = timedelta(days=1)
STATUSES = ("Agent Status", "Agent Status in Progress")
NAMES = ("agent_name", "handling_team_name", "handling_department_name")


def span(row: Row, end: datetime | None) -> tuple[datetime, datetime] | None:
    """From when to when a segment says something of its agent's time; None when it says nothing."""
    begin, over = row["started_at"], row["ended_at"]
    is_status, is_talk = row["kind"] in STATUSES, row["kind"] in ("Conversation", "Conversation in Progress")
    if row["agent_id"] is None or not (is_status or is_talk):
        return None
    if over is None and row["kind"].endswith("in Progress") and end is not None:
        over = end if is_status else min(end, begin + DAY)
    if is_talk and row["direction"] == "Outbound":
        begin -= min((row["ring_time_ms"] or 0) * MS, DAY)
    return (begin, over) if over is not None and begin < over else None


def stretches(segments: list[Row], end: datetime | None) -> Iterator[Row]:
    """Each agent's time between two neighbouring instants at which anything begins or ends."""
    known = [(row, lasts) for row in segments if (lasts := span(row, end))]
    for agent in {row["agent_id"] for row, _ in known}:
        own = [(row, lasts) for row, lasts in known if row["agent_id"] == agent]
        for begin, until in pairwise(sorted({edge for _, lasts in own for edge in lasts})):
            rows = [row for row, lasts in own if lasts[0] <= begin and until <= lasts[1]]
            statuses = [row for row in rows if row["kind"] in STATUSES]
            if rows:
                told = max(statuses or rows, key=lambda row: (row["started_at"], row["segment_id"]))
                yield {name: told[name] for name in NAMES} | {
                    "agent_id": agent,
                    "activity": told["activity"] if statuses else None,
                    "started_at": begin,
                    "ended_at": until,
                    "parallel_conversations": len(rows) - len(statuses),
                }


def slices(rows: Iterable[Row], since: datetime | None = None, until: datetime | None = None) -> list[Row]:
    """The stretches within the period, cut wherever a quarter of an hour ends."""
    found = []
    for row in rows:
        begin = max(row["started_at"], since or row["started_at"])
        end = min(row["ended_at"], until or row["ended_at"])
        pieces = quarters((begin, end)) if begin < end else ()
        found += [row | {"started_at": first, "ended_at": last} for first, last in pieces]
    return found


def lasted(rows: list[Row], holds: Callable[[Row], bool], *, weighted: bool = False) -> int:
    lengths = [(row["ended_at"] - row["started_at"]) // MS for row in rows if holds(row)]
    weights = [row["parallel_conversations"] if weighted else 1 for row in rows if holds(row)]
    return sum(length * weight for length, weight in zip(lengths, weights, strict=True))


def busy(row: Row) -> bool:
    return bool(row["parallel_conversations"])


def values(rows: list[Row], segments: list[Row], rules: Settings) -> dict[str, Value]:
    """Every metric of agents' time; sums that nothing adds to are None.

    Args:
        rows: slices.
        segments: the rows of SEGMENTS dated in the same group.
    """

    def known(row: Row) -> bool:
        return row["activity"] is not None

    def available(row: Row) -> bool:
        return row["activity"] in rules.available_activities

    def logged_in(row: Row) -> bool:
        return known(row) and row["activity"] not in rules.offline_activities

    def offline(row: Row) -> bool:
        return known(row) and not logged_in(row)

    def share(above: int, below: int) -> Value:
        return above / below if below else None

    work = lasted(rows, lambda row: known(row) and busy(row))
    idle = lasted(rows, lambda row: available(row) and not busy(row))
    there = lasted(rows, logged_in)
    sums = {
        "activity_time": lasted(rows, known),
        "logged_in_time": there,
        "available_time": lasted(rows, available),
        "idle_time": idle,
        "offline_time": lasted(rows, offline),
        "busy_time": lasted(rows, busy),
    }
    return {name: time or None for name, time in sums.items()} | {
        "occupancy": share(work, work + idle),
        "utilisation": share(lasted(rows, lambda row: logged_in(row) and busy(row)), there),
        "concurrency": share(lasted(rows, busy, weighted=True), lasted(rows, busy)),
        "handled_segments_per_logged_in_hour": share(sum(map(row_is.talked, segments)) * 3_600_000, there),
        "conversations_per_logged_in_hour": share(
            len({row["conversation_id"] for row in filter(row_is.talked, segments)}) * 3_600_000, there
        ),
        "agents_logged_in": len({row["agent_id"] for row in rows if logged_in(row)}),
    }


METRICS = set(values([], [], Settings()))


def groups(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """Rows by their groups."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
