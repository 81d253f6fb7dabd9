"""The form for one more correction: what it would touch is shown before it is saved."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from core.comparison import NONE
from core.correction_words import correction_in_words
from core.corrections import (
    CLOSE,
    END_STATUS,
    EXCLUDE,
    KINDS,
    MERGE,
    RELABEL,
    Correction,
    WrongCorrection,
    new_correction,
)
from core.corrections.columns import CHOSEN_BY, DIRECTIONS, RELABELLED
from core.corrections.correction import MOST_IDS
from core.custom import is_custom
from core.errors import AtalayaError
from core.format import number
from core.preview import Preview, preview
from core.scope import Scope
from core.scope_words import scope_in_words
from ui.answers import keys, settings, snapshot, values_of
from ui.corrections import status
from ui.corrections.held import corrections_file, ids_here
from ui.corrections.mistaken import mistake_in_form
from ui.corrections.previewed import previewed
from ui.labels import column_label, labels, plain, value_label
from ui.links import SELECTION, WHICH
from ui.words import in_words, language, say

KIND, IDS, DRAFT = "correction-kind", "correction-ids", "correction-draft"
WHO, WHY = "corrections-who", "correction-why"
ID = "id"
"""In the address: a conversation that is to be corrected."""

ANY = "*"
COLUMNS = tuple(name for name in RELABELLED if name != "agent_id")
"""What can be relabelled here; ids of agents by hand, in the file."""

BY_IDS, WAY = "ids", "correction-way"


def show(view: Scope, on_saved: Callable[[], None]) -> None:
    """The form, open when the reader comes from a conversation or a selection to correct it.

    Args:
        on_saved: called when a correction was saved.
    """
    wanted = st.query_params.get(ID, "")
    is_asked = bool(wanted) or status.is_asked() or st.query_params.get(WHICH) == SELECTION
    with st.expander(say("corrections.add"), icon=":material/add:", key="add", expanded=is_asked):
        names = {kind: say(f"corrections.kind.{kind}") for kind in KINDS}
        kind = st.segmented_control(
            say("corrections.kind_label"),
            KINDS,
            format_func=names.__getitem__,
            key=KIND,
            default=END_STATUS if status.is_asked() else EXCLUDE,
            required=True,
        )
        st.caption(say(f"corrections.help.{kind}"))
        what = _relabel() if kind == RELABEL else _merge() if kind == MERGE else {}
        if kind == END_STATUS:
            what = status.fields(view)
        elif kind != MERGE:
            what |= _which(view, kind, wanted)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            who = st.text_input(say("corrections.who"), key=WHO, max_chars=80, persist_state="session")
            why = st.text_input(say("corrections.why"), key=WHY, max_chars=500)
        # Not in a callback: its arguments would be from before the field that is being left.
        if st.button(say("corrections.preview"), key="preview", icon=":material/visibility:"):
            _draft(kind, who, why, what)
        _previewed(view, on_saved)


def _relabel() -> dict[str, object]:
    columns = [*COLUMNS, *keys()]
    names = {name: column_label(name) for name in columns}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = st.selectbox(
            say("corrections.column"), columns, format_func=names.__getitem__, key="correction-column"
        )
        known = sorted(value for value in values_of(column) if value is not None)
        values = {ANY: say("corrections.any_value"), **{value: value_label(column, value) for value in known}}
        was = st.selectbox(say("corrections.was"), list(values), format_func=values.__getitem__, key=f"was-{column}")
        if column == "direction":
            called = {name: value_label(column, name) for name in DIRECTIONS}
            to = st.selectbox(say("corrections.to"), DIRECTIONS, format_func=called.__getitem__, key="to-direction")
        else:
            to = st.text_input(say("corrections.to"), key=f"to-{column}", max_chars=128)
    return {"column": column, "to": to, **({} if was == ANY else {"was": was})}


def _merge() -> dict[str, object]:
    told = st.text_area(
        say("corrections.customers"), key="correction-customers", help=say("corrections.customers_help")
    )
    into = st.text_input(say("corrections.into"), key="correction-into", max_chars=200)
    return {"customers": _listed(told), "into": into}


def _which(view: Scope, kind: str, wanted: str) -> dict[str, object]:
    """The conversations: named, or those of the selection that the reader came with."""
    names = {BY_IDS: say("corrections.by_ids"), SELECTION: say("corrections.by_selection")}
    if WAY not in st.session_state:
        st.session_state[WAY] = SELECTION if st.query_params.get(WHICH) == SELECTION and not wanted else BY_IDS
    way = st.radio(say("corrections.which"), list(names), format_func=names.__getitem__, horizontal=True, key=WAY)
    if way == SELECTION:
        st.markdown(plain(scope_in_words(view.against(NONE), labels()), 600))
        return _selection(view)
    if IDS not in st.session_state:
        st.session_state[IDS] = wanted
    help_text = say("corrections.ids_help_relabel" if kind == RELABEL else "corrections.ids_help")
    told = st.text_area(say("corrections.ids"), key=IDS, help=help_text, height=68)
    return {"conversations": _listed(told)}


def _selection(view: Scope) -> dict[str, object]:
    """Period and filters of a scope; where no rule can ask for one of these, the conversations that meet them now."""
    since, until = view.instants()
    others = [name for name, _ in (*view.filters, *view.parts) if not _can_choose(name) or name in dict(view.parts)]
    if others:
        return _as_ids(view, others)
    where = tuple(
        (name, tuple("" if value is None else str(value) for value in values)) for name, values in view.filters
    )
    return {"where": where, "since": since, "until": until}


def _as_ids(view: Scope, others: Sequence[str]) -> dict[str, object]:
    """The conversations that the selection has now, by their ids; of too many it is told, and the form stops."""
    ids = ids_here(view)
    told = plain(", ".join(column_label(name) for name in others), 300)
    if not 0 < len(ids) <= MOST_IDS:
        st.warning(say("corrections.cannot_choose", columns=told), icon=":material/filter_alt_off:")
        return {"_stop": True}
    key = "corrections.as_ids_one" if len(ids) == 1 else "corrections.as_ids"
    st.info(say(key, columns=told, count=number(len(ids), "count", language())), icon=":material/filter_alt_off:")
    return {"conversations": ids}


def _can_choose(column: str) -> bool:
    return column in CHOSEN_BY or is_custom(column)


def _listed(told: str) -> tuple[str, ...]:
    """Ids, one a line or with commas between."""
    return tuple(dict.fromkeys(filter(None, (one.strip() for line in told.splitlines() for one in line.split(",")))))


def _draft(kind: str, who: str, why: str, what: Mapping[str, object]) -> None:
    given = dict(what)
    st.session_state.pop(DRAFT, None)
    if given.pop("_stop", False):
        return
    try:
        st.session_state[DRAFT] = new_correction(kind, who, why, **given)
    except WrongCorrection as problem:
        st.session_state[DRAFT] = mistake_in_form(problem.mistake)


def _previewed(view: Scope, on_saved: Callable[[], None]) -> None:
    """What the draft would do, with the button that saves it."""
    draft = st.session_state.get(DRAFT)
    if draft is None:
        return
    if not isinstance(draft, Correction):
        st.error(plain(draft, most=1_000), icon=":material/error:")
        return
    with st.container(border=True, key="previewed"):
        does_something = _told(view, draft)
        with st.container(horizontal=True):
            st.button(
                say("corrections.save"),
                key="save",
                type="primary",
                icon=":material/save:",
                disabled=not does_something,
                on_click=_save,
                args=(draft, on_saved),
            )
            st.button(say("corrections.cancel"), key="cancel", type="tertiary", on_click=_forget)


def _told(view: Scope, draft: Correction) -> bool:
    """Show what the draft would do; whether it is anything, be it to what arrives later."""
    if draft.kind == END_STATUS:
        return status.previewed(view, draft)
    st.markdown(f"**{plain(correction_in_words(draft, labels(), view.zone, is_masked=False), 500)}**")
    found: Preview = preview(snapshot(), draft, settings())
    previewed(found)
    return bool(found.conversations or draft.kind not in (CLOSE, EXCLUDE) or draft.where)


def _save(draft: Correction, on_saved: Callable[[], None]) -> None:
    try:
        corrections_file().add(draft)
    except AtalayaError as problem:
        st.session_state[DRAFT] = in_words(problem)
        return
    _forget()
    on_saved()


def _forget() -> None:
    st.session_state.pop(DRAFT, None)
    st.session_state[IDS] = st.session_state[WHY] = ""
    for name in (ID, status.AGENT, status.BEGAN):
        st.query_params.pop(name, None)
