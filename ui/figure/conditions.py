"""A figure's own filters: any column, beyond the filters of the page."""

from collections.abc import Sequence
from datetime import date

import polars as pl
import streamlit as st

from core.condition import Condition, Scalar
from core.custom import is_custom
from core.errors import QueryError
from core.grains import GRAINS
from core.query import compared_as, dtype_of
from core.schema.tables import CONVERSATIONS
from core.scope import NUMERIC
from ui.answers import values_of
from ui.figure.offers import columns
from ui.figure.state import name_of, read, write
from ui.labels import column_label, plain, value_label
from ui.words import in_words, say

LISTED, BOUNDS = ("in", "not in"), (">=", "<")
MOST_TOLD = 5
MOST_VALUES = 2_000
"""Values that are offered to choose from; of more, the text is compared."""

SECOND_MS = 1_000


def conditions(key: str) -> None:
    """The filters that there are, each with a way to remove it; below, another one."""
    for place, one in enumerate(read(key, "where")):
        st.button(
            plain(told(one), most=300),
            icon=":material/close:",
            icon_position="right",
            key=f"{key}-unfilter-{place}",
            help=say("build.remove"),
            on_click=_remove,
            args=(key, place),
        )
    _another(key)


def told(one: Condition) -> str:
    """A condition in words."""
    shown = [_value(one.column, value) for value in one.values[:MOST_TOLD]]
    more = f" +{len(one.values) - MOST_TOLD}" if len(one.values) > MOST_TOLD else ""
    return f"{column_label(one.column)} {say(f'build.op.{_word(one.op)}')} {', '.join(shown)}{more}".strip()


def _value(column: str, value: Scalar | None) -> str:
    return f"{value / SECOND_MS:g} s" if _is_duration(column) and isinstance(value, int) else value_label(column, value)


def _another(key: str) -> None:
    names = columns() | {name: column_label(name) for name in _measured()}
    column = st.selectbox(
        say("build.column"),
        sorted(names, key=lambda name: (name not in GRAINS, names[name].casefold())),
        index=None,
        format_func=names.__getitem__,
        key=name_of(key, "new-column"),
        placeholder=say("build.column_search"),
    )
    if not column:
        return
    ops = {op: say(f"build.op.{_word(op)}") for op in _ops(column)}
    # A key of its own for each column: another one has other comparisons and other values.
    op = st.selectbox(
        say("build.compare"), list(ops), format_func=ops.__getitem__, key=name_of(key, f"new-op-{column}")
    )
    field = name_of(key, f"new-value-{column}-{_word(op)}")
    if op != "is null":
        _field(column, op, field)
    st.button(
        say("build.add"), key=f"{key}-filter", icon=":material/add:", on_click=_add, args=(key, column, op, field)
    )
    if problem := st.session_state.get(name_of(key, "new-problem")):
        st.warning(plain(problem, most=500), icon=":material/help:")


def _ops(column: str) -> Sequence[str]:
    """The comparisons that a column can have."""
    if column in _measured():
        return BOUNDS
    dtype = dtype_of(column)
    if is_custom(column):
        return (*LISTED, "contains", *BOUNDS, "is null")
    if dtype == pl.String:
        return (*LISTED, "contains", "is null")
    if dtype == pl.Date or column in NUMERIC:
        return (*BOUNDS, *LISTED) if dtype == pl.Date else (*LISTED, *BOUNDS)
    return (*LISTED, "is null") if dtype == pl.Boolean else BOUNDS


def _field(column: str, op: str, field: str) -> None:
    """Where the values are given: chosen out of those that there are, or typed."""
    if op in LISTED and (options := _values(column)):
        names = {value: value_label(column, value) for value in options}
        st.multiselect(
            say("build.values"),
            options,
            format_func=names.__getitem__,
            key=field,
            placeholder=say("build.values_search"),
        )
    elif dtype_of(column) == pl.Date:
        st.date_input(say("build.value"), value=None, key=field, format="DD/MM/YYYY")
    elif op in BOUNDS:
        st.number_input(say("build.value_seconds" if _is_duration(column) else "build.value"), value=None, key=field)
    else:
        st.text_input(say("build.value"), key=field)


def _values(column: str) -> list[Scalar | None]:
    if column in NUMERIC:
        return list(NUMERIC[column])
    if dtype_of(column) == pl.Boolean:
        return [True, False]
    if column in GRAINS:
        return []
    found = values_of(column)
    known = sorted((value for value in found if value is not None), key=lambda value: str(value).casefold())
    return [*known[:MOST_VALUES], *([None] if None in found else [])]


def _add(key: str, column: str, op: str, field: str) -> None:
    given = st.session_state.get(field)
    if given in (None, "", []) and op != "is null":
        write(key, "new-problem", say("build.value_missing"))
        return
    values = () if op == "is null" else tuple(given) if isinstance(given, list) else (_typed(column, given),)
    try:
        one = Condition(column, op, values)
        one = one.typed(compared_as(one))
    except QueryError as problem:
        write(key, "new-problem", in_words(problem))
        return
    kept = [other for other in read(key, "where") if other != one]
    write(key, "where", (*kept, one))
    write(key, "new-problem", "")
    write(key, "new-column", None)
    st.session_state.pop(field, None)


def _typed(column: str, given: object) -> Scalar:
    """What somebody typed, in the column's unit."""
    if isinstance(given, float) and not is_custom(column):
        return int(given * SECOND_MS) if _is_duration(column) else int(given)
    return given if isinstance(given, str | float | date) else str(given)


def _remove(key: str, place: int) -> None:
    kept = read(key, "where")
    write(key, "where", kept[:place] + kept[place + 1 :])


def _measured() -> list[str]:
    """The columns of numbers that conversations have."""
    return [one.name for one in CONVERSATIONS.columns if one.unit in ("ms", "count") and not one.personal]


def _is_duration(column: str) -> bool:
    return column not in GRAINS and column in CONVERSATIONS.by_name and CONVERSATIONS.by_name[column].unit == "ms"


def _word(op: str) -> str:
    return {"in": "in", "not in": "not_in", "is null": "is_null", "contains": "contains", ">=": "least", "<": "below"}[
        op
    ]
