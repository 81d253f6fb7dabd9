"""Tables: instants and sizes are read as short as they can be without becoming ambiguous."""

from datetime import UTC, datetime

import pytest

from ui.grid import clocks
from ui.loads import size

NOON = datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)
MIDNIGHT_IN_MADRID = datetime(2026, 3, 2, 23, tzinfo=UTC)


def test_times_of_one_day_leave_the_day_out() -> None:
    read = clocks([NOON, None, MIDNIGHT_IN_MADRID], "UTC", milliseconds=True)
    assert (read(NOON), read(None)) == ("12:00:00.123", "–")


def test_times_of_two_local_days_name_the_day() -> None:
    read = clocks([NOON, MIDNIGHT_IN_MADRID], "Europe/Madrid")
    assert read(MIDNIGHT_IN_MADRID) == "Mar 3, 2026, 00:00:00"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (999_499, "999,5 kB"), (999_999, "1 MB"), (2.5e12, "2,5 TB")],
)
def test_sizes_have_one_to_three_digits_before_the_comma(count: float, shown: str) -> None:
    assert size(count, "es") == shown
