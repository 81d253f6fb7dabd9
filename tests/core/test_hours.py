"""Opening hours: what people write, what it means, and which minutes are within."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from core.errors import DefinitionError
from core.hours import DAY_MINUTES, WEEK_MINUTES, is_open, is_within, parse_hours
from core.settings import Settings
from core.settings_text import read_settings, settings_text

MONDAY = datetime(2026, 3, 2)


def _open(text: str) -> set[int]:
    """The minutes of the week that are within, asked of the expression one by one."""
    clocks = [MONDAY + timedelta(minutes=minute) for minute in range(WEEK_MINUTES)]
    within = pl.Series("clock", clocks).to_frame().select(is_within(pl.col("clock"), parse_hours(text))).to_series()
    return set(within.arg_true())


def _minutes(*spans: tuple[int, float, float]) -> set[int]:
    """Day (0 = Monday), first and last hour → minutes of the week."""
    return {
        (day * DAY_MINUTES + minute) % WEEK_MINUTES
        for day, first, last in spans
        for minute in range(int(first * 60), int(last * 60))
    }


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Mon-Fri 09:00-18:00", [(day, 9, 18) for day in range(5)]),
        ("Mon-Fri 09:00-18:00; Sat 10:00-14:00", [*((day, 9, 18) for day in range(5)), (5, 10, 14)]),
        ("Mon,Wed 9:00-13:00,14:30-18:00", [(day, *span) for day in (0, 2) for span in ((9, 13), (14.5, 18))]),
        ("08:00-22:00", [(day, 8, 22) for day in range(7)]),
        ("22:00-06:00", [(day, 22, 30) for day in range(7)]),
        ("Sun 22:00-06:00", [(6, 22, 30)]),
        ("Fri-Mon 00:00-24:00", [(day, 0, 24) for day in (4, 5, 6, 0)]),
        ("Sun 20:00-24:00; Mon 00:00-04:00", [(6, 20, 28)]),
        ("Sun 10:00-00:00", [(6, 10, 24)]),
        (
            "mon - tue , SAT 09:00 - 10:00 , 11:00 - 12:00",
            [(day, *s) for day in (0, 1, 5) for s in ((9, 10), (11, 12))],
        ),
        ("Mon 09:00-12:00; Mon 11:00-13:00", [(0, 9, 13)]),
        ("", [(day, 0, 24) for day in range(7)]),
        ("  ", [(day, 0, 24) for day in range(7)]),
    ],
)
def test_hours_mean_these_minutes_of_the_week(text: str, spans: list[tuple[int, float, float]]) -> None:
    assert _open(text) == _minutes(*spans)


def test_hours_written_in_two_ways_are_the_same_value() -> None:
    assert parse_hours("Mon-Wed 09:00-18:00") == parse_hours("Wed,Mon,Tue 9:00-12:00,12:00-18:00")
    assert parse_hours("00:00-24:00") == parse_hours("")


@pytest.mark.parametrize(
    ("day", "spans"),
    [(1, ((0, 360), (540, 720))), (2, ((0, 1440),)), (3, ()), (7, ((1320, 1440),))],
)
def test_one_day_of_the_week_is_told_in_its_own_minutes(day: int, spans: tuple[tuple[int, int], ...]) -> None:
    assert parse_hours("Sun 22:00-06:00; Mon 09:00-12:00; Tue 00:00-24:00").on(day) == spans


def test_the_last_moment_before_closing_is_within_and_closing_time_is_not() -> None:
    closing = datetime(2026, 3, 2, 18)
    clocks = pl.Series([closing - timedelta(milliseconds=1), closing, None], dtype=pl.Datetime("ms"))
    within = clocks.to_frame("clock").select(is_within(pl.col("clock"), parse_hours("Mon-Fri 09:00-18:00")))
    assert within.to_series().to_list() == [True, False, None]


def test_a_holiday_is_closed_all_day_and_the_night_before_it_ends_at_midnight() -> None:
    clocks = [MONDAY + timedelta(hours=hours) for hours in (23, 24, 29, 40, 47.99, 48, 53)]
    hours, tuesday = parse_hours("22:00-06:00"), date(2026, 3, 3)
    told = pl.Series("clock", clocks).to_frame().select(is_open(pl.col("clock"), hours, (tuesday,)))
    assert told.to_series().to_list() == [True, False, False, False, False, True, True]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Mon-Fri 9-18", "'Mon-Fri 9-18'"),
        ("Mon-Fri 09:00-18:00; Sat", "'Sat'"),
        ("Mon-Fri 09:00-18:00;", "''"),
        ("Mon-Fry 09:00-18:00", "'Mon-Fry 09:00-18:00' cannot be read as hours (days are Mon, Tue"),
        ("Mon-Tue-Wed 09:00-18:00", "'Mon-Tue-Wed 09:00-18:00'"),
        ("Mon 09:00-25:00", "25:00 is no time of day"),
        ("Mon 09:60-10:00", "09:60 is no time of day"),
        ("Mon 24:01-10:00", "24:01 is no time of day"),
        ("Mon 09:00-09:00", "a whole day is 00:00-24:00"),
        ("Mon 24:00-10:00", "24:00 can only be an end"),
        ("always", "'always'"),
        ("lunes 09:00-18:00", "'lunes 09:00-18:00'"),
    ],
)
@pytest.mark.parametrize("name", ["opening_hours", "waking_hours"])
def test_hours_that_cannot_be_read_are_refused_with_a_good_example(name: str, text: str, quoted: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Settings(**{name: text})
    message = str(refused.value)
    assert message.startswith(f"{name}: ")
    assert quoted in message
    assert "write them like Mon-Fri 09:00-18:00; Sat 10:00-14:00" in message


def test_hours_are_kept_in_the_file_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    house = Settings(opening_hours="Mon-Sun 08:00-20:00", waking_hours="")
    file.write_text(settings_text(house), encoding="utf-8")
    assert read_settings(file) == house


def test_a_file_with_hours_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('opening_hours = "9 to 5"\n')
    with pytest.raises(DefinitionError, match=r"settings\.toml: opening_hours: '9 to 5' cannot be read"):
        read_settings(file)
