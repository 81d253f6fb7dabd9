"""Where the time of a row was, once more in plain Python: written from the definitions and not from the engine."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tests.core.meanings import Row

QUARTER = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MS = timedelta(milliseconds=1)

Span = tuple[datetime, datetime]


def span_of(row: Row, column: str) -> Span | None:
    """From when to when a duration of a row of SEGMENTS lasted; None when it is not known."""
    if row[column] is None:
        return None
    length, moment = row[column] * MS, row["started_at"]
    is_dated_after = {
        "queue_time_ms": row["kind"] != "Queue",
        "abandon_time_ms": row["kind"] != "Queue",
        "ring_time_ms": row["kind"] not in ("Missed Conversation", "Rejected Conversation"),
    }
    if is_dated_after.get(column):
        return moment - length, moment
    if column == "wrap_up_time_ms":
        moment += (row["talk_time_ms"] or 0) * MS
    if column == "handling_time_ms" and row["direction"] == "Outbound":
        moment -= (row["ring_time_ms"] or 0) * MS
    return moment, moment + length


def quarters(span: Span) -> Iterable[Span]:
    """The span cut wherever a quarter of an hour ends."""
    begin, end = span
    if begin == end:
        yield span
    while begin < end:
        edge = min(end, begin - (begin - EPOCH) % QUARTER + QUARTER)
        yield begin, edge
        begin = edge


def dated(rows: Iterable[Row], column: str, how: str) -> list[Row]:
    """The rows as often as their time counts: dated where it does, and with what counts there."""
    if how == "started":
        return list(rows)
    found = []
    for row in rows:
        span = span_of(row, column)
        pieces = [] if span is None else quarters(span) if how == "split" else [span]
        for begin, end in pieces:
            found.append(row | {"started_at": begin if how == "split" else end, column: (end - begin) // MS})
    return found


def within(rows: Iterable[Row], column: str, how: str, since: datetime, until: datetime) -> list[Row]:
    """`dated`, as far as it lies in the period; split time is cut at its edges."""
    if how != "split":
        return [row for row in dated(rows, column, how) if since <= row["started_at"] < until]
    found = []
    for row in dated(rows, column, how):
        begin, end = max(row["started_at"], since), min(row["started_at"] + row[column] * MS, until)
        if begin < end or (row[column] == 0 and since <= row["started_at"] < until):
            found.append(row | {"started_at": begin, column: (end - begin) // MS})
    return found
