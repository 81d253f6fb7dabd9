"""The bar above a notebook that is edited: take back, save, stop; and what to do when somebody else has saved."""

import streamlit as st

from core.errors import AtalayaError, DefinitionError, Overtaken, UnknownName
from core.notebooks.draft import Draft
from core.notebooks.merge import BOTH, CELL, CHOICES, Clash, Merged, aligned, merge
from core.notebooks.shelf import Opened
from core.notebooks.spoken import Spoken
from core.store.kept_folder import NEW
from ui.labels import plain
from ui.notebook.parameters import word_label
from ui.notebook.state import CELL as OPEN_CELL
from ui.notebook.state import DRAFT, NAME, Editing, asked_name, drafts, editing, shelf, step, tell
from ui.words import in_words, language, say

LOOK_EVERY_S = 5
SHORTCUTS = {"save": "Ctrl+S", "undo": "Ctrl+Alt+Z"}
"""Beside the browser's own, which undo within a field."""

CODE_PIXELS = 300
SAVED, TOASTED = "notebook-saved", "notebook-toasted"


def show(now: Editing, mark: str) -> None:
    """The whole bar.

    Args:
        mark: of the notebook's file at this moment.
    """
    draft, is_overtaken = now.draft, mark != now.draft.mark
    with st.container(border=True, key="notebook-bar"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            state = "changed" if draft.is_changed else "unchanged"
            st.markdown(say(f"notebook.state_{state}"), width="stretch", help=say("notebook.kept"))
            _button("undo", "undo", not draft.can_undo, lambda: step(Draft.undone))
            _button("redo", "redo", not draft.can_redo, lambda: step(Draft.redone))
            _button("stop", "close", False, _stop)
            if draft.is_changed:
                _button("give_up", "delete", False, _give_up)
            _button("save", "save", not draft.is_changed or is_overtaken, _save, is_main=True)
        if is_overtaken:
            _toast(mark)
            _overtaken(draft)
        elif st.session_state.pop(SAVED, False):
            st.success(say("notebook.is_saved"), icon=":material/check_circle:")
    _watch(now.id, mark)


def _button(name: str, icon: str, is_off: bool, work: object, *, is_main: bool = False) -> None:
    st.button(
        say(f"notebook.{name}"),
        key=f"notebook-{name}",
        icon=f":material/{icon}:",
        type="primary" if is_main else "secondary",
        disabled=is_off,
        on_click=work,  # type: ignore[arg-type]
        shortcut=SHORTCUTS.get(name),
    )


@st.fragment(run_every=LOOK_EVERY_S)
def _watch(draft: str, mark: str) -> None:
    """Look now and then whether somebody else has saved, so that it is told before more is typed."""
    if _mark() != mark and st.query_params.get(DRAFT) == draft:
        st.rerun()


def _mark() -> str:
    """The mark of the notebook's file; that of a new one when it was removed."""
    try:
        return shelf().text(asked_name())[1]
    except UnknownName:
        return NEW


def _toast(mark: str) -> None:
    """Tell it once where the reader looks, who may be far below the bar."""
    if st.session_state.get(TOASTED) != mark:
        st.session_state[TOASTED] = mark
        st.toast(say("notebook.overtaken_toast"), icon=":material/group:", duration="long")


def _overtaken(draft: Draft) -> None:
    """Somebody has saved since the draft was begun: see theirs, merge, or keep this as a notebook of its own."""
    st.warning(say("notebook.overtaken"), icon=":material/group:")
    try:
        theirs = shelf().open(asked_name())
    except UnknownName:
        st.markdown(say("notebook.removed_meanwhile"))
        _button("put_back", "restore_page", False, _put_back)
        return
    except DefinitionError as problem:
        st.markdown(say("notebook.broken_meanwhile", problem=plain(in_words(problem), most=1_000)))
        _copy(draft)
        return
    with st.expander(say("notebook.theirs")):
        st.code(shelf().text(asked_name())[0], language="toml", height=CODE_PIXELS)
    found = merge(draft.base, draft.now, theirs.notebook)
    st.markdown(say("notebook.clashes" if found.clashes else "notebook.no_clash", count=len(found.clashes)))
    for clash in found.clashes:
        _choice(clash)
    with st.container(horizontal=True, gap="small"):
        _button("merge", "merge", False, lambda: _merge(theirs), is_main=True)
    _copy(draft)


def _choice(clash: Clash) -> None:
    """Which of two versions is to count."""
    options = [one for one in CHOICES if one != BOTH or (clash.what == CELL and clash.mine and clash.theirs)]
    names = {one: say(f"notebook.take_{one}") for one in CHOICES}
    st.segmented_control(
        _clash_name(clash),
        options,
        format_func=names.__getitem__,
        key=_clash_key(clash),
        default=options[-1] if options[-1] == BOTH else options[0],
        required=True,
    )


def _clash_key(clash: Clash) -> str:
    return f"clash-{clash.what}-{clash.name}"


def _clash_name(clash: Clash) -> str:
    if clash.what == CELL:
        one = clash.mine or clash.theirs
        gone = say("notebook.one_removed") if not (clash.mine and clash.theirs) else ""
        return f"{say(f'notebook.kind_{one.kind}')}: {plain(one.title.told(language()) or clash.name)} {gone}".strip()
    return word_label(clash.name) if clash.name else say(f"notebook.{clash.what}")


def _merge(theirs: Opened) -> None:
    """Take what both did, as was chosen where both did the same; one step, which can be taken back."""

    def merged(draft: Draft) -> Draft:
        found: Merged = merge(draft.base, draft.now, theirs.notebook)
        choices = {one.key: str(st.session_state.get(_clash_key(one), "")) for one in found.clashes}
        notebook = merge(draft.base, draft.now, theirs.notebook, choices).notebook
        return draft.changed(notebook).on(aligned(draft.base, theirs.notebook), theirs.mark)

    step(merged)


def _copy(draft: Draft) -> None:
    """Keep the draft as a notebook of its own."""
    with st.popover(say("notebook.save_copy"), icon=":material/content_copy:", key="save-copy"):
        title = say("notebook.copy_of", title=draft.now.headline(language()))
        st.text_input(say("notebook.title"), title, key="notebook-copy-title")
        _button("save_copy", "content_copy", False, _save_copy)


def _save_copy() -> None:
    now = editing()
    title = str(st.session_state.get("notebook-copy-title", "")).strip()
    if now is None or not title:
        return
    name = shelf().free_name(title)
    try:
        shelf().save(now.draft.now.with_(name=name, title=Spoken.of(title)), NEW)
    except AtalayaError as problem:
        tell(in_words(problem))
        return
    drafts(asked_name()).drop(now.id)
    _leave()
    st.query_params[NAME] = name


def _put_back() -> None:
    step(lambda draft: draft.on(draft.base.with_(cells=()), NEW))


def _save() -> None:
    """Save what the draft says now; it is gone on with on top of that."""
    now = editing()
    if now is None:
        return
    try:
        mark = shelf().save(now.draft.now, now.draft.mark)
    except Overtaken:
        return  # The page shows it, and what can be done.
    except AtalayaError as problem:
        tell(in_words(problem))
        return
    step(lambda draft: draft.on(now.draft.now, mark))
    st.session_state[SAVED] = True


def _stop() -> None:
    """Read the notebook; what is not saved stays as a draft."""
    now = editing()
    if now and not now.draft.is_changed:
        drafts(asked_name()).drop(now.id)
    _leave()


def _give_up() -> None:
    if now := editing():
        drafts(asked_name()).drop(now.id)
    _leave()


def _leave() -> None:
    for name in (DRAFT, OPEN_CELL):
        st.query_params.pop(name, None)
