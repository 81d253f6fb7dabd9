"""What would become of the file: rows that add up, numbers, resulting rows and refused ones; nothing is loaded yet."""

from typing import Any

import polars as pl
import streamlit as st

from core.errors import AtalayaError
from core.format import number
from core.masking import mask_text, mask_value
from core.profiles import Preview, preview
from core.profiles.targets import INTERVALS
from core.schema.tables import CONVERSATIONS
from core.scope import Scope
from core.words import known
from ui.answers import declared, house
from ui.clocks import tell_clock_changes
from ui.customer import is_revealed
from ui.grid import Reader, counts, durations, grid, moments
from ui.importing.draft import Draft
from ui.importing.rows import is_asked
from ui.importing.samples import target_label
from ui.labels import column_label, metric_help, metric_label, plain, value_label
from ui.loads import detail_in_words
from ui.words import in_words, language, say

KEPT = "importing-preview"
SHOWN = 10
"""Resulting rows."""

PERSONAL = frozenset(column.name for column in CONVERSATIONS.columns if column.personal)


def show(draft: Draft, view: Scope) -> Preview | None:
    """The preview; None while something is missing or wrong, with what to do."""
    if draft.missing or is_asked(draft):
        st.info(say("importing.first"), icon=":material/arrow_upward:")
        return None
    try:
        found = _found(draft)
    except AtalayaError as problem:
        st.error(say("frame.problem", problem=plain(in_words(problem), most=1_000)), icon=":material/error:")
        return None
    st.markdown(_added_up(found))
    with st.grid(4, min_column_width=170, gap="small", key="importing-kpis"):
        for metric, value in found.kpis.items():
            shown = number(value, declared(metric).unit, language())
            st.metric(metric_label(metric), shown, border=True, help=metric_help(metric))
    if draft.profile.kind == INTERVALS:
        st.info(say("importing.of_intervals"), icon=":material/info:")
    for name in found.untold:
        st.warning(say(f"importing.untold_{name}"), icon=":material/warning:")
    _disagreements(found)
    _refused(found)
    _rows(found, view)
    return found


def _found(draft: Draft) -> Preview:
    """Worked out once for what the draft says now."""
    asked = (draft.number, draft.profile, house())
    kept = st.session_state.get(KEPT)
    if kept and kept[0] == asked:
        found: Preview = kept[1]
        return found
    with st.spinner(say("importing.working")):
        found = preview(draft.file.path, draft.profile, house(), draft.file.name)
    st.session_state[KEPT] = (asked, found)
    return found


def _count(value: int) -> str:
    return number(value, "count", language())


def _added_up(found: Preview) -> str:
    whole = "importing.adds_up_one" if found.rows_in == 1 else "importing.adds_up"
    told = say(
        whole if found.is_whole else "importing.adds_up_part",
        rows=_count(found.rows_in),
        kept=_count(found.kept),
        duplicates=_count(found.duplicates),
        rejected=_count(found.rejected),
    )
    return f"**{told}**" if found.kept else f"**{told}** {say('importing.nothing_kept')}"


def _disagreements(found: Preview) -> None:
    for name, rows in found.disagreements.items():
        told = say("importing.disagree", column=target_label(name), rows=_count(rows))
        st.caption(f":material/compare_arrows: {told}")
    tell_clock_changes(found.clock_changes)


def _refused(found: Preview) -> None:
    if not found.rejected:
        return
    told = ", ".join(f"{_reason(reason)}: {_count(rows)}" for reason, rows in found.reasons)
    with st.expander(say("importing.refused", reasons=told), icon=":material/block:", key="importing-refused"):
        texts = {
            name: [text if is_revealed() or not text else mask_text(text) for text in found.refused[name]]
            for name in ("detail", "raw")
        }
        texts["detail"] = [detail_in_words(text) for text in texts["detail"]]
        rows = found.refused.with_columns(
            pl.Series("reason", [_reason(reason) for reason in found.refused["reason"]], dtype=pl.String),
            *(pl.Series(name, values, dtype=pl.String) for name, values in texts.items()),
        )
        columns = {
            name: st.column_config.Column(say(f"rejected.column_{name}"))
            for name in ("position", "reason", "detail", "raw")
        }
        grid(rows, columns, {"position": counts()}, key="importing-refused-rows", alt=say("rejected.title"))
        if found.rejected > rows.height:
            st.caption(say("importing.first_of", shown=_count(rows.height), count=_count(found.rejected)))


def _reason(reason: str) -> str:
    return say(f"reason.{reason}") if known(f"reason.{reason}") else reason


def _rows(found: Preview, view: Scope) -> None:
    """The resulting rows."""
    if not found.rows.height:
        return
    rows = found.rows.head(SHOWN)
    if not is_revealed():
        rows = rows.with_columns(_masked(rows[name]) for name in rows.columns if name in PERSONAL)
    readers = {name: _reader(rows[name], view) for name in rows.columns}
    columns = {name: st.column_config.Column(column_label(name)) for name in rows.columns}
    grid(rows, columns, readers, key="importing-rows", alt=say("importing.rows"))
    if found.kept > rows.height:
        st.caption(say("importing.first_rows", shown=_count(rows.height)))


def _masked(values: pl.Series) -> pl.Series:
    mask: Any = mask_text if values.name == "attributes" else mask_value
    return pl.Series(values.name, [mask(value) if value else value for value in values], dtype=pl.String)


def _reader(values: pl.Series, view: Scope) -> Reader:
    if values.dtype == pl.Datetime:
        return moments(view.zone)
    if values.name.endswith("_ms"):
        return durations()
    if values.dtype.is_numeric():
        return counts()
    return lambda value: value_label(values.name, value)
