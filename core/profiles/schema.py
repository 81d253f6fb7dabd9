"""The declared schema of a profile's file: its keys, what each means and what it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from core.intervals.roles import ARRIVAL, END, LENGTHS
from core.profiles.profile import BELIEVE, END_IS
from core.profiles.targets import (
    CONVERSATION_TARGETS,
    CONVERSATIONS,
    EVENT_TARGETS,
    EVENTS,
    INTERVALS,
    KINDS,
    Target,
)

TEXT, TEXTS, TRUTH, NUMBER, TABLE = (
    "a text in quotes",
    "a text in quotes, or a list of them",
    "true or false",
    "a number, 0 or more",
    "a table",
)


@dataclass(frozen=True)
class Key:
    """One key of the file.

    Args:
        takes: what its value has to be.
        meaning: in the manual.
        choices: the only values that there are; none for any.
        kinds: the kinds of profile that have it.
    """

    takes: str
    meaning: str
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS


PROFILE_KEYS: Mapping[str, Key] = {
    "platform": Key(
        TEXT, "The name by which the rows are told apart from those of other platforms. Without it, the profile's name."
    ),
    "kind": Key(TEXT, "What one row is. Without it, `conversations`.", KINDS),
    "time_zone": Key(TEXT, "IANA time zone of times that name none. Without it, the house's."),
    "believe": Key(
        TEXT,
        "What is believed where durations and instants of a row contradict each other. Without it, `instants`.",
        BELIEVE,
        (CONVERSATIONS,),
    ),
    "tolerance_s": Key(
        NUMBER,
        "As coarse as the file's clock is, in seconds: a smaller difference is no contradiction, and the duration is "
        "believed. Without it, 1.",
        kinds=(CONVERSATIONS,),
    ),
    "talk_contains_hold": Key(
        TRUTH, "Whether the file's talk time contains the hold time. Without it, true.", kinds=(CONVERSATIONS,)
    ),
    "end_is": Key(
        TEXT,
        "Whether `end` is that of the contact or that of the after-contact work. Without it, `contact`.",
        END_IS,
        (CONVERSATIONS,),
    ),
    "interval": Key(
        TEXT, "How long an interval is. Without it, each row has to tell `ended_at`.", LENGTHS, (INTERVALS,)
    ),
    "threshold_s": Key(
        NUMBER, "The threshold of the file's service level, in seconds. Without it, nobody knows.", kinds=(INTERVALS,)
    ),
    "share_of": Key(
        TEXTS,
        "The counts of which together the service level is a share, such as `handled` and `abandoned`. Without it, "
        "`offered`.",
        kinds=(INTERVALS,),
    ),
    "counted_at": Key(
        TEXT,
        "Whether a contact is counted in the interval in which it came or in that in which it ended. Without it, "
        "`arrival`.",
        (ARRIVAL, END),
        (INTERVALS,),
    ),
    "volumes": Key(
        TABLE,
        "Of averages that are not of the contacts handled (for the abandon time: abandoned), the count that they are "
        'of, such as `{ hold_time = "offered" }`.',
        kinds=(INTERVALS,),
    ),
    "keep": Key(
        TEXTS,
        'Columns that become attributes of the conversation, `conversations.NAME`; `"*"` for all that nothing else '
        "is made of.",
        kinds=(CONVERSATIONS, EVENTS),
    ),
    "form": Key(TABLE, "How the file is written, below. Without it, that is recognised anew in every file."),
    "columns": Key(TABLE, "Our columns, below."),
}
"""At the top of the file."""

COLUMN_KEYS: Mapping[str, Key] = {
    "from": Key(TEXTS, "The file's column; of several, the first that is filled in a row is believed."),
    "time_from": Key(TEXTS, "The column with the time of day, where `from` has only the date."),
    "style": Key(
        TEXT, "How the instant, duration or number is written. Without it, as ISO 8601, seconds, or `1234.5`."
    ),
    "missing": Key(TEXTS, "What stands for nothing besides a blank, such as `-`, `NULL` or `0`."),
    "values": Key(TABLE, "The file's words = ours."),
    "otherwise": Key(TEXT, "What any other word is."),
    "always": Key(TEXT, "The value where the file gives none; without `from`, of every row."),
}
"""Within `[columns.TARGET]`; a text or a list in its place is short for `from` alone."""


def targets_of(kind: str) -> Mapping[str, Target]:
    """Our columns that the rows of a kind can tell of."""
    if kind == INTERVALS:
        from core.profiles.intervals import INTERVAL_TARGETS

        return INTERVAL_TARGETS
    return EVENT_TARGETS if kind == EVENTS else CONVERSATION_TARGETS


def takes(key: Key, value: Any) -> bool:
    """Whether a value is what a key takes."""
    return _CHECKS[key.takes](value)


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    TEXT: lambda value: isinstance(value, str),
    TEXTS: lambda value: (
        isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
    ),
    TRUTH: lambda value: isinstance(value, bool),
    NUMBER: lambda value: type(value) in (int, float) and isfinite(value) and value >= 0,
    TABLE: lambda value: isinstance(value, dict),
}
