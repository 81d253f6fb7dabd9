"""Changes of the clocks, told on the command line."""

from collections.abc import Iterator, Mapping

from core.sources.given import REPEATED_HOUR


def clock_lines(changes: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """What is uncertain, a line a day; `changes` as `core.sources.given.clock_changes` gives them."""
    for (change, day), rows in changes.items():
        if change == REPEATED_HOUR:
            yield f"{rows:,} records have a time that the clock showed twice on {day}; the first was taken"
        else:
            yield f"{rows:,} records have a time that the clock never showed on {day}; check the time zone"
