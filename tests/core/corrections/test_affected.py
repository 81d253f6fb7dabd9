"""What a question is told of corrections: by its very filters, on a day of which a loop counts every conversation."""

from itertools import product
from pathlib import Path

import pytest

from core.affected import Affected, affected
from core.answer import answer
from core.correct import correct
from core.corrections import EXCLUDE, RELABEL, Correction, CorrectionsFile
from core.query import Query
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, EXCLUDED
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.core.corrections.made import correction
from tests.stories import answered

ALL = Query(("conversations_offered",))
RULES = Settings()
TIER, CASE = "customers.tier", "conversations.case"
TIERS, CASES, QUEUES = ("gold", "silver", None), ("1", None), ("Billing", "Support")
OUT = [f"WT{number}" for number in range(0, 24, 5)]
RELABELLED = correction(RELABEL, id="tier", column=TIER, was="gold", to="platinum")
LEFT_OUT = correction(EXCLUDE, id="out", conversations=tuple(OUT))


def day(home: Path, *corrections: Correction) -> Workspace:
    """Two dozen conversations: every pair of tier and case in both queues, twice."""
    told = []
    for number, (tier, case, queue, _) in enumerate(product(TIERS, CASES, QUEUES, range(2))):
        attributes = {"customers": {"tier": tier} if tier else {}, "conversations": {"case": case} if case else {}}
        told += answered(f"WT{number}", f"{9 + number // 6:02}:{number % 6}0:00", "Ana", queue=queue, **attributes)
    workspace, done = taken_in(home, *told)
    assert not done.failures
    CorrectionsFile(workspace.files).add(*corrections)
    correct(workspace)
    return workspace


FILTERS = [
    *({TIER: one} for one in ("gold", "platinum", "silver", None)),
    *({CASE: one} for one in CASES),
    *({TIER: tier, "queue_name": queue} for tier in ("platinum", None) for queue in QUEUES),
    *({TIER: tier, CASE: case} for tier in ("platinum", "silver") for case in CASES),
]


def asked(filters: dict[str, str | None]) -> Query:
    query = ALL
    for column, value in filters.items():
        query = query.with_condition(column, value)
    return query


def met(snapshot: Snapshot, filters: dict[str, str | None]) -> set[str]:
    """The ids of the conversations that meet the filters, looked at one by one."""
    attributes = {(row[0], row[1]): row[2] for row in _rows(snapshot, ATTRIBUTES, "conversation_id", "key", "value")}
    found = set()
    for one, queue in _rows(snapshot, CONVERSATIONS, "conversation_id", "queue_name"):
        values = {name: queue if name == "queue_name" else attributes.get((one, name)) for name in filters}
        if values == filters:
            found.add(one)
    return found


def _rows(snapshot: Snapshot, table, *columns: str) -> list[tuple[str, ...]]:  # type: ignore[no-untyped-def]
    return snapshot.scan(table).select(columns).collect().rows()


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    """The day with gold relabelled, and the same once some conversations are left out, too."""
    home = tmp_path_factory.mktemp("affected")
    return day(home / "one", RELABELLED).snapshot(), day(home / "two", RELABELLED, LEFT_OUT).snapshot()


@pytest.mark.parametrize("filters", FILTERS, ids=lambda one: " ".join(f"{name}={value}" for name, value in one.items()))
def test_as_many_are_left_out_and_corrected_as_a_loop_finds(
    versions: tuple[Snapshot, Snapshot], filters: dict[str, str | None]
) -> None:
    before, now = versions
    told = affected(now, asked(filters), RULES)
    inside = met(before, filters)
    assert told.excluded == len(inside & set(OUT))
    assert told.corrected == len((inside - set(OUT)) & met(before, {TIER: "platinum"}))
    (was,), (new,) = (answer(one, asked(filters), RULES).row(0) for one in versions)
    assert was - new == told.excluded, "what the numbers have lost is what they say"


def test_a_value_that_was_relabelled_before_is_the_one_that_an_excluded_conversation_has(tmp_path: Path) -> None:
    now = day(tmp_path / "w", RELABELLED, LEFT_OUT).snapshot()
    assert affected(now, asked({TIER: "platinum"}), RULES) == Affected(6, 2, 0, ("tier", "out"))
    first = day(tmp_path / "first", LEFT_OUT, RELABELLED).snapshot()
    assert affected(first, asked({TIER: "gold"}), RULES) == Affected(0, 2, 6, ("out", "tier"))
    assert first.scan(EXCLUDED).collect()["packed_attributes"].null_count() == 1, "WT20 has neither"
