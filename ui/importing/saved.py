"""The profiles of the house: which of them reads the file, and each as a text that can be changed and taken away."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.errors import AtalayaError
from core.format import moment
from core.profiles import Entry, Shelf
from core.scope import Scope
from core.store.kept_text import Earlier
from ui.answers import workspace
from ui.importing.draft import Draft, tell, use
from ui.importing.field import choose
from ui.labels import plain
from ui.words import in_words, language, say

CHOSEN = "importing-profile"
LINES_PIXELS = 420


def fitting(draft: Draft, *, is_contrary: bool) -> None:
    """The saved profiles that fit the file, with the one that is used.

    Args:
        is_contrary: the file's values contradict it, as is told above.
    """
    if not draft.fitting:
        return
    names = {name: name for name in draft.fitting} | {"": say("importing.suggested")}
    choose(say("importing.read_by"), names, draft.chosen, f"read-by-{draft.number}", use, width=320)
    if draft.chosen and not is_contrary:
        st.caption(say("importing.fits", name=draft.chosen))


def show(view: Scope) -> None:
    """All of them; one can be opened."""
    shelf = Shelf(workspace().files)
    entries = {entry.name: entry for entry in shelf.entries()}
    if not entries:
        return
    with st.expander(say("importing.saved"), icon=":material/folder_open:", key="importing-saved"):
        names = {name: _line(entry, view) for name, entry in entries.items()}
        if st.session_state.get(CHOSEN) not in entries:
            st.session_state.pop(CHOSEN, None)
        name = st.selectbox(
            say("importing.saved_which"),
            list(entries),
            index=None,
            format_func=names.__getitem__,
            key=CHOSEN,
            placeholder=say("importing.saved_which"),
        )
        if name:
            _one(shelf, entries[name], view)


def _line(entry: Entry, view: Scope) -> str:
    changed = moment(entry.changed_at, view.zone, language(), seconds=False)
    if entry.profile is None:
        return f"{entry.name} · {say('importing.unreadable')} · {changed}"
    kind = say(f"importing.kind.{entry.profile.kind}")
    return f"{entry.name} · {entry.profile.told_platform} · {kind} · {changed}"


def _one(shelf: Shelf, entry: Entry, view: Scope) -> None:
    if entry.problem:
        st.error(plain(in_words(entry.problem), most=1_000), icon=":material/error:")
    try:
        written, mark = shelf.text(entry.name)
        earlier = shelf.earlier(entry.name)
    except AtalayaError as problem:
        st.error(plain(in_words(problem), most=1_000), icon=":material/error:")
        return
    # What is no UTF-8 is shown as such, and what is saved then is.
    shown = written.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    key = f"profile-{mark[:12]}-{entry.name}"
    st.text_area(say("importing.text_label"), value=shown, key=key, height=LINES_PIXELS)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            say("importing.text_save"),
            key="profile-save",
            icon=":material/save:",
            on_click=_do,
            args=(lambda: shelf.save_text(entry.name, st.session_state[key], mark),),
        )
        st.download_button(
            say("importing.download"),
            shown,
            file_name=f"{entry.name}.toml",
            mime="application/toml",
            on_click="ignore",
            icon=":material/download:",
            key="profile-download",
        )
        with st.popover(say("importing.remove"), icon=":material/delete:", key="profile-removing"):
            st.markdown(say("importing.remove_help"))
            st.button(
                say("importing.remove_do"),
                key="profile-remove",
                on_click=_do,
                args=(lambda: shelf.remove(entry.name, mark),),
            )
    if earlier:
        _earlier(shelf, entry.name, mark, earlier, view)


def _earlier(shelf: Shelf, name: str, mark: str, texts: Sequence[Earlier], view: Scope) -> None:
    """Buttons that bring an earlier text back."""
    with st.popover(say("importing.earlier"), icon=":material/history:", key="profile-earlier"):
        for place, one in enumerate(texts):
            text = one.content.decode("utf-8", "replace")
            st.button(
                moment(one.saved_at, view.zone, language()),
                key=f"profile-back-{place}",
                icon=":material/undo:",
                on_click=_do,
                args=(lambda text=text: shelf.save_text(name, text, mark),),
            )


def _do(work: Callable[[], object]) -> None:
    try:
        work()
    except AtalayaError as problem:
        tell(problem)
    else:
        st.toast(say("importing.saved_it"), icon=":material/check_circle:")
