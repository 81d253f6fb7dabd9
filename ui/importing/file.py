"""How the file is written: what was recognised, by what, and what a person may know better."""

from dataclasses import replace

import streamlit as st

from core.format import number
from core.tabular.form import CSV, DELIMITERS, ENCODINGS, SHEETS, Form
from ui.importing.draft import Draft, draft_now, hold, read_anew
from ui.importing.field import choose
from ui.labels import plain
from ui.loads import size
from ui.words import language, say

HEADER_ROWS = 12
"""The header can be said to be in one of the first rows."""


def show(draft: Draft) -> None:
    """The file, its facts, and the way to another one."""
    with st.container(horizontal=True, vertical_alignment="center", key="importing-file"):
        told = say(
            "importing.file",
            file=plain(draft.file.name),
            size=size(draft.file.bytes, language()),
            columns=number(len(draft.table.columns), "count", language()),
        )
        st.markdown(told, width="stretch")
        st.button(say("importing.another"), key="another", icon=":material/upload_file:", on_click=hold, args=(None,))
    with st.expander(say("importing.form"), icon=":material/description:", key="importing-form"):
        st.markdown("\n".join(f"- {plain(note.said(language()), 400)}" for note in draft.table.notes))
        _changes(draft)


def _changes(draft: Draft) -> None:
    """What can be said otherwise."""
    form, key = draft.table.form, f"form-{draft.number}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if form.kind == CSV:
            marks = {mark: say(f"importing.delimiter.{_name(mark)}") for mark in DELIMITERS}
            choose(say("importing.delimiter_label"), marks, form.delimiter, f"{key}-delimiter", _delimited, width=200)
            names = {name: name for name in ENCODINGS}
            choose(say("importing.encoding"), names, form.encoding, f"{key}-encoding", _encoded, width=200)
        if form.kind in SHEETS and draft.table.sheets:
            sheets = {
                name: say("importing.sheet_rows", sheet=name, rows=number(rows, "count", language()))
                for name, rows in draft.table.sheets
            }
            choose(say("importing.sheet"), sheets, form.sheet, f"{key}-sheet", _of_sheet, width=300)
        if form.kind in (CSV, *SHEETS):
            heads = {0: say("importing.no_header")} | {
                row: say("importing.header_row", row=row) for row in range(1, HEADER_ROWS + 1)
            }
            choose(say("importing.header"), heads, form.header_row, f"{key}-header", _headed, width=200)


def _name(mark: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[mark]


def _delimited(mark: str) -> None:
    _read(delimiter=mark, quote="'" if mark == '"' else '"')


def _encoded(encoding: str) -> None:
    _read(encoding=encoding)


def _headed(row: int) -> None:
    _read(header_row=row, first_row=row + 1)


def _of_sheet(sheet: str) -> None:
    draft = draft_now()
    if draft:
        read_anew(draft.file, sheet=sheet, platform=draft.profile.platform, fits=False)


def _read(**changes: object) -> None:
    draft = draft_now()
    if draft:
        form: Form = replace(draft.table.form, **changes)  # type: ignore[arg-type]
        read_anew(draft.file, form, platform=draft.profile.platform, fits=False)
