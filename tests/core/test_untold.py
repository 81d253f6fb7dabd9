"""Untold: what sources declare is what their samples show, and a 0 that nobody measured is never shown as one."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.answer import answer
from core.comparison import compare, differences
from core.condition import Condition
from core.exports.facts import facts_of
from core.horizon import horizon
from core.labels import Labels
from core.metrics import METRICS
from core.metrics.quantities import QUANTITIES, WHOLLY, rests_on
from core.passport import passport
from core.query import Query
from core.schema.tables import CONVERSATIONS, LOADS, SEGMENTS
from core.scope import read_scope
from core.settings import Settings
from core.sources import SOURCES
from core.store.snapshot import Snapshot
from core.untold import untold, untold_in_words
from core.words import known
from tests.callbacks import lines
from tests.core.sources.exports import FILES, plain, take_in
from tests.core.sources.test_amazon_connect import agent, contact, queue
from tests.stories import answered, given_up
from tests.story import at, event

RULES = Settings()
CONNECT = json.dumps(
    [
        contact(
            "c1", Queue=queue("09:00:20Z", "09:00:40Z"), Agent=agent("mary", "09:00:40Z", "09:04:40Z", "09:05:00Z")
        ),
        contact("c2", Queue=queue("09:00:20Z", "09:05:00Z")),
    ]
).encode()
TWILIO = lines(answered("WT1", "+7 09:00:00", "Mary", "Sales")).encode()

UNUSABLE = b"time,callid,queuename,agent,event\nyesterday,1.1,sales,NONE,ENTERQUEUE\n"

NOT_IN_THE_STORY = {
    "segments report": {"rejected_offers", "warm_transfers", "statuses"},
    "conversation detail": {"warm_transfers", "failed_transfers"},
    "call detail record": {"missed_offers"},
}
"""What the source tells, as its own tests show by hand, and the sample's story has not."""


def status(clock: str, agent: str, activity: str, before: str) -> dict[str, Any]:
    told = {"activity_id": f"WA {activity}", "previous_activity_id": f"WA {before}"}
    return event(clock, "worker.activity.update", agent=agent, activity=activity, previous_activity=before, **told)


@cache
def amounts(snapshot: Snapshot) -> dict[str, int]:
    """Of each quantity the rows of SEGMENTS and CONVERSATIONS that have any."""
    found = dict.fromkeys(QUANTITIES, 0)
    for rows in (snapshot.scan(table).collect() for table in (SEGMENTS, CONVERSATIONS)):
        for name, quantity in QUANTITIES.items():
            columns = [rows[column] for column in quantity.columns if column in rows.columns]
            found[name] += sum(
                len(one.drop_nulls()) if one.dtype == pl.String else int((one > 0).sum()) for one in columns
            )
            there = [one for one in quantity.conditions if set(one.meta.root_names()) <= set(rows.columns)]
            found[name] += sum(rows.filter(condition).height for condition in there)
    return found


@pytest.mark.parametrize("name", sorted(file.name for file in FILES.iterdir()))
def test_a_source_declares_what_its_sample_has_nothing_of_and_nothing_else(tmp_path: Path, name: str) -> None:
    snapshot = take_in(tmp_path, plain(name), zone="Europe/Madrid")
    loaded = snapshot.scan(LOADS).collect()["source"].item()
    source = next(one for one in SOURCES if one.name == loaded)
    missing = {quantity for quantity, amount in amounts(snapshot).items() if not amount}
    assert set(source.untold) == missing - NOT_IN_THE_STORY.get(loaded, set())


def test_what_is_declared_is_known_and_has_words_and_reasons() -> None:
    declared = {name: reason for source in SOURCES for name, reason in source.untold.items()}
    assert declared.keys() <= QUANTITIES.keys()
    assert all(declared.values())
    assert all(known(f"untold.quantity.{name}") for name in QUANTITIES)
    columns = {column for quantity in QUANTITIES.values() for column in quantity.columns}
    roots = {
        name for one in QUANTITIES.values() for condition in one.conditions for name in condition.meta.root_names()
    }
    assert columns | roots <= SEGMENTS.by_name.keys() | CONVERSATIONS.by_name.keys()


@pytest.mark.parametrize(
    ("metric", "on"),
    [
        ("queue_overflow_rate", {"overflows": "wholly", "waits": "wholly"}),
        ("warm_transfers", {"warm_transfers": "wholly"}),
        ("transfer_rate", {"cold_transfers": "partly", "warm_transfers": "partly"}),
        ("missed_offer_rate", {"missed_offers": "wholly", "rejected_offers": "partly"}),
        ("average_handling_time", {"wrap_up": "partly"}),
        ("hold_rate", {"holds": "wholly"}),
        ("conversations_offered", {}),
    ],
)
def test_metrics_rest_on_what_their_formulas_read(metric: str, on: dict[str, str]) -> None:
    assert dict(rests_on(metric, RULES)) == on


def test_every_quantity_is_one_on_which_a_metric_rests_wholly() -> None:
    assert {name for metric in METRICS for name, how in rests_on(metric, RULES).items() if how == WHOLLY} == set(
        QUANTITIES
    )


ASKED = ("missed_offers", "missed_offer_rate", "offers", "conversations_offered")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("connect"), CONNECT)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return take_in(tmp_path_factory.mktemp("both"), CONNECT, TWILIO)


def test_a_zero_of_a_platform_that_tells_nothing_of_it_is_not_known(alone: Snapshot) -> None:
    assert answer(alone, Query(ASKED), RULES).rows() == [(None, None, 1, 2)]
    assert answer(alone, Query(ASKED, by=("queue_name",)), RULES).rows() == [("Sales", None, None, 1, 2)]


def test_beside_one_that_tells_it_only_its_own_row_is_not_known(both: Snapshot) -> None:
    assert answer(both, Query(ASKED), RULES).rows() == [(0, 0.0, 2, 3)]
    of_each = answer(both, Query(ASKED, by=("platform",), sort="missed_offers"), RULES).rows()
    assert of_each == [("Twilio", 0, 0.0, 1, 1), ("Amazon Connect", None, None, 1, 2)]
    first = Query(ASKED, by=("platform",), sort="missed_offers", limit=1)
    assert answer(both, first, RULES).rows() == of_each[:1]
    one = Query(ASKED).with_condition("platform", "Amazon Connect")
    assert answer(both, one, RULES).rows() == [(None, None, 1, 2)]


@pytest.fixture(scope="module")
def one_of_two(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """While Amazon Connect's customers called, Twilio's agents alone were there; later one call waited until 10:30."""
    told = [
        status("08:00:00", "Mary", "Available", "Offline"),
        status("12:00:00", "Mary", "Offline", "Available"),
        status("08:00:00", "Josh", "Offline", "Break"),
        *given_up("WT1", "09:50:00", "10:30:00"),
        *answered("WT9", "+7 09:00:00", "Mary", "Sales"),
    ]
    return take_in(tmp_path_factory.mktemp("one of two"), CONNECT, lines(told).encode())


OF_AGENTS = ("utilisation", "agents_logged_in", "missed_offers")


@pytest.mark.parametrize(
    ("since", "until", "only", "expected"),
    [
        ("07:30:00", "09:30:00", "", (0.0, 1, None)),
        ("09:00:00", "10:00:00", "", (0.0, 1, 0)),
        ("09:00:00", "10:00:00", "Amazon Connect", (None, None, None)),
        ("13:00:00", "14:00:00", "", (None, 0, 0)),
        ("09:01:00", "09:02:00", "Amazon Connect", (None, None, 0)),
    ],
    ids=["its agents alone", "a call that waits too", "of the other alone", "nobody calls", "who is busy still"],
)
def test_a_zero_of_a_platform_without_conversations_is_known_where_its_rows_tell_it(
    one_of_two: Snapshot, since: str, until: str, only: str, expected: tuple[object, ...]
) -> None:
    asked = Query(OF_AGENTS, since=at(since), until=at(until))
    asked = asked.with_condition("platform", only) if only else asked
    assert answer(one_of_two, asked, RULES).rows() == [expected]


def test_a_number_that_is_missing_for_want_of_conversations_too_has_its_sentence(one_of_two: Snapshot) -> None:
    asked = Query(("agents_logged_in",), since=at("09:01:00"), until=at("09:02:00"))
    (found,) = untold(one_of_two, asked.with_condition("platform", "Amazon Connect"), RULES)
    assert untold_in_words(found, "en") == "Amazon Connect does not tell agents' statuses."


def test_a_load_of_which_nothing_was_kept_tells_nothing(tmp_path: Path) -> None:
    again = take_in(tmp_path, plain("Master.csv"), UNUSABLE, zone="Europe/Madrid")
    loads = again.scan(LOADS).sort("load_number").select("platform", "source", pl.col("rows_kept") > 0).collect()
    assert loads.rows() == [("Asterisk", "call detail record", True), ("Asterisk", "queue log", False)]
    assert answer(again, Query(("warm_transfers",)), RULES).item() is None
    assert [one.sources for one in untold(again, Query(("warm_transfers",)), RULES)] == [()]


def test_a_question_says_what_the_platform_of_how_many_does_not_tell(both: Snapshot) -> None:
    (found,) = untold(both, Query(("missed_offers", "conversations_offered")), RULES)
    assert (found.platform, found.quantities, found.metrics) == ("Amazon Connect", ("missed_offers",), ASKED[:1])
    assert untold_in_words(found, "en") == (
        "Amazon Connect does not tell missed offers; 2 of 3 conversations offered here are from it."
    )
    assert "no indica las ofertas sin respuesta; 2 de 3" in untold_in_words(found, "es")
    assert untold(both, Query(ASKED).with_condition("platform", "Twilio"), RULES) == ()
    assert passport(both, Query(("missed_offers",)), "missed_offers", RULES).untold == (found,)


def test_what_leaves_says_so_in_the_words_of_the_note_and_where_all_is_told_nothing(both: Snapshot) -> None:
    scope = read_scope({}, horizon(both), "UTC", "", lambda _: frozenset())

    def lines(language: str, *metrics: str, only: str = "") -> dict[str, str]:
        asked = (Condition("platform", "in", (only,)),) if only else ()
        labels = Labels(language, RULES)
        return dict(facts_of("T", scope, labels, RULES, horizon(both), both, metrics=metrics, conditions=asked).lines)

    (found,) = untold(both, Query(("missed_offers",)), RULES)
    assert lines("en", "missed_offers", "conversations_offered")["Not told"] == untold_in_words(found, "en")
    assert lines("es", "missed_offers")["No consta"] == untold_in_words(found, "es")
    assert "2 of 2" in lines("en", "missed_offers", only="Amazon Connect")["Not told"]
    assert "Not told" not in lines("en")
    assert "Not told" not in lines("en", "missed_offers", only="Twilio") | lines("en", "conversations_offered")


def test_of_two_sources_of_a_platform_the_one_that_leaves_it_out_is_named(tmp_path: Path) -> None:
    snapshot = take_in(tmp_path, plain("queue_log"), plain("Master.csv"), zone="Europe/Madrid")
    found = untold(snapshot, Query(("warm_transfers", "total_hold_time")), RULES)
    assert [(one.sources, one.quantities) for one in found] == [
        ((), ("holds",)),
        (("call detail record",), ("warm_transfers",)),
    ]
    assert untold_in_words(found[1], "en") == (
        f"Asterisk does not tell warm transfers in “Call detail records”; {found[1].of} of {found[1].of} conversations "
        "offered here are from Asterisk, all its kinds of records together."
    )
    assert untold_in_words(found[1], "es").startswith(
        "Asterisk no indica las transferencias asistidas en «Registros de llamadas (CDR)»; "
    )
    assert answer(snapshot, Query(("warm_transfers",)), RULES).item() > 5


def test_compared_with_a_time_before_of_another_platform_it_has_not_grown_from_zero(both: Snapshot) -> None:
    week = Query(("missed_offers",), since=horizon(both).last.replace(hour=0), zone="UTC")  # type: ignore[union-attr]
    one = compare(week.with_(until=week.since.replace(day=week.since.day + 7)), "previous", horizon(both), RULES)  # type: ignore[union-attr]
    assert one.before is not None
    sides = differences(answer(both, one.now, RULES), answer(both, one.before, RULES), one.now, RULES)
    assert sides.rows() == [(0, None, None, None)]
