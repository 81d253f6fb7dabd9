"""What is asked in SQL in this session: a question at work, or what became of it; answers are shared by all readers."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import streamlit as st

from core.errors import Cancelled
from core.scope import Scope
from core.sql import Answer, Limits, Refusal, Running, given_of, start_sql
from core.store.snapshot import Snapshot
from ui.answers import snapshot
from ui.customer import is_revealed

LIMITS = Limits()
KEPT_ANSWERS, KEPT_BYTES = 50, 4 << 20
"""Answers that are kept for whoever asks the same; larger ones only the session keeps."""

AT_ONCE_S = 0.8
"""Most questions are answered before anybody would see that they are at work."""

_answers: OrderedDict["Wanted", Answer] = OrderedDict()
_guard = Lock()


@dataclass(frozen=True)
class Wanted:
    """What is asked; equal for equal answers."""

    now: Snapshot
    text: str
    given: tuple[tuple[str, str], ...]
    is_masked: bool


@dataclass
class Asked:
    """A question, and how it stands: at work, answered, refused, or cancelled when it is none of these."""

    wanted: Wanted
    running: Running | None = None
    answer: Answer | None = None
    refusal: Refusal | None = None
    seconds: float = 0.0

    def look(self, wait_s: float = 0.0) -> bool:
        """Whether it is still at work, after waiting for it so long."""
        if self.running is None or not self.running.is_done(wait_s):
            return self.running is not None
        running, self.running = self.running, None
        self.seconds = running.seconds
        try:
            self.answer = running.answer()
        except Refusal as refusal:
            self.refusal = refusal
        except Cancelled:
            return False
        else:
            _keep(self.wanted, self.answer)
        return False


def ask(view: Scope, text: str, key: str) -> Asked:
    """Ask, unless just this has been asked: of these data, this period and this masking."""
    wanted = Wanted(snapshot(), text, given_of(view), not is_revealed())
    asked = st.session_state.get(_name(key))
    if isinstance(asked, Asked) and asked.wanted == wanted:
        return asked
    return again(wanted, key)


def again(wanted: Wanted, key: str) -> Asked:
    """Ask anew; what was asked before under this key is ended."""
    stop(key)
    asked = Asked(wanted, answer=_kept(wanted))
    if asked.answer is None:
        try:
            asked.running = start_sql(
                wanted.now, wanted.text, given=wanted.given, is_masked=wanted.is_masked, limits=LIMITS
            )
        except Refusal as refusal:
            asked.refusal = refusal
    st.session_state[_name(key)] = asked
    asked.look(AT_ONCE_S)
    return asked


def stop(key: str) -> None:
    """End what is at work under this key."""
    asked = st.session_state.get(_name(key))
    if isinstance(asked, Asked) and asked.running:
        asked.running.cancel()
        asked.look(AT_ONCE_S)


def _name(key: str) -> str:
    return f"sql-asked-{key}"


def _kept(wanted: Wanted) -> Answer | None:
    with _guard:
        if wanted in _answers:
            _answers.move_to_end(wanted)
        return _answers.get(wanted)


def _keep(wanted: Wanted, answer: Answer) -> None:
    if answer.rows.estimated_size() > KEPT_BYTES:
        return
    with _guard:
        _answers[wanted] = answer
        if len(_answers) > KEPT_ANSWERS:
            _answers.popitem(last=False)
