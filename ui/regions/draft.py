"""The draft: what somebody makes of the region file in this session, until it is saved or given up."""

from dataclasses import dataclass, replace

import streamlit as st

from core.errors import AtalayaError, Overtaken
from core.regions import EMPTY, Reading, check
from core.store.region_file import Loaded, RegionFile
from ui.answers import workspace
from ui.words import in_words

KEPT, TOLD = "regions-draft", "regions-told"


@dataclass(frozen=True)
class Draft:
    """A text that nobody else sees yet.

    Args:
        text: the draft.
        loaded: the file that it was made from.
        now: the file as it is at this moment.
    """

    text: str
    loaded: Loaded
    now: Loaded

    @property
    def reading(self) -> Reading:
        """Its rules, and what is wrong with it."""
        return check(self.text)

    @property
    def labels(self) -> tuple[str, ...]:
        """Its regions, in the order of their first rules."""
        return tuple(dict.fromkeys(rule.label for rule in self.reading.rules))

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save: line ends and blanks aside, which browsers write as they like."""
        return self.text.split() != self.loaded.text.split() or not self.loaded.is_utf_8

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody else has saved since it was begun."""
        return self.now.mark != self.loaded.mark


def region_file() -> RegionFile:
    """The region file of the workspace."""
    return RegionFile(workspace().files)


def draft() -> Draft:
    """The draft of this session; without one, the file itself."""
    now = region_file().load()
    kept: Draft | None = st.session_state.get(KEPT)
    if kept is None or (kept.now.mark != now.mark and not kept.is_changed):
        kept = Draft(now.text, now, now)
    st.session_state[KEPT] = replace(kept, now=now)
    found: Draft = st.session_state[KEPT]
    return found


def change(text: str) -> None:
    """Make this the draft; for callbacks."""
    st.session_state[KEPT] = replace(draft(), text=text)
    st.session_state.pop(TOLD, None)


def give_up() -> None:
    """Back to what the file says; for callbacks."""
    st.session_state.pop(KEPT, None)
    st.session_state.pop(TOLD, None)


def keep_mine() -> None:
    """Go on with the draft on top of what somebody else has saved; theirs becomes an earlier version."""
    mine = draft()
    st.session_state[KEPT] = replace(mine, loaded=mine.now)


def save() -> None:
    """Save the draft; what came of it is told on the page. For callbacks."""
    mine = draft()
    try:
        # Without a rule there is nothing to keep but the header, so that the file still explains itself.
        region_file().save(mine.text if mine.text.strip() else EMPTY, mine.loaded.mark)
    except Overtaken:
        return  # the page shows it, and what can be done
    except AtalayaError as problem:
        st.session_state[TOLD] = in_words(problem)
        return
    give_up()
    st.session_state[TOLD] = ""


def told() -> str | None:
    """What came of saving: empty when it went well, None when nothing was saved."""
    outcome: str | None = st.session_state.get(TOLD)
    return outcome
