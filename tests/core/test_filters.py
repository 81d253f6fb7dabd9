"""Filters: every column that an address can narrow is one that conversations have, by a name of its own."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.filters import DATED, FILTERS, NUMERIC, column_of, is_filter, is_text, name_of
from core.horizon import Horizon
from core.plan import check
from core.query import Query
from core.scope import OWN, read_scope
from core.settings import Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "filters.md"
EXAMPLES = re.findall(r"^\| `([\w.]+)=(.+?)` \|", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
DATA = Horizon(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))


@pytest.mark.parametrize("column", FILTERS.values())
def test_conversations_can_be_narrowed_by_every_filter(column: str) -> None:
    check(Query(("conversations_offered", "conversations_by_start")).with_condition(column, None), Settings())


def test_no_filter_has_the_name_of_something_else() -> None:
    assert not set(FILTERS) & set(OWN)
    assert [column_of(name_of(column)) for column in FILTERS.values()] == list(FILTERS.values())


@pytest.mark.parametrize("column", ["queue_name", "customers.tier", "city"])
def test_a_text_can_be_looked_for_in_text(column: str) -> None:
    assert is_text(column)


@pytest.mark.parametrize("column", [*NUMERIC, *DATED, "half_hour", "nonsense"])
def test_a_text_cannot_be_looked_for_in_anything_else(column: str) -> None:
    assert not is_text(column)
    assert is_filter(column) == (column != "nonsense")


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_the_examples_of_the_document_are_read(name: str, text: str) -> None:
    there = frozenset(("Support", "Sales", "gold", None))
    view = read_scope({name: text}, DATA, "Europe/Madrid", "", lambda _: there)
    assert view.problems == ()
    assert name in {**view.params(), "period": "", "path": "", "tz": ""}


def test_the_document_has_examples() -> None:
    assert len(EXAMPLES) > 8
