"""What numbers can be split and filtered by: the grains of time, then the columns, each with its meaning."""

from dataclasses import dataclass

import streamlit as st

from core.format import number
from core.grains import GRAINS
from core.lending import has
from core.plan import groups_of
from core.schema.lent import AGENT_NOW
from core.schema.tables import TABLES
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import house, keys, metrics, snapshot
from ui.definitions.find import is_found
from ui.kept import kept
from ui.labels import column_label, plain
from ui.words import language, say

LONGEST_TEXT = 2_000
MOST_KEYS = 60
KEPT = 8


@dataclass(frozen=True)
class Group:
    """Something that numbers can be split by.

    Args:
        name: as in questions and addresses.
        label: in the reader's language.
        meaning: as declared, in English; where tables mean different things by it, what each of them means.
        metrics: how many metrics can be split by it.
    """

    name: str
    label: str
    meaning: str
    metrics: int


def found(wanted: str) -> list[Group]:
    """The groups that a search finds, in the order of their declaration: time first."""
    groups = _groups(snapshot(), house(), language())
    return [group for group in groups if is_found(wanted, (group.name, group.label, group.meaning))]


@kept(KEPT)
def _groups(now: Snapshot, rules: Settings, tongue: str) -> list[Group]:  # noqa: ARG001 (what all of it follows from)
    splits = [groups_of(metric) for metric in metrics().values()]
    names = dict.fromkeys([*GRAINS, *(name for one in splits for name in one)])
    groups = [Group(name, column_label(name), _meaning(name), sum(name in one for one in splits)) for name in names]
    return [*groups, *_custom()]


def _custom() -> list[Group]:
    """The house's own attributes, while they are few enough to be read."""
    known = keys().values() if len(keys()) <= MOST_KEYS else ()
    tables = [metric.tables for metric in metrics().values()]
    return [
        Group(
            key.name,
            column_label(key.name),
            say(
                "definitions.custom",
                conversations=number(key.conversations, "count", language()),
                values=number(key.values, "count", language()),
            ),
            sum(all(has(table, key.name) for table in some) for some in tables),
        )
        for key in known
    ]


def show(groups: list[Group]) -> None:
    """A table of the grains of time, and one of the columns."""
    if language() != "en":
        st.caption(say("definitions.in_english"))
    for title, is_grain in (("definitions.grains", True), ("definitions.columns", False)):
        if shown := [group for group in groups if (group.name in GRAINS) == is_grain]:
            st.subheader(say(title), anchor=False)
            # Text and not a grid: a grid is a picture to screen readers and to the browser's own search.
            st.markdown(_table(shown))


def _table(groups: list[Group]) -> str:
    heads = [say(f"definitions.head.{name}") for name in ("label", "name", "meaning", "metrics")]
    rows = [
        (plain(one.label), f"`{one.name}`", plain(one.meaning, LONGEST_TEXT), _metrics(one.metrics)) for one in groups
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def _metrics(count: int) -> str:
    return say("definitions.all" if count == len(metrics()) else "definitions.some", count=count, all=len(metrics()))


def _meaning(name: str) -> str:
    if name in GRAINS:
        return GRAINS[name].meaning
    if name in AGENT_NOW:
        return AGENT_NOW[name].meaning
    counted = {table.name for metric in metrics().values() for table in metric.tables}
    told = {
        table: TABLES[table].by_name[name].meaning
        for table in TABLES
        if table in counted and name in TABLES[table].by_name
    }
    if len(set(told.values())) == 1 or not told:
        return next(iter(told.values()), "")
    return " ".join(f"{table}: {meaning}." for table, meaning in told.items())
