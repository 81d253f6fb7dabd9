"""A scope in words: what a page, a report or a file is about, in one line."""

from datetime import UTC, datetime

import pytest

from core.horizon import Horizon
from core.labels import Labels
from core.scope import Scope, read_scope
from core.scope_words import filters_in_words, scope_in_words
from core.settings import Settings

DATA = Horizon(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 12, tzinfo=UTC))
ENGLISH, SPANISH = (Labels(language, Settings()) for language in ("en", "es"))
THERE = frozenset(("Support", "Sales", "Billing", "Night", "ES", None))


def read(**params: str) -> Scope:
    return read_scope(params, DATA, "Europe/Madrid", "", lambda _: THERE)


def test_all_that_decides_on_the_numbers_is_told_in_one_line() -> None:
    view = read(
        period="2026-03-01..2026-03-31", queue="Support,Sales,Billing,Night", country="ES", agent="*ana*", time="ended"
    )
    assert scope_in_words(view, ENGLISH) == (
        "Mar 1, 2026 – Mar 31, 2026 · Europe/Madrid · Queue: Support, Sales, Billing +1 · Country: Spain · "
        "Agent contains “ana” · " + ENGLISH.say("attribution.told_ended") + " · compared with: period before"
    )
    assert "Cola: Support" in scope_in_words(view, SPANISH)
    assert "Agente contiene «ana»" in scope_in_words(view, SPANISH)


def test_what_is_not_narrowed_is_not_told() -> None:
    assert scope_in_words(read(period="2026-03-05", vs="none"), ENGLISH) == "Mar 5, 2026 · Europe/Madrid"
    assert filters_in_words(read(), ENGLISH) == []


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2026-03-05T14:00..2026-03-05T15:00", "Mar 5, 2026, 14:00–15:00"),
        ("2026-03-05T22:00..2026-03-06T01:00", "Mar 5, 2026, 22:00 – Mar 6, 2026, 01:00"),
        ("2026-10-25T02:00+02:00..2026-10-25T02:00+01:00", "Oct 25, 2026, 02:00 CEST–02:00 CET"),
    ],
)
def test_a_part_of_a_day_is_told_by_the_clock(period: str, told: str) -> None:
    assert scope_in_words(read(period=period, vs="none"), ENGLISH) == f"{told} · Europe/Madrid"


def test_each_customers_clock_is_told() -> None:
    view = read(tz="customer", quarter_hour="2026-03-05T14:15", period="2026-03-05")
    assert ENGLISH.say("scope.on_customers_clock") in scope_in_words(view, ENGLISH)
    assert filters_in_words(view, ENGLISH) == ["Quarter of an hour: Mar 5, 2026, 14:15"]
