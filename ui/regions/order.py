"""The rules in their order, of which the first that fits wins: moved up and down, taken out, and which never fire."""

import polars as pl
import streamlit as st

from core.regions import Overlap, moved, overlaps, removed
from ui.grid import choice
from ui.labels import plain
from ui.regions.draft import Draft, change, draft
from ui.regions.names import region_name, rule_place
from ui.words import say

KEY = "regions-rules"
OVERLAPS_SHOWN = 8
WIDTHS = {"number": 60, "note": 300}
"""Pixels."""


def order_rules(now: Draft) -> None:
    """The list of rules; the one that is chosen can be moved or taken out."""
    rules = now.reading.rules
    if not rules:
        st.caption(say("regions.no_rules"))
        return
    st.caption(say("regions.order_help"))
    shadows = {overlap.rule: overlap for overlap in overlaps(rules)}
    rows = pl.DataFrame(
        {
            "number": range(1, len(rules) + 1),
            "place": [rule_place(rule) for rule in rules],
            "region": [region_name(rule.label) for rule in rules],
            "note": [_note(shadows.get(position)) for position in range(len(rules))],
        }
    )
    columns = {
        name: st.column_config.Column(say(f"regions.column_{name}"), width=WIDTHS.get(name)) for name in rows.columns
    }
    chosen = choice(
        rows,
        columns,
        {},
        key=KEY,
        alt=say("regions.alt_rules"),
        called=("number", "place", "region"),
        label=say("regions.choose_rule"),
    )
    last = len(rules) - 1
    with st.container(horizontal=True, gap="small"):
        for name, icon, is_off, work, args in (
            ("up", "arrow_upward", chosen in (None, 0), _move, (chosen, -1)),
            ("down", "arrow_downward", chosen in (None, last), _move, (chosen, 1)),
            ("take_out", "delete", chosen is None, _remove, (chosen,)),
        ):
            label, symbol = say(f"regions.{name}"), f":material/{icon}:"
            st.button(label, key=f"regions-{name}", icon=symbol, disabled=is_off, on_click=work, args=args)
        st.button(say("regions.remove_all"), key="regions-remove-all", type="tertiary", on_click=_remove_all)


def shadowed(now: Draft) -> None:
    """The rules that never fire, so that nobody has to look for them."""
    rules, found = now.reading.rules, overlaps(now.reading.rules)
    if not found:
        return
    told = [
        say(
            "regions.overlap" if overlap.is_whole else "regions.overlap_partly",
            number=overlap.rule + 1,
            place=plain(rule_place(rules[overlap.rule])),
            by=overlap.by + 1,
            other=plain(rule_place(rules[overlap.by])),
        )
        for overlap in found[:OVERLAPS_SHOWN]
    ]
    if len(found) > OVERLAPS_SHOWN:
        told.append(say("regions.more_overlaps", count=len(found) - OVERLAPS_SHOWN))
    st.warning("\n".join([say("regions.overlaps"), "", *(f"* {one}" for one in told)]), icon=":material/layers:")


def _note(overlap: Overlap | None) -> str:
    if overlap is None:
        return ""
    return say("regions.never_fires" if overlap.is_whole else "regions.seldom_fires", number=overlap.by + 1)


def _move(position: int, steps: int) -> None:
    change(moved(draft().text, position, steps))
    _select(position + steps)


def _remove(position: int) -> None:
    now = draft()
    change(removed(now.text, [now.reading.rules[position]]))
    _select(None)


def _remove_all() -> None:
    now = draft()
    change(removed(now.text, now.reading.rules))
    _select(None)


def _select(position: int | None) -> None:
    """The choice goes where its rule went."""
    rows = [] if position is None else [position]
    st.session_state[f"name-{KEY}"] = position
    st.session_state[KEY] = {"selection": {"rows": rows, "columns": [], "cells": []}}
