"""What is wrong in the house's own metrics: they are left out, and this says why."""

import streamlit as st

from core.metrics import read_own
from ui.answers import house
from ui.labels import plain
from ui.words import language, say

LONGEST_TEXT = 2_000


def mistakes() -> None:
    """Every metric of the house that cannot be used, with its line and the way out; nothing when all can."""
    found = read_own(house().metrics).mistakes
    if not found:
        return
    told = [
        f"* **{say('definitions.own_line', line=mistake.line)}** "
        + plain(f"{mistake.entry}: {text}" if mistake.entry else text, LONGEST_TEXT)
        for mistake in found
        if (text := str(getattr(mistake.told, language())))
    ]
    st.warning("\n".join([say("definitions.own_mistakes"), "", *told]), icon=":material/warning:")
