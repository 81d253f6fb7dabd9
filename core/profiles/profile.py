"""A profile: how an analyst's own table becomes our events, as a frozen value."""

import re
from dataclasses import dataclass, replace
from typing import Any

from core.intervals.roles import ARRIVAL
from core.profiles.targets import CONVERSATIONS
from core.sources.reading import PROFILE
from core.tabular import Form

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
"""What a profile's file can be called."""

ALL = ("*",)
"""Of `keep`: every column that nothing is made of."""

BELIEVE = ("instants", "durations")
END_IS = ("contact", "wrap-up")


@dataclass(frozen=True)
class Mapped:
    """Where one of our columns comes from.

    Args:
        columns: names of columns of the file; of several, the first that is filled in a row is believed.
        time_columns: columns with the time of day, where `columns` have only the date.
        style: how instants, durations or numbers are written, as `core.tabular` names it.
        missing: what stands for nothing besides a blank, such as `-` or `NULL`.
        values: what the file's words are in ours; compared without regard to case and to space around them.
        otherwise: what any other word is; empty for the word itself, or, among choices, for a refusal.
        always: the value of a row in which nothing is given.
    """

    columns: tuple[str, ...] = ()
    time_columns: tuple[str, ...] = ()
    style: str = ""
    missing: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""
    always: str = ""

    @property
    def read(self) -> tuple[str, ...]:
        """All columns of the file that are read for it."""
        return self.columns + self.time_columns


@dataclass(frozen=True)
class Profile:
    """How the rows of a table are to be read.

    Args:
        name: of its file, without the ending.
        platform: what the column `platform` says; the name when empty.
        kind: one of `core.profiles.targets.KINDS`.
        time_zone: IANA zone of times that name none; empty for the house's.
        form: how the file is written, as `core.tabular` has it; recognised anew in every file when null.
        columns: our columns, by target, in the order of the file.
        keep: columns of the file that become custom attributes of the conversation; `ALL` for all that are left over.
        believe: what is believed where durations and instants differ by more than `tolerance_s`.
        tolerance_s: as coarse as the file's clock is (seconds): within it a duration is believed rather than a clock.
        talk_contains_hold: whether the file's talk time contains the hold time.
        end_is: whether `end` is that of the contact or that of the after-contact work.
        interval: of a file of intervals, how long one is, one of `core.intervals.roles.LENGTHS`; empty when each row
            tells its end.
        threshold_s: of a file of intervals, the threshold of its service level (seconds); 0 when nobody knows.
        share_of: of a file of intervals, the counts of which together the service level is a share; `offered` when
            empty.
        volumes: of a file of intervals, times whose averages are of another count than usual, with that count.
        counted_at: of a file of intervals, whether a contact is counted where it came (`arrival`) or ended (`end`).
    """

    name: str
    platform: str = ""
    kind: str = CONVERSATIONS
    time_zone: str = ""
    form: Form | None = None
    columns: tuple[tuple[str, Mapped], ...] = ()
    keep: tuple[str, ...] = ()
    believe: str = BELIEVE[0]
    tolerance_s: float = 1.0
    talk_contains_hold: bool = True
    end_is: str = END_IS[0]
    interval: str = ""
    threshold_s: float = 0
    share_of: tuple[str, ...] = ()
    counted_at: str = ARRIVAL
    volumes: tuple[tuple[str, str], ...] = ()

    @property
    def told_platform(self) -> str:
        """What the column `platform` says."""
        return self.platform or self.name

    @property
    def source(self) -> str:
        """What the column `source` says."""
        return f"{PROFILE} {self.name}"

    @property
    def mapped(self) -> dict[str, Mapped]:
        """Our columns by target."""
        return dict(self.columns)

    @property
    def used(self) -> frozenset[str]:
        """Columns of the file of which something is made."""
        return frozenset(name for _, mapped in self.columns for name in mapped.read)

    def kept(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Of the columns that a file has, those that become attributes."""
        if self.keep == ALL:
            return tuple(name for name in columns if name not in self.used)
        return tuple(name for name in columns if name in self.keep)

    def with_(self, **changes: Any) -> "Profile":
        """The same with other fields."""
        return replace(self, **changes)
