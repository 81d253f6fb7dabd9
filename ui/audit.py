"""How far the map can be trusted: what each level of a place was taken from, what is missing, what disagrees."""

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.charts import share_rows, share_spec
from core.format import NOTHING
from core.schema.columns import PLACE_LEVELS
from core.scope import Scope
from ui import empty, show
from ui.answers import ask
from ui.grid import choice, counts
from ui.labels import column_label, metric_help, metric_label, state_label, value_label
from ui.show.card import card, draw, stamp
from ui.show.narrow import narrow_to
from ui.take import take_table
from ui.words import language, say

OFFERED = "conversations_by_start"
CONFLICTS = "place_conflicts"
PARAM = "of"
NOT_KNOWN = "#9AA7AC"
PARTS: dict[str, dict[str | None, str]] = {
    "source": {
        "attribute": "#0072B2",
        "voice event": "#B0568A",
        "phone": "#00855F",
        "default": "#D98A00",
        None: NOT_KNOWN,
    },
    "precision": {
        "point": "#1B6CA8",
        "zip": "#4FA3DB",
        "city": "#00855F",
        "area": "#5BB394",
        "area code": "#A87300",
        "state": "#DDAE4F",
        "country": "#B0568A",
        "region": "#D995BA",
        "unknown": NOT_KNOWN,
    },
}
"""What a level can come from, or be made of, and its colour: blue is exact, green a town, yellow a state, pink more."""

SAID = ("place_conflict", "country", "state", "phone_country", "area_code")
"""Of a contradiction: at which level, the place that counts, and what the number says."""


def levels(view: Scope) -> None:
    """For each level of a place, from what it was taken: a bar of shares and the table of the same numbers."""
    with card("levels", say("audit.levels"), view, OFFERED, help=say("audit.levels_help")):
        told = show.choice(PARAM, tuple(PARTS), lambda part: say(f"audit.by_{part}"), label=say("audit.of"))
        found = _counts(view, told)
        if found.is_empty():
            empty.no_rows()
            return
        named = found.with_columns(
            pl.Series("whole", [column_label(level) for level in found["level"]], dtype=pl.String),
            pl.Series("part", [value_label(told, part) for part in found["part"]], dtype=pl.String),
        )
        rows = share_rows(named, language())
        spec = share_spec(
            language(),
            metric_label(OFFERED),
            tuple(map(column_label, PLACE_LEVELS)),
            tuple(value_label(told, part) for part in PARTS[told]),
            tuple(PARTS[told].values()),
        )
        picked = draw(f"levels-{told}", view, rows, spec, say("audit.alt_levels", count=len(PLACE_LEVELS)))
        if picked is None:
            picked = _table(view, found, told)
        if picked is not None:
            level, part = found.select("level", "part").row(picked)
            narrow_to(view, {f"{level}_{told}": part}, OFFERED)


def conflicts(view: Scope) -> None:
    """Where attributes or voice event name another place than the number: which, and how often."""
    with card("conflicts", say("audit.conflicts"), view, CONFLICTS, help=metric_help(CONFLICTS)):
        asked = view.query(CONFLICTS, by=SAID, sort=CONFLICTS, descending=True)
        rows = ask(asked)
        if rows.is_empty():
            st.caption(say("audit.no_conflicts"))
            return
        said = [[_said(row, column) for column in SAID] for row in rows.iter_rows(named=True)]
        named = pl.DataFrame(said, schema=dict.fromkeys(SAID, pl.String), orient="row")
        columns: dict[str, ColumnConfig] = {
            CONFLICTS: st.column_config.Column(metric_label(OFFERED), alignment="right"),
            **{column: st.column_config.TextColumn(say(f"audit.column_{column}")) for column in SAID},
        }
        picked = choice(
            rows.select(CONFLICTS, *named),
            columns,
            {CONFLICTS: counts()},
            key=f"conflicts-{stamp(view)}",
            alt=say("audit.conflicts"),
            called=SAID,
            label=say("audit.choose"),
        )
        if picked is not None:
            narrow_to(view, rows.select(SAID).row(picked, named=True), CONFLICTS)


def _said(row: dict[str, str | None], column: str) -> str:
    value = row[column]
    if value is None:
        return NOTHING
    return state_label(value, row["country"]) if column == "state" else value_label(column, value)


def _counts(view: Scope, told: str) -> pl.DataFrame:
    """One row a level and part that has any, in their order: `level`, `part`, `value`, `rank`."""
    order = {part: rank for rank, part in enumerate(PARTS[told])}
    answers = [
        ask(view.query(OFFERED, by=f"{level}_{told}")).select(
            pl.lit(level).alias("level"),
            pl.col(f"{level}_{told}").alias("part"),
            pl.col(OFFERED).alias("value"),
        )
        for level in PLACE_LEVELS
    ]
    parts = pl.concat(answers).filter(pl.col("value") > 0)
    ranked = parts.with_columns(rank=pl.col("part").replace_strict(order, default=len(order), return_dtype=pl.Int32))
    levels_order = pl.col("level").replace_strict({name: rank for rank, name in enumerate(PLACE_LEVELS)})
    return ranked.sort(levels_order, "rank")


def _table(view: Scope, found: pl.DataFrame, told: str) -> int | None:
    """The same numbers, a row a level and a column a part; tells the row of `found` whose cell was chosen."""
    parts = [part for part in PARTS[told] if found["part"].eq_missing(pl.Series([part], dtype=pl.String)).any()]
    cells = {(level, part): value for level, part, value, _ in found.iter_rows()}
    shown = pl.DataFrame(
        {"level": [column_label(level) for level in PLACE_LEVELS]}
        | {str(part): [cells.get((level, part), 0) for level in PLACE_LEVELS] for part in parts}
    )
    # The styler keeps numbers as numbers, and shows them in the reader's language and not the browser's.
    styled = shown.to_pandas().style.format(counts(), subset=[str(part) for part in parts])
    event = st.dataframe(
        styled,
        key=f"levels-table-{told}-{stamp(view)}",
        on_select="rerun",
        selection_mode="single-cell",
        hide_index=True,
        column_config={"level": st.column_config.TextColumn(say("audit.level"), pinned=True)}
        | {str(part): st.column_config.Column(value_label(told, part), alignment="right") for part in parts},
        alt=say("audit.levels"),
    )
    heads = {"level": {"label": say("audit.level")}} | {str(part): {"label": value_label(told, part)} for part in parts}
    readers = {str(part): counts() for part in parts}
    take_table(shown, heads, readers, key=f"levels-table-{told}-{stamp(view)}", alt=say("audit.levels"))
    for row, column in event["selection"]["cells"]:
        part = None if column == str(None) else column
        chosen = found.with_row_index("at").filter(
            (pl.col("level") == PLACE_LEVELS[row]) & pl.col("part").eq_missing(pl.lit(part, pl.String))
        )
        if not chosen.is_empty():
            return int(chosen["at"][0])
    return None
