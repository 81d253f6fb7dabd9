"""Which rows a house's own metric counts: rows that have a name, and conditions as the command line writes them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

import polars as pl

from core.condition import Condition
from core.condition_text import read_conditions
from core.custom import as_number, is_custom
from core.errors import QueryError
from core.grains import GRAINS
from core.metrics.metric import Text
from core.metrics.mistakes import among
from core.metrics.own_mistakes import Wrong
from core.metrics.rows import EVERY
from core.metrics.words import NAMED_ROWS
from core.schema.column import INSTANT, Column
from core.schema.lent import AGENT_NOW
from core.schema.table import Table
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, SEGMENTS

_VALUES: dict[object, Text] = {
    pl.Int64: Text("give a whole number", "escriba un número entero"),
    pl.Float64: Text("give a number", "escriba un número"),
    pl.Boolean: Text("give true or false", "escriba true o false"),
    INSTANT: Text("give an instant with its zone", "escriba un instante con su zona"),
}
_TEXT = Text("give a text", "escriba un texto")
_NO_TEXT = Text("~ is for texts: use =, !=, >= or <", "~ es para textos: use =, !=, >= o <")
_SIGNS = {">=": "≥", "<": "<"}
_NOTHING = Text("nothing", "nada")


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of one table that are counted.

    Args:
        tests: what holds for all of them; nothing when every row is counted.
        spoken: those of them that have words of their own.
    """

    tests: tuple[pl.Expr, ...]
    spoken: tuple[tuple[Text, pl.Expr], ...]

    @property
    def where(self) -> pl.Expr:
        """True for the rows."""
        return reduce(and_, self.tests) if self.tests else EVERY

    def within(self, others: "Rows") -> "Rows":
        """Those of the rows that are also among the others."""
        new = (test for test in self.tests if not any(test.meta.eq(known) for known in others.tests))
        return Rows((*others.tests, *new), self.spoken + others.spoken)


def readable(table: Table) -> dict[str, Column]:
    """The declared columns that conditions can read: the table's own, its conversation's and its agent's now."""
    is_part = "conversation_id" in table.by_name
    of_agent = AGENT_NOW if is_part or "agent_id" in table.by_name else {}
    return of_agent | (CONVERSATIONS.by_name if is_part else {}) | table.by_name


def read_rows(table: Table, given: Mapping[str, Any], path: Sequence[str], *, is_within: bool = False) -> Rows:
    """The rows that `rows` and `where` of a metric name, all conditions together.

    Args:
        path: the keys that lead to them, for messages.
        is_within: they are among other rows anyway, which say what they are.

    Raises:
        Wrong: a name or a condition that cannot be used; segments of which no kind is named.
    """
    named = (_named_rows(table, given["rows"], path),) if "rows" in given else ()
    conditions = _conditions(table, given.get("where", []), path)
    if table is SEGMENTS and not is_within and not named and not any(one.column == "kind" for one in conditions):
        raise Wrong("kind", *path)
    spoken = tuple((_words(one), _holds(one, table)) for one in conditions)
    return Rows((*named, *(holds for _, holds in spoken)), spoken)


def _named_rows(table: Table, name: Any, path: Sequence[str]) -> pl.Expr:
    """Rows that have a name in either language, one of them or several."""
    if not isinstance(name, str):
        raise Wrong("text", *path, "rows", key="rows", value=name)
    found = [rows for text, rows in NAMED_ROWS if _one(name) in (_one(text.en), _one(text.es))]
    known = set((CONVERSATIONS if table is ATTRIBUTES else table).by_name)
    here = [text for text, rows in NAMED_ROWS if set(rows.meta.root_names()) <= known]
    names = Text(*(" · ".join(f"{getattr(text, tongue)}" for text in here) for tongue in ("en", "es")))
    if not found:
        raise Wrong("rows", *path, "rows", value=name, other=_known(names))
    if not set(found[0].meta.root_names()) <= known:
        raise Wrong("rows_elsewhere", *path, "rows", value=name, other=_known(names))
    return found[0]


def _known(names: Text) -> Text:
    return Text(f"known: {names.en}.", f"hay: {names.es}.")


def _one(name: str) -> str:
    """The name of one of several: `Handled segments` and `handled segment` are the same rows."""
    return " ".join(word.removesuffix("s") for word in name.casefold().split())


def _conditions(table: Table, given: Any, path: Sequence[str]) -> list[Condition]:
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise Wrong("list", *path, "where", key="where", value=given)
    for text in given:
        _check(table, text, (*path, "where"))
    return [condition.typed(_dtype(table, condition)) for condition in read_conditions(given)]


def _check(table: Table, text: str, path: Sequence[str]) -> None:
    """Whether one text is a condition that rows of the table can meet.

    Raises:
        Wrong: it is none, or names or compares what it cannot.
    """
    try:
        condition = read_conditions([text])[0]
    except QueryError as problem:
        raise Wrong("condition", *path, at=text, value=text) from problem
    name = condition.column
    if name == "region":
        raise Wrong("region", *path, at=text, value=name)
    columns = readable(table)
    is_own_word = is_custom(name) and "conversation_id" in table.by_name
    if name not in columns and not is_own_word:
        if name in GRAINS:
            raise Wrong("grain", *path, at=text, value=name)
        known = [column.name for column in columns.values() if not column.personal]
        raise Wrong("column", *path, at=text, key=table.name.lower(), value=name, other=among(name, known))
    if not is_own_word and columns[name].personal:
        raise Wrong("personal", *path, at=text, value=name)
    dtype = _dtype(table, condition)
    try:
        condition.typed(dtype)
    except QueryError as problem:
        wanted = _NO_TEXT if condition.op == "contains" else _VALUES.get(dtype, _TEXT)
        raise Wrong("compared", *path, at=text, value=text, key=name, other=wanted) from problem


def _holds(condition: Condition, table: Table) -> pl.Expr:
    key = pl.col(condition.column)
    if is_custom(condition.column) and condition.op in _SIGNS:
        key = as_number(key)
    return condition.holds(key, _dtype(table, condition))


def _dtype(table: Table, condition: Condition) -> pl.DataType | type[pl.DataType]:
    """The type of a condition's column; what integrations write is text, and a number where it is compared as one."""
    if is_custom(condition.column):
        return pl.Float64 if condition.op in _SIGNS else pl.String
    return readable(table)[condition.column].dtype


def _words(condition: Condition) -> Text:
    """A condition as a person reads it."""
    return Text(*(_said(condition, tongue) for tongue in ("en", "es")))


def _said(condition: Condition, tongue: str) -> str:
    values = list(_values(condition, tongue))
    name, several = condition.column, ", ".join(values)
    if condition.op == "contains":
        return f"{name} {'contains' if tongue == 'en' else 'contiene'} {several}"
    if condition.op in _SIGNS:
        return f"{name} {_SIGNS[condition.op]} {several}"
    if len(values) == 1:
        return f"{name} {'=' if condition.op == 'in' else '≠'} {several}"
    is_one = Text("is one of", "es uno de") if condition.op == "in" else Text("is none of", "no es ninguno de")
    return f"{name} {getattr(is_one, tongue)} {several}"


def _values(condition: Condition, tongue: str) -> Iterator[str]:
    for value in condition.values:
        if value is None:
            yield str(getattr(_NOTHING, tongue))
        else:
            yield json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)
