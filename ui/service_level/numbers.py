"""The number by the house's rules beside the one by those that are tried, and in every other way."""

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import difference, number
from core.metrics import VARIANTS
from core.scope import Scope
from core.service_lab import METRIC
from ui.grid import choice, counts
from ui.labels import metric_help
from ui.service_level.controls import variant_label
from ui.service_level.trial import SINGLE, Trial, put
from ui.show.card import card, stamp
from ui.show.change import change
from ui.words import language, say


def both(now: Trial, house: pl.DataFrame, tried: pl.DataFrame) -> None:
    """Two tiles: in force, and tried."""
    before, after = (
        rows.row(by_predicate=pl.col("variant") == rules.service_level_variant, named=True)
        for rows, rules in ((house, now.house), (tried, now.rules))
    )
    moved = change(after["value"], before["value"], "%", language()) if now.changes else None
    with st.container(border=True, key="lab-house", gap="xsmall"):
        st.metric(say("lab.by_house"), number(before["value"], "%", language()), help=metric_help(METRIC))
        st.caption(_fraction(before))
    with st.container(border=True, key="lab-tried", gap="xsmall"):
        st.metric(
            say("lab.by_trial"),
            number(after["value"], "%", language()),
            delta=moved.text if moved else None,
            delta_arrow=moved.arrow if moved else "off",
            # More is no better here: these are the same conversations.
            delta_color="gray",
        )
        st.caption(_fraction(after))


def variants(view: Scope, now: Trial, house: pl.DataFrame, tried: pl.DataFrame) -> None:
    """All variants by the targets that are tried; choosing one tries it."""
    title = say("lab.all_variants")
    in_force = house.filter(variant=now.house.service_level_variant)["value"][0]
    rows = tried.with_columns(
        label=pl.Series([_marked(name, now) for name in tried["variant"]]),
        formula=pl.Series([getattr(VARIANTS[name].formula, language()) for name in tried["variant"]]),
        users=pl.Series([getattr(VARIANTS[name].users, language()) for name in tried["variant"]]),
        difference=pl.col("value") - pl.lit(in_force, pl.Float64),
    )
    with card("lab-variants", title, view, METRIC, help=say("lab.all_variants_help")):
        picked = choice(
            rows,
            _columns(),
            {"value": _share, "above": counts(), "below": counts(), "difference": _points},
            key=f"lab-variants-{stamp(view, repr(now))}",
            alt=title,
            called=("label",),
            label=say("lab.try_variant"),
        )
        st.caption(say("lab.follow_ups"))
    if picked is not None and rows["variant"][picked] != now.rules.service_level_variant:
        put(SINGLE["variant"], rows["variant"][picked])
        st.rerun()


def _columns() -> dict[str, ColumnConfig]:
    kinds = st.column_config
    return {
        "label": kinds.TextColumn(say("lab.variant"), width=265),
        "value": kinds.Column(say("lab.value"), alignment="right", width=115),
        "difference": kinds.Column(
            say("lab.difference"), help=say("lab.difference_help"), alignment="right", width=110
        ),
        "above": kinds.Column(say("lab.above"), help=say("lab.above_help"), alignment="right", width=90),
        "below": kinds.Column(say("lab.below"), help=say("lab.below_help"), alignment="right", width=90),
        "users": kinds.TextColumn(say("lab.used_by")),
        "formula": kinds.TextColumn(say("lab.formula_column")),
    }


def _marked(name: str, now: Trial) -> str:
    label = variant_label(name)
    return say("lab.house_variant", label=label) if name == now.house.service_level_variant else label


def _fraction(row: dict[str, int]) -> str:
    above, below = (number(row[side], "count", language()) for side in ("above", "below"))
    return say("lab.fraction", above=above, below=below)


def _share(value: float | None) -> str:
    return number(value, "%", language())


def _points(value: float | None) -> str:
    return difference(value, "%", language())
