"""What reading a file gives: batches of events, and of records that could not be used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

BROKEN = "broken record"
NOT_AN_OBJECT = "not an object"
ENCODING = "wrong encoding"
FIELD_COUNT = "wrong number of fields"
TOTALS_LINE = "line of totals"
NO_TYPE = "no event type"
NO_TIME = "no timestamp"
UNREADABLE_TIME = "unreadable timestamp"
ABSURD_TIME = "timestamp outside 2000–2100"

LEFT_OUT_ROW = "left out by the profile"
UNKNOWN_VALUE = "value not in the profile"
UNREADABLE_DURATION = "unreadable duration"
UNREADABLE_NUMBER = "unreadable number"
IMPOSSIBLE_DURATION = "impossible duration"
OUT_OF_ORDER = "times out of order"
NO_ID = "no id of the call or agent"
CONTRADICTED = "times that contradict each other"

REASONS = (
    *(BROKEN, NOT_AN_OBJECT, ENCODING, FIELD_COUNT, TOTALS_LINE, NO_TYPE, NO_TIME, UNREADABLE_TIME, ABSURD_TIME),
    *(LEFT_OUT_ROW, UNKNOWN_VALUE, UNREADABLE_DURATION, UNREADABLE_NUMBER, IMPOSSIBLE_DURATION, OUT_OF_ORDER),
    *(CONTRADICTED, NO_ID),
)
"""Every reason for which a record is rejected; the interface translates them."""

RAW_LIMIT = 10_000
DETAIL_LIMIT = 300

REJECTED_SCHEMA = pl.Schema({"position": pl.Int64, "reason": pl.String, "detail": pl.String, "raw": pl.String})


@dataclass(frozen=True)
class Rejection:
    """One record that could not be used: its place, one of REASONS, the value that is wrong, the record's text."""

    position: int
    reason: str
    detail: str
    raw: str = ""

    def shifted(self, by: int) -> "Rejection":
        """The same, counted from elsewhere."""
        return replace(self, position=self.position + by)

    def with_raw(self, raw: str) -> "Rejection":
        """The same with the record's text."""
        return replace(self, raw=raw)


@dataclass(frozen=True)
class Batch:
    """Some records of one file, in the file's order.

    Args:
        source: the shape in which they came, such as `event stream`.
        rows_in: records read; each gives events or is rejected.
        events: EVENTS without `load_id`; `position` tells of which record each is.
        rejected: position, reason, detail and raw text of each record that could not be used.
        unknown_fields: fields that no documentation names, with how many records carry each.
        platform: whose events they are, such as `Twilio`.
        bytes_read: how many bytes of the file on the disk had been read for it and the batches before it.
        intervals: rows that are counts of intervals, as `core.intervals.read.STAGED` has them; None where records are
            events.
    """

    source: str
    rows_in: int
    events: pl.DataFrame
    rejected: pl.DataFrame
    unknown_fields: dict[str, int]
    platform: str
    bytes_read: int = 0
    intervals: pl.DataFrame | None = None


def rejected_frame(rejections: Sequence[Rejection]) -> pl.DataFrame:
    """The rejections as a frame, by position; long texts are cut."""
    rows = [
        (rejection.position, rejection.reason, rejection.detail[:DETAIL_LIMIT], rejection.raw[:RAW_LIMIT])
        for rejection in sorted(rejections, key=lambda rejection: rejection.position)
    ]
    return pl.DataFrame(rows, schema=REJECTED_SCHEMA, orient="row")
