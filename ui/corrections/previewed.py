"""What a correction would do, as it is shown before it is saved."""

import streamlit as st

from core.format import number
from core.preview import Moved, Preview
from ui.answers import declared
from ui.labels import metric_label, plain
from ui.words import language, say


def previewed(found: Preview) -> None:
    """How many conversations, the first of them, and each number that moves, with its value before and after."""
    count = number(found.conversations, "count", language())
    if not found.conversations:
        st.info(say("corrections.touches_none"), icon=":material/info:")
        return
    st.markdown(
        say("corrections.would_touch_one" if found.conversations == 1 else "corrections.would_touch", count=count)
    )
    st.caption(plain(", ".join(found.ids) + (" …" if found.conversations > len(found.ids) else ""), most=1_000))
    if not found.is_whole:
        st.caption(say("corrections.too_many"))
    elif found.numbers:
        st.markdown(say("corrections.numbers_move"))
        st.markdown("\n".join(f"- {moved_line(one)}" for one in found.numbers))
    else:
        st.caption(say("corrections.no_number_moves"))


def moved_line(one: Moved) -> str:
    """A number with its value before and after."""
    unit = declared(one.metric).unit
    before, after = (number(value, unit, language()) for value in (one.before, one.after))
    return f"{plain(metric_label(one.metric))}: {plain(before)} → **{plain(after)}**"
