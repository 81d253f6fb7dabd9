"""Facts: the question, the rules, the definitions and the data in words, in both languages."""

from datetime import UTC, datetime

import pytest

from core.condition import Condition
from core.exports.facts import Facts, condition_in_words, facts_of
from core.horizon import horizon
from core.scope import Scope, read_scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.core.exports.tables import labels

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def scope(snapshot: Snapshot, **params: str) -> Scope:
    """What an address asks for."""
    return read_scope(params, horizon(snapshot), "UTC", "", lambda _: frozenset({"ES", "US", "voice"}))


def facts(snapshot: Snapshot, language: str, **params: str) -> Facts:
    """Of one metric, made at noon."""
    asked = scope(snapshot, **params)
    more = {"metrics": ["service_level"], "made_at": NOON}
    return facts_of("Title", asked, labels(language), Settings(), horizon(snapshot), snapshot, **more)  # type: ignore[arg-type]


def test_all_is_told_in_words(sample: Snapshot) -> None:
    asked = {"period": "2026-10-05..2026-10-11", "country": "ES,US", "tz": "Europe/Madrid", "vs": "previous"}
    told = dict(facts(sample, "en", **asked).lines)
    assert told["Period"] == "Oct 5, 2026 – Oct 11, 2026"
    assert told["Clock"] == "Europe/Madrid"
    assert told["Filters"] == "Country: Spain, United States"
    assert told["Compared with"] == "Sep 28, 2026 – Oct 4, 2026"
    assert told["Made"] == "Nov 21, 2026, 13:00 (Europe/Madrid)"
    assert told["Data as of"].startswith("version 1, loaded ")
    assert told["Program"].startswith("Atalaya")


def test_all_is_told_in_spanish(sample: Snapshot) -> None:
    found = facts(sample, "es", country="ES", tz="customer")
    told = dict(found.lines)
    assert told["Filtros"] == "País: España"
    assert told["Reloj"] == "UTC; días y horas según el reloj de cada cliente"
    (one,) = found.definitions
    assert (one.label, one.rules) == ("Nivel de servicio", labels("es").rules_of("service_level"))
    assert "÷" in one.formula


def test_nothing_is_said_of_a_comparison_that_is_not_asked_for(sample: Snapshot) -> None:
    assert "Compared with" not in dict(facts(sample, "en", vs="none").lines)
    assert dict(facts(sample, "en").lines)["Filters"] == "none"


CONDITIONS = [
    (Condition("country", "in", ("ES", None)), "Country: Spain, "),
    (Condition("country", "not in", ("ES",)), "not Country: Spain"),
    (Condition("queue_name", "contains", ("vip",)), "Queue contains “vip”"),
    (Condition("country", "in", tuple(f"X{place}" for place in range(25))), " +5"),
]


@pytest.mark.parametrize(("one", "told"), CONDITIONS, ids=["in", "not in", "contains", "many"])
def test_a_condition_reads_as_one(one: Condition, told: str) -> None:
    assert told in condition_in_words(one, labels())
