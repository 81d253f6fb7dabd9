"""What was put right of one conversation: value by value, by whom, when and why; and the way to correct it."""

import streamlit as st

from core.correction_words import correction_in_words
from core.format import moment, number
from core.put_right import Change, PutRight, put_right
from core.schema.tables import CONVERSATIONS
from core.scope import Scope
from core.store.snapshot import Snapshot
from ui.answers import house, snapshot
from ui.corrections.add import ID
from ui.customer import is_revealed, shown
from ui.kept import kept
from ui.labels import column_label, labels, plain, value_label
from ui.sitemap import place
from ui.words import language, say

NOTHING = "–"


def of_conversation(view: Scope, conversation_id: str) -> None:
    """What corrections have made of it, and the link to make one."""
    found = _found(snapshot(), conversation_id, house().default_country)
    if found:
        with st.container(border=True, key="put-right"):
            _told(view, found)
    st.page_link(
        place("corrections").page(),
        label=say("corrections.correct_this"),
        icon=":material/edit_note:",
        query_params=view.params(**{ID: conversation_id}),
    )


@kept(200)
def _found(now: Snapshot, conversation_id: str, country: str) -> PutRight | None:
    return put_right(now, conversation_id, country)


def _told(view: Scope, found: PutRight) -> None:
    st.markdown(f"**{say('corrections.left_out' if found.is_excluded else 'corrections.was_corrected')}**")
    for one in found.corrections:
        does = correction_in_words(one, labels(), view.zone, is_masked=not is_revealed())
        when = moment(one.at, view.zone, language(), seconds=False)
        by = say("corrections.by", who=plain(one.who), when=when, why=plain(one.why, most=1_000))
        st.markdown(f"{plain(does, most=500)}  \n{by}")
    if found.changes:
        lines = [
            f"- {column_label(one.column)}: {_value(one, one.before, view)} → **{_value(one, one.now, view)}**"
            for one in found.changes
        ]
        st.markdown("\n".join(lines))
    st.caption(say("corrections.events_stay"))


def _value(one: Change, value: object, view: Scope) -> str:
    if value is None:
        return NOTHING
    if one.column.endswith("_at"):
        return moment(value, view.zone, language())  # type: ignore[arg-type]
    if one.column.endswith("_ms"):
        return plain(number(value, "ms", language()))  # type: ignore[arg-type]
    declared = CONVERSATIONS.by_name.get(one.column)
    if declared and declared.personal:
        return plain(shown(str(value)))
    return plain(value_label(one.column, value))
