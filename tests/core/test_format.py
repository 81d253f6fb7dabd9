"""How values are shown: by unit, by grain, in both languages."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.format import LANGUAGES, NOTHING, group, moment, number, spoken

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("value", "unit", "english", "spanish"),
    [
        (12345, "count", "12,345", "12.345"),
        (0, "count", "0", "0"),
        (0.8190476, "%", "81.9%", "81,9 %"),
        (1, "%", "100.0%", "100,0 %"),
        (272_000, "ms", "4:32", "4:32"),
        (3_723_400.4, "ms", "1:02:03", "1:02:03"),
        (59_500, "ms", "1:00", "1:00"),
        (499, "ms", "0:00", "0:00"),
        (-5_000, "ms", "-0:05", "-0:05"),
        (36_000_000_000, "ms", "10000:00:00", "10000:00:00"),
        (1.256, "deg", "1.26", "1,26"),
        (4, "ratio", "4.00", "4,00"),
        (2372.0, "", "2,372", "2.372"),
        (None, "count", "–", "–"),
        (None, "ms", "–", "–"),
        (None, "%", "–", "–"),
    ],
)
def test_a_number_is_shown_by_its_unit(value: float | None, unit: str, english: str, spanish: str) -> None:
    assert [number(value, unit, language).replace("\xa0", " ") for language in LANGUAGES] == [english, spanish]


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (272_000, "4 minutes and 32 seconds", "4 minutos y 32 segundos"),
        (3_600_000, "1 hour", "1 hora"),
        (0, "0 seconds", "0 segundos"),
        (None, NOTHING, NOTHING),
    ],
)
def test_a_duration_can_be_said_aloud(value: float | None, english: str, spanish: str) -> None:
    assert [spoken(value, "ms", language) for language in LANGUAGES] == [english, spanish]


@pytest.mark.parametrize(
    ("value", "name", "english", "spanish"),
    [
        (date(2026, 3, 2), "day", "Mar 2, 2026", "2 mar 2026"),
        (date(2026, 3, 2), "week", "Week of Mar 2, 2026", "Semana del 2 mar 2026"),
        (date(2026, 3, 1), "month", "March 2026", "Marzo de 2026"),
        (date(2026, 10, 1), "quarter", "Q4 2026", "T4 2026"),
        (date(2026, 1, 1), "year", "2026", "2026"),
        (1, "weekday", "Monday", "Lunes"),
        (7, "weekday", "Sunday", "Domingo"),
        (9, "hour_of_day", "09:00", "09:00"),
        (True, "is_handled", "Yes", "Sí"),
        ("voice", "channel", "voice", "voice"),
        (None, "channel", "–", "–"),
        (datetime(2026, 3, 2, 9, 15, tzinfo=MADRID), "quarter_hour", "Mar 2, 2026, 09:15", "2 mar 2026, 09:15"),
    ],
)
def test_a_group_is_shown_by_its_grain(value: object, name: str, english: str, spanish: str) -> None:
    assert [group(value, name, language) for language in LANGUAGES] == [english, spanish]


def test_the_two_hours_of_a_clock_change_can_be_told_apart() -> None:
    hours = [datetime(2026, 10, 25, hour, tzinfo=UTC).astimezone(MADRID) for hour in (0, 1, 2)]
    shown = [group(hour, "hour", "en").removeprefix("Oct 25, 2026, ") for hour in hours]
    assert shown == ["02:00 CEST", "02:00 CET", "03:00"]


def test_an_instant_is_shown_on_the_clock_of_a_zone() -> None:
    instant = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)
    assert moment(instant, "Asia/Kathmandu", "en") == "Mar 2, 2026, 14:45:05"
    assert moment(instant, "Asia/Kathmandu", "es", seconds=False) == "2 mar 2026, 14:45"
    assert moment(None, "UTC", "en") == NOTHING
