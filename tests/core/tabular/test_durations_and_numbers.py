"""Durations, numbers, missing values, yes and no: every way of writing them, and by what it is told."""

import polars as pl
import pytest

from core.tabular.values import (
    guess_booleans,
    guess_durations,
    guess_missing,
    guess_numbers,
    read_booleans,
    read_durations,
    read_numbers,
)


def text(*values: str | None) -> pl.Series:
    return pl.Series("values", list(values), dtype=pl.String)


@pytest.mark.parametrize(
    ("value", "style", "milliseconds"),
    [
        ("0:02:23", "h:m:s", 143_000),
        ("00:02:23.500", "h:m:s", 143_500),
        ("00:02:23,5", "h:m:s", 143_500),
        ("36:00:00", "h:m:s", 129_600_000),
        ("1.02:03:04", "h:m:s", 93_784_000),
        ("-0:00:05", "h:m:s", -5_000),
        ("2:23", "h:m:s", 143_000),
        ("2:23", "m:s", 143_000),
        ("123:05", "m:s", 7_385_000),
        ("2:23", "h:m", 8_580_000),
        ("0:02:23", "h:m", 143_000),
        ("2:61", "m:s", None),
        ("0:61:00", "h:m:s", None),
        ("143", "seconds", 143_000),
        ("143.5", "seconds", 143_500),
        ("143,5", "seconds_comma", 143_500),
        ("1.143,5", "seconds_comma", 1_143_500),
        ("143,5", "seconds", None),
        ("143500", "milliseconds", 143_500),
        ("2.5", "minutes", 150_000),
        ("0,5", "hours_comma", 1_800_000),
        ("0.00165509259259259", "days", 143_000),
        ("2m 23s", "words", 143_000),
        ("2m23s", "words", 143_000),
        ("1h 2m", "words", 3_720_000),
        ("1h05m", "words", 3_900_000),
        ("500ms", "words", 500),
        ("2 min 3 seg", "words", 123_000),
        ("1 hora y 5 minutos", "words", 3_900_000),
        ("2 minutes, 23 seconds", "words", 143_000),
        ("1 día 2 h", "words", 93_600_000),
        ("soon", "words", None),
        ("PT2M23S", "iso", 143_000),
        ("PT2M23.5S", "iso", 143_500),
        ("P1DT1S", "iso", 86_401_000),
        ("PT", "iso", None),
        ("1e300", "seconds", None),
        ("999999999999999999999999:00", "m:s", None),
    ],
)
def test_each_way_of_writing_a_duration_is_read(value: str, style: str, milliseconds: int | None) -> None:
    read, is_bad = read_durations(text(value), style)
    assert (read[0], is_bad[0]) == (milliseconds, milliseconds is None)


@pytest.mark.parametrize(
    ("values", "name", "style", "told"),
    [
        (("0:02:23", "1:00:00"), "", "h:m:s", "three_parts"),
        (("2:23", "0:01:05"), "", "h:m:s", "three_parts"),
        (("2:23", "59:01"), "", "m:s", "minutes_reach"),
        (("2:23", "0:10"), "", "m:s", "two_parts_ambiguous"),
        (("2:23", "0:10"), "Talk (hh:mm)", "h:m", "unit_h_m"),
        (("2:23", "0:10"), "Talk mm:ss", "m:s", "unit_m_s"),
        (("143", "12"), "", "seconds", "unit_untold"),
        (("143,5", "12,25"), "", "seconds_comma", "unit_untold"),
        (("143000", "61000"), "", "milliseconds", "round_thousands"),
        (("143123", "61500"), "", "milliseconds", "large_numbers"),
        (("0.0016550926", "0.0002"), "", "days", "day_fractions"),
        (("2", "3"), "talk_min", "minutes", "unit_minutes"),
        (("2", "3"), "waitMs", "milliseconds", "unit_milliseconds"),
        (("143000", "61000"), "Espera (seg)", "seconds", "unit_seconds"),
        (("2m 23s", "45s"), "", "words", "duration_words"),
        (("PT2M23S",), "", "iso", "duration_iso"),
    ],
)
def test_how_durations_are_written_is_told(values: tuple[str, ...], name: str, style: str, told: str) -> None:
    guess = guess_durations(text(*values), name=name)[0]
    assert (guess.style, guess.evidence[0].key) == (style, told)


def test_two_parts_that_nothing_tells_are_offered_both_ways() -> None:
    guesses = guess_durations(text("2:23", "0:10"))
    assert [(guess.style, guess.confidence) for guess in guesses] == [("m:s", 0.6), ("h:m", 0.4)]


def test_a_line_of_units_tells_the_unit() -> None:
    assert guess_durations(text("2", "3"), unit="min")[0].style == "minutes"


def test_words_are_no_durations() -> None:
    assert guess_durations(text("Sales", "Help")) == []


@pytest.mark.parametrize(
    ("value", "style", "number"),
    [
        ("1,5", "comma", 1.5),
        ("1.234,50", "comma", 1234.5),
        ("1 234,5", "comma", 1234.5),
        ("1\u202f234,5", "comma", 1234.5),
        ("1'234.5", "point", 1234.5),
        ("1,234,567", "point", 1_234_567.0),
        ("1,23", "point", None),
        ("1.5", "comma", None),
        ("$1,234.50", "point", 1234.5),
        ("3,00 €", "comma", 3.0),
        ("85 %", "point", 0.85),
        ("12,5%", "comma", 0.125),
        ("(12)", "point", -12.0),
        ("12-", "point", -12.0),
        ("−4", "point", -4.0),
        ("+3", "point", 3.0),
        ("2.5E-3", "point", 0.0025),
        ("inf", "point", None),
        ("12 calls", "point", None),
    ],
)
def test_each_way_of_writing_a_number_is_read(value: str, style: str, number: float | None) -> None:
    read, is_bad = read_numbers(text(value), style)
    assert (read[0], is_bad[0]) == (pytest.approx(number) if number else number, number is None)


@pytest.mark.parametrize(
    ("values", "style", "told"),
    [
        (("1,5", "2"), "comma", "decimal_comma"),
        (("1.5", "2"), "point", "decimal_point"),
        (("0,125", "0,250"), "comma", "decimal_comma"),
        (("1.234,5", "3"), "comma", "decimal_comma"),
        (("1,234,567", "3"), "point", "thousands"),
        (("1,234", "5,678"), "point", "decimal_ambiguous"),
        (("7", "8"), "point", "whole_numbers"),
    ],
)
def test_the_decimal_sign_is_told(values: tuple[str, ...], style: str, told: str) -> None:
    guess = guess_numbers(text(*values))[0]
    assert (guess.style, guess.evidence[0].key) == (style, told)


def test_a_sign_that_could_be_either_is_offered_both_ways_and_never_sure() -> None:
    assert [guess.confidence for guess in guess_numbers(text("1,234", "5,678"))] == [0.5, 0.5]


@pytest.mark.parametrize("spelling", ["-", "NULL", "N/A", "null", "nan", "#N/A", "#N/D", "(blank)", "sin datos", "--"])
@pytest.mark.parametrize("kind", ["instants", "durations", "ids", "numbers", "texts"])
def test_spellings_of_a_missing_value_are_found_with_how_often_they_come(spelling: str, kind: str) -> None:
    (guess,) = guess_missing(text("12", spelling, spelling, "", None), kind)
    assert (guess.style, guess.confidence, dict(guess.evidence[0].params)["count"]) == (spelling, 0.97, 2)


@pytest.mark.parametrize(("kind", "found"), [("instants", ["0"]), ("ids", ["0"]), ("durations", []), ("numbers", [])])
def test_a_zero_is_missing_among_instants_and_ids_and_a_value_among_durations_and_counts(
    kind: str, found: list[str]
) -> None:
    assert [guess.style for guess in guess_missing(text("45356.5", "0", "0"), kind)] == found


def test_a_word_that_may_be_a_name_is_doubtful_among_texts() -> None:
    assert guess_missing(text("Unknown", "Sales"), "texts")[0].confidence < 0.5


def test_yes_and_no_are_read_in_both_languages() -> None:
    read, is_bad = read_booleans(text("Sí", "no", "TRUE", "0", "maybe", "", "-"), missing=("-",))
    assert read.to_list() == [True, False, True, False, None, None, None]
    assert is_bad.to_list() == [False, False, False, False, True, False, False]


def test_ones_and_zeros_are_less_surely_yes_and_no_than_words() -> None:
    numbers, words = guess_booleans(text("1", "0"))[0], guess_booleans(text("Yes", "No"))[0]
    assert numbers.confidence < words.confidence
    assert guess_booleans(text("Sales")) == []


@pytest.mark.parametrize(("style", "written"), [("comma", "0.083"), ("point", "0,083"), ("comma", "012.345")])
def test_parted_thousands_begin_with_no_nought(style: str, written: str) -> None:
    number, is_bad = read_numbers(pl.Series([written]), style)
    assert (number[0], is_bad[0]) == (None, True)
