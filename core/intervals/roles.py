"""Roles: what a column of a file of counts can be to us, and which volume belongs to which average."""

from collections.abc import Mapping
from dataclasses import dataclass

DIMENSIONS = ("queue_name", "channel", "direction", "agent_name")
"""Texts that tell rows of one interval apart."""

COUNTS = (
    "offered_count",
    "handled_count",
    "abandoned_count",
    "flowed_out_count",
    "answered_within_count",
    "answerable_count",
)
"""Whole numbers of contacts."""

SUMS = ("answer_wait_ms", "abandon_wait_ms", "talk_ms", "hold_ms", "wrap_up_ms", "handling_ms")
"""Times added up over an interval, in milliseconds."""

AVERAGES: Mapping[str, str] = {f"average_{name}": name for name in SUMS}
"""Role of an average, in milliseconds, → the sum that is made of it and its volume."""

SHARES = ("service_level", "abandon_rate")
"""Parts of 1."""

VOLUMES: Mapping[str, str] = {
    name: "abandoned_count" if name == "abandon_wait_ms" else "handled_count" for name in SUMS
}
"""Sum → the count that its average is of, unless a profile declares another one."""

INSTANTS = ("started_at", "ended_at")
NUMBERS = ("threshold_s",)
ROLES = (*INSTANTS, *DIMENSIONS, *COUNTS, *SHARES, *SUMS, *AVERAGES, *NUMBERS)
"""Every column that `core.intervals.read` understands; a file of counts has `started_at` and some of the others."""

FACTS = (*COUNTS, *NUMBERS, *SUMS)
"""What an interval's row says of it: two rows of one interval are the same when all of these are."""

FIXED_MS = {"quarter_hour": 900_000, "half_hour": 1_800_000, "hour": 3_600_000}
CALENDAR = {"day": "1d", "week": "7d", "month": "1mo"}
LENGTHS = (*FIXED_MS, *CALENDAR)
"""How long an interval is; days and what is made of them are those of the clock in the file's zone."""

ARRIVAL, END = "arrival", "end"


@dataclass(frozen=True)
class Counting:
    """How a file of counts counts, where its rows do not say so themselves.

    Args:
        platform: what the column `platform` says.
        profile: what the column `profile` says.
        zone: IANA zone in which hours and days are counted.
        length: one of LENGTHS; empty where each row tells `ended_at`.
        threshold_s: the threshold of the service level, in seconds; None where rows tell it or nobody knows.
        share_of: the counts that together the service level is a share of, such as handled and abandoned.
        volumes: of sums that are not of their usual volume (VOLUMES), which count they are of.
        counted_at: ARRIVAL when a contact counts as handled or abandoned in the interval in which it was offered, so
            that these are never more than the offered ones; END when in that in which it ended.
    """

    platform: str
    profile: str
    zone: str
    length: str = ""
    threshold_s: int | None = None
    share_of: tuple[str, ...] = ("offered_count",)
    volumes: tuple[tuple[str, str], ...] = ()
    counted_at: str = ARRIVAL

    def volume_of(self, name: str) -> str:
        """The count that a sum's average is of."""
        return dict(self.volumes).get(name, VOLUMES[name])
