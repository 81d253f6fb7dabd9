"""Targets of single queues and channels: what is in force for each, and fields to try others."""

from functools import partial

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import number
from core.scope import Scope
from core.service_lab import METRIC
from core.settings import Settings
from ui.answers import values_of
from ui.grid import choice, counts
from ui.labels import column_label, plain, value_label
from ui.service_level.controls import rule_name
from ui.service_level.trial import OWN_RULES, Trial, put
from ui.show.card import card, stamp
from ui.words import language, say

TABLES = {"queue_name": "queues", "channel": "channels"}
"""Column → the table of the settings in which each has its own."""


def targets(view: Scope, now: Trial, column: str, groups: pl.DataFrame) -> None:
    """A row for each queue or channel; choosing one shows its fields.

    Args:
        column: `queue_name` or `channel`.
        groups: as `core.service_lab.by_group` gives them, by the rules that are tried.
    """
    title = say("lab.targets")
    with card("lab-targets", title, view, METRIC, help=say("lab.targets_help")):
        names = groups[column].to_list()
        rows = groups.with_columns(
            pl.Series(column, [value_label(column, name) for name in names], dtype=pl.String),
            *(pl.Series(rule, [_told(now.rules, column, name, rule) for name in names]) for rule in OWN_RULES),
        )
        picked = choice(
            rows,
            _columns(column),
            {"value": lambda value: number(value, "%", language()), "offered": counts()},
            key=f"lab-targets-{column}-{stamp(view)}",
            alt=title,
            called=(column,),
            label=say("lab.choose_group", group=column_label(column).lower()),
        )
        _unknown(now.rules, column)
        if picked is not None and names[picked] is not None:
            _fields(now, column, names[picked])


def _unknown(rules: Settings, column: str) -> None:
    """Rules for what the data does not have, whatever the period: a slip of the finger, or a new name."""
    own = rules.queues if column == "queue_name" else rules.channels
    there = values_of(column)
    if strangers := [rule.name for rule in own if rule.name not in there]:
        names = ", ".join(plain(name) for name in strangers[:5]) + (" …" if len(strangers) > 5 else "")
        st.warning(say("lab.unknown_names", names=names), icon=":material/help:")


def _columns(column: str) -> dict[str, ColumnConfig]:
    kinds = st.column_config
    return {
        column: kinds.TextColumn(column_label(column), pinned=True),
        "offered": kinds.Column(say("lab.offered"), alignment="right"),
        "value": kinds.Column(say("lab.value"), alignment="right"),
        **{rule: kinds.TextColumn(rule_name(rule)) for rule in OWN_RULES},
    }


def _own(rules: Settings, column: str, name: str | None, rule: str) -> int | None:
    own = rules.queue(name) if column == "queue_name" else rules.channel(name)
    seconds: int | None = getattr(own, rule)
    return seconds


def _otherwise(rules: Settings, column: str, rule: str) -> str:
    """What holds where a queue or channel has nothing of its own."""
    if column == "queue_name" and any(getattr(channel, rule) is not None for channel in rules.channels):
        return say("lab.as_channel")
    return say("lab.as_house", seconds=getattr(rules, rule))


def _told(rules: Settings, column: str, name: str | None, rule: str) -> str:
    own = _own(rules, column, name, rule)
    return _otherwise(rules, column, rule) if own is None else say("lab.seconds", seconds=own)


def _fields(now: Trial, column: str, name: str) -> None:
    """The targets of one, empty where it does as its channel and the house do."""
    st.markdown(f"**{plain(value_label(column, name))}**")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for rule in OWN_RULES:
            key = f"lab-own-{column}-{rule}-{name}"
            st.session_state[key] = _own(now.rules, column, name, rule)
            st.number_input(
                rule_name(rule),
                0,
                value=None,
                step=5,
                key=key,
                width=240,
                placeholder=_otherwise(now.rules, column, rule),
                on_change=partial(_put, (TABLES[column], name, rule), key),
            )


def _put(rule: tuple[str, str, str], key: str) -> None:
    put(rule, st.session_state[key])
