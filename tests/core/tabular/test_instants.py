"""Instants: every way of writing them, what tells the order of their parts, and clocks that change."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from core.tabular import Note
from core.tabular.orders import parts_of, sooner
from core.tabular.values import days_later, guess_instants, read_instants

MADRID = "Europe/Madrid"


def text(*values: str | None) -> pl.Series:
    return pl.Series("values", list(values), dtype=pl.String)


def read(value: str, style: str, zone: str = "UTC") -> str:
    """One value as read, in ISO 8601; empty when it is bad."""
    found = read_instants(text(value), style, zone)
    return "" if found.is_bad[0] else found.at[0].isoformat(timespec="milliseconds").removesuffix("+00:00")


@pytest.mark.parametrize(
    ("value", "style", "instant"),
    [
        ("2024-03-05T10:15:30Z", "ymd", "2024-03-05T10:15:30.000"),
        ("2024-03-05 10:15:30.1234567", "ymd", "2024-03-05T10:15:30.123"),
        ("2024-03-05T10:15:30+05:30", "ymd", "2024-03-05T04:45:30.000"),
        ("2024-03-05T10:15:30-0300", "ymd", "2024-03-05T13:15:30.000"),
        ("2024-03-05 10:15:30 UTC", "ymd", "2024-03-05T10:15:30.000"),
        ("2024-03-05 10:15:30 CET", "ymd", "2024-03-05T09:15:30.000"),
        ("2024/3/5 9:05", "ymd", "2024-03-05T09:05:00.000"),
        ("20240305", "ymd", "2024-03-05T00:00:00.000"),
        ("20240305101530", "ymd", "2024-03-05T10:15:30.000"),
        ("20240305T101530Z", "ymd", "2024-03-05T10:15:30.000"),
        ("20240305-101530", "ymd", "2024-03-05T10:15:30.000"),
        ("24-03-05 10:15", "ymd", "2024-03-05T10:15:00.000"),
        ("05/03/2024 10:15:30", "dmy", "2024-03-05T10:15:30.000"),
        ("05/03/2024 10:15:30", "mdy", "2024-05-03T10:15:30.000"),
        ("5.3.24 10.15", "dmy", "2024-03-05T10:15:00.000"),
        ("5-3-2024, 22:15 h", "dmy", "2024-03-05T22:15:00.000"),
        ("3/5/2024 12:05 AM", "mdy", "2024-03-05T00:05:00.000"),
        ("3/5/2024 12:05 p.m.", "mdy", "2024-03-05T12:05:00.000"),
        ("05/03/2024 3:05:09 p. m.", "dmy", "2024-03-05T15:05:09.000"),
        ("05/03/2024 3:05:09\u00a0p.\u00a0m.", "dmy", "2024-03-05T15:05:09.000"),
        ("Mar 5, 2024, 5:04:03 PM", "mdy", "2024-03-05T17:04:03.000"),
        ("5 de marzo de 2024 a las 10:15", "dmy", "2024-03-05T10:15:00.000"),
        ("martes, 5 de marzo de 2024", "dmy", "2024-03-05T00:00:00.000"),
        ("05-ene-24 10:15", "dmy", "2024-01-05T10:15:00.000"),
        ("5 Sept. 2024 10:15", "ymd", "2024-09-05T10:15:00.000"),
        ("Tue, 05 Mar 2024 10:15:30 +0100", "dmy", "2024-03-05T09:15:30.000"),
        ("Tue Mar 05 10:15:30 UTC 2024", "mdy", "2024-03-05T10:15:30.000"),
        ("05/Mar/2024:10:15:30 +0100", "dmy", "2024-03-05T09:15:30.000"),
        ("1709633730", "epoch_s", "2024-03-05T10:15:30.000"),
        ("1709633730.25", "epoch_s", "2024-03-05T10:15:30.250"),
        ("1709633730250", "epoch_ms", "2024-03-05T10:15:30.250"),
        ("1709633730250000", "epoch_us", "2024-03-05T10:15:30.250"),
        ("45356.427430555555", "excel_1900", "2024-03-05T10:15:30.000"),
        ("45356,427430555555", "excel_1900", "2024-03-05T10:15:30.000"),
        ("43894.427430555555", "excel_1904", "2024-03-05T10:15:30.000"),
        ("2024-03-05 24:00", "ymd", "2024-03-06T00:00:00.000"),
        ("2024-02-30 10:00", "ymd", ""),
        ("2024-03-05 25:00", "ymd", ""),
        ("2024-03-05 10:61", "ymd", ""),
        ("31/31/2024", "dmy", ""),
        ("05/13/2024", "dmy", ""),
        ("3/5/2024 13:05 PM", "mdy", ""),
        ("yesterday", "dmy", ""),
        ("99999999999999999999", "epoch_ms", ""),
        ("1e308", "excel_1900", ""),
        ("NaN", "epoch_s", ""),
    ],
)
def test_each_way_of_writing_an_instant_is_read(value: str, style: str, instant: str) -> None:
    assert read(value, style) == instant


def best(*values: str | None) -> tuple[str, float, str, dict[str, object]]:
    """Style, confidence, first fact and its parameters of the likeliest guess."""
    guess = guess_instants(text(*values))[0]
    return guess.style, guess.confidence, guess.evidence[0].key, dict(guess.evidence[0].params)


def test_a_position_beyond_twelve_tells_the_day() -> None:
    assert best("01/02/2024", "31/01/2024") == ("dmy", 0.98, "day_first", {"part": 1, "reaches": 31})
    assert best("01/02/2024", "01/25/2024") == ("mdy", 0.98, "month_first", {"part": 2, "reaches": 25})


def test_what_is_a_date_in_no_order_tells_none() -> None:
    assert best("03/09/2026", "16/09/2026", "99/99/9999")[::2] == ("dmy", "day_first")
    assert best("09/03/2026", "09/16/2026", "25/13/2026", "00/31/2026")[::2] == ("mdy", "month_first")


def test_an_order_that_nothing_tells_is_said_to_be_ambiguous() -> None:
    guesses = guess_instants(text("03/03/2024 10:00", "04/04/2024 10:00"))
    assert [(guess.style, guess.confidence) for guess in guesses] == [("dmy", 0.5), ("mdy", 0.5)]
    assert {guess.evidence[0].key for guess in guesses} == {"order_ambiguous"}


def test_rows_in_order_of_time_tell_the_order_of_the_parts() -> None:
    values = [f"{day:02}/{month:02}/2024" for month in (1, 2, 3) for day in (2, 9, 11)]
    assert best(*values)[:3] == ("dmy", 0.8, "order_sorted")


def test_dates_that_are_close_only_one_way_tell_the_order() -> None:
    assert best("02/03/2024", "03/03/2024", "04/03/2024", "05/03/2024")[:3] == ("dmy", 0.75, "order_close")


def test_texts_in_alphabetical_order_are_not_taken_for_rows_in_order_of_time() -> None:
    """Month first, they would be in order of time; day first, they lie within two months."""
    values = [f"{day:02}/{month:02}/2024" for day in range(1, 13) for month in (2, 3)]
    assert best(*values)[1:3] == (0.5, "order_ambiguous")


@pytest.mark.parametrize(("ending", "key"), [("", "order_ambiguous"), (" 09:30", "order_close")])
def test_first_days_of_months_without_a_time_may_be_months(ending: str, key: str) -> None:
    assert best(*(f"01/{month:02}/2024{ending}" for month in range(1, 13)))[2] == key


def test_an_order_in_which_nothing_is_in_the_future_is_told_by_that() -> None:
    parts = parts_of(text("03/11/2020", "04/11/2020"))
    future = Note("order_future", (("count", 2), ("until", "2020-11-04")))
    assert sooner(parts, date(2020, 4, 20)) == ("mdy", future)
    assert sooner(parts, date(2020, 12, 31)) is None  # both were
    assert sooner(parts, date(2020, 3, 1)) is None  # neither was


def test_orders_mixed_in_one_column_are_said_and_never_sure() -> None:
    style, confidence, key, _ = best("31/01/2024", "01/31/2024", "30/01/2024")
    assert (style, confidence < 0.5, key) == ("dmy", True, "order_mixed")


def test_two_digit_years_first_are_told_by_how_few_they_are() -> None:
    assert best("24-03-05", "24-03-25", "24-04-11")[:3] == ("ymd", 0.8, "year_part")


@pytest.mark.parametrize(
    ("values", "style"),
    [
        (("1709633730", "1709633800"), "epoch_s"),
        (("1709633730250", "1709633800000"), "epoch_ms"),
        (("45356.4274", "45357.5"), "excel_1900"),
        (("2024-03-05T10:00:00Z",), "ymd"),
        (("5 de marzo de 2024",), "ymd"),
    ],
)
def test_what_numbers_and_plain_dates_are_is_told(values: tuple[str, ...], style: str) -> None:
    assert best(*values)[0] == style


@pytest.mark.parametrize("values", [("abc", "-", "Sales"), ("12", "7", "0"), ("2:23", "14:05"), (None, ""), ()])
def test_what_is_no_instant_is_not_guessed_to_be_one(values: tuple[str | None, ...]) -> None:
    assert guess_instants(text(*values)) == []


def test_a_guess_says_what_it_cannot_read_and_where() -> None:
    guess = guess_instants(text("31/01/2024", "broken", None, "01/02/2024"))[0]
    assert (guess.readable, guess.unreadable) == (pytest.approx(2 / 3), ((1, "broken"),))


def test_values_that_stand_for_missing_ones_are_neither_bad_nor_counted() -> None:
    values = text("31/01/2024", "NULL", "-", "")
    found = read_instants(values, "dmy", "UTC", missing=("NULL", "-"))
    assert (found.is_bad.to_list(), found.at.null_count()) == ([False] * 4, 3)
    assert guess_instants(values, missing=("NULL", "-"))[0].readable == 1


def test_a_local_time_that_never_was_is_read_as_if_the_clock_had_not_yet_changed_and_told() -> None:
    found = read_instants(text("2024-03-31 02:30", "2024-03-31 03:30"), "ymd", MADRID)
    assert found.at.to_list() == [datetime(2024, 3, 31, 1, 30, tzinfo=UTC)] * 2
    assert found.is_skipped.to_list() == [True, False]
    assert (found.again.null_count(), found.is_bad.any()) == (2, False)


@pytest.mark.parametrize(
    ("zone", "local", "first", "second"),
    [
        (MADRID, "2026-10-25 02:30", "00:30", "01:30"),
        ("America/New_York", "2026-11-01 01:30", "05:30", "06:30"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "14:45", "15:15"),  # half an hour, from +11:00 to +10:30
        ("America/Santiago", "2026-04-04 23:15", "02:15", "03:15"),  # before midnight, from -03:00 to -04:00
    ],
)
def test_a_local_time_that_was_twice_is_the_first_and_the_second_is_told(
    zone: str, local: str, first: str, second: str
) -> None:
    found = read_instants(text(local, "2026-07-01 12:00"), "ymd", zone)
    read = [(found.at[0], first), (found.again[0], second)]
    assert all(f"{at:%H:%M}" == told for at, told in read)
    assert (found.again[1], found.is_skipped.any()) == (None, False)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        (MADRID, "2026-03-29 02:30", "01:30"),  # shown as 03:30
        ("America/New_York", "2026-03-08 02:30", "07:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "15:45"),  # 02:00 +10:30 → 02:30 +11:00
        ("America/Santiago", "2026-09-06 00:30", "04:30"),
    ],
)
def test_a_local_time_that_a_clock_skipped_is_read_by_the_clock_before_and_told(
    zone: str, local: str, instant: str
) -> None:
    found = read_instants(text(local), "ymd", zone)
    assert (f"{found.at[0]:%H:%M}", found.is_skipped.to_list()) == (instant, [True])


def test_a_day_later_is_the_same_time_by_the_clock() -> None:
    at = read_instants(text("2026-10-24 02:30", "2026-10-24 03:10", "2026-10-24 09:00"), "ymd", MADRID).at
    moved = days_later(at, MADRID, pl.Series([1, 1, 0]))
    assert [f"{each:%d %H:%M}" for each in moved.at] == ["25 00:30", "25 02:10", "24 07:00"]
    assert [each and f"{each:%d %H:%M}" for each in moved.again] == ["25 01:30", None, None]


def test_a_zone_that_the_value_tells_counts_more_than_that_of_the_file() -> None:
    found = read_instants(text("2024-07-01 10:00", "2024-07-01 10:00Z"), "ymd", MADRID)
    assert [at.hour for at in found.at] == [8, 10]
    keys = [note.key for note in guess_instants(text("2024-07-01 10:00", "2024-07-01 10:00Z"))[0].evidence]
    assert "zone_partly" in keys


@pytest.mark.parametrize(
    ("day", "time", "instant"),
    [
        ("31/01/2024", "10:15:30", datetime(2024, 1, 31, 10, 15, 30, tzinfo=UTC)),
        ("2024-01-31 00:00:00", "1:05 PM", datetime(2024, 1, 31, 13, 5, tzinfo=UTC)),
        ("31/01/2024", None, None),
    ],
)
def test_date_and_time_in_two_columns_are_one_instant(day: str, time: str | None, instant: datetime | None) -> None:
    found = read_instants(text(day), "dmy", "UTC", times=text(time))
    assert (found.at[0], found.is_bad[0]) == (instant, instant is None)


def test_a_serial_date_and_a_fraction_of_a_day_are_one_instant() -> None:
    found = read_instants(text("45356"), "excel_1900", "UTC", times=text("0.25"))
    assert found.at[0] == datetime(2024, 3, 5, 6, tzinfo=UTC)


def test_digits_of_other_scripts_are_bad_and_no_failure() -> None:
    found = read_instants(text("2024-03-0٥", "00000000000000٠", "2024-03-05"), "ymd", "UTC")
    assert found.is_bad.to_list() == [True, True, False]
