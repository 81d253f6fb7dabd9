"""First-contact resolution: what a later contact, an outcome and the end of the data say of a conversation."""

from datetime import timedelta
from typing import Any

import pytest

from core.answer import aggregate
from core.metrics import in_force, named
from core.metrics.words import describe
from core.query import Query
from core.settings import Settings
from tests.core.metrics.pencil import Row, at, conversation, frames

DAY_MS = 24 * 60 * 60 * 1000
HANDLED = {"is_handled": True, "outcome": "Solved"}
LATER: Row = conversation("09:00:00", "later", "zoe", "Sales") | {"started_at": at("09:00:00") + timedelta(days=30)}
"""Nobody talked in it, but the data go on until then."""


def share(rules: Settings, *conversations: Row, metric: str = "first_contact_resolution") -> float | None:
    value: float | None = aggregate(frames([], list(conversations)), Query((metric,)), rules)[metric].item()
    return value


def handled(name: str, **more: Any) -> Row:
    return conversation("09:00:00", name, name, "Sales", **(HANDLED | more))


def test_who_comes_back_within_the_days_was_not_resolved() -> None:
    rows = [
        handled("a"),
        handled("b", until_next_contact_ms=7 * DAY_MS),
        handled("c", until_next_contact_ms=7 * DAY_MS + 1),
    ]
    assert share(Settings(), *rows, LATER) == pytest.approx(2 / 3)
    assert share(Settings(repeat_within_days=6), *rows, LATER) == 1


def test_a_contact_that_is_itself_a_return_is_no_first_one() -> None:
    rows = [handled("a"), handled("b", since_last_contact_ms=DAY_MS, until_next_contact_ms=DAY_MS)]
    assert share(Settings(), *rows, LATER) == 1


def test_what_is_too_young_to_tell_counts_neither_above_nor_below() -> None:
    young = handled("young") | {"started_at": LATER["started_at"] - timedelta(days=7)}
    assert share(Settings(), young, LATER) is None
    assert share(Settings(), handled("a", until_next_contact_ms=1), young, LATER) == 0
    assert share(Settings(repeat_within_days=6), young, LATER) == 1


def test_the_end_is_that_of_all_data_and_not_of_what_is_asked_for() -> None:
    query = Query(("first_contact_resolution",), until=at("09:00:00") + timedelta(days=1))
    assert aggregate(frames([], [handled("a"), LATER]), query, Settings()).item() == 1


def test_what_still_goes_on_is_not_resolved_yet() -> None:
    assert share(Settings(), handled("a", is_in_progress=True), LATER) is None


def test_outcomes_decide_only_where_the_house_names_some() -> None:
    rows = [handled("a"), handled("b", outcome="Promised"), handled("c", outcome=None), handled("d", outcome="Sold")]
    assert share(Settings(), *rows, LATER) == 1
    named_two = Settings(resolved_outcomes=("Solved", "Sold"))
    assert share(named_two, *rows, LATER) == pytest.approx(2 / 3)
    assert share(named_two, *rows, LATER, metric="resolved_rate") == pytest.approx(2 / 3)


def test_without_a_named_outcome_nothing_tells_what_was_resolved() -> None:
    assert share(Settings(), handled("a"), LATER, metric="resolved_rate") is None


def test_the_rules_in_force_are_told_in_the_formula_and_beside_the_number() -> None:
    rules = Settings(resolved_outcomes=("Solved", "Sold"), repeat_within_days=3)
    told = describe(named("first_contact_resolution"), rules)
    for part in (
        "resolved (Solved, Sold)",
        "customer came back within 3 days",
        "3 days are over at the end of the data",
    ):
        assert part in told
    line = in_force("first_contact_resolution", rules)
    assert line
    assert line.en == "Resolved: Solved, Sold. Repeat contact: within 3 days."
    silent = in_force("resolved_rate", Settings())
    assert silent
    assert silent.es == "Resuelta: no se nombra ningún resultado."
