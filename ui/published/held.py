"""What the page of sent reports reads: the log, the schedules, and the changes, which are worked out once for all."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import polars as pl
import streamlit as st

from core.errors import AtalayaError
from core.ledger.log import LOG, Log, read_log
from core.ledger.noted import NOTED
from core.ledger.restated import restated, unreadable
from core.schedules.file import ScheduleFile
from core.schedules.text import Read
from core.settings import Settings
from core.store.files import FileFacts
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from ui.answers import settings, snapshot, workspace
from ui.held import held
from ui.kept import kept
from ui.labels import plain
from ui.words import in_words, say

PROBLEM = "published-problem"
KEPT_LISTS = 8


@held
def log_now() -> Log:
    """What the log says."""
    return read_log(workspace().files)


@held
def schedules_now() -> Read:
    """What the file of schedules says."""
    return schedule_file().read()


def schedule_file() -> ScheduleFile:
    """The file of schedules."""
    return ScheduleFile(workspace().files)


def changes_now() -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The changed numbers, as `core.ledger.restated` has them; and what keeps others from being read."""
    files = workspace().files
    days = schedules_now().schedules.watch_days
    today = datetime.now(UTC).date()
    return _changes(workspace(), snapshot(), settings(), files.facts(LOG), files.facts(NOTED), days, today)


@kept(KEPT_LISTS)
def _changes(
    house: Workspace,
    _data: Snapshot,
    _rules: Settings,
    _log: FileFacts | None,
    _noted: FileFacts | None,
    days: int,
    _day: date,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    return restated(house, watch_days=days), tuple(unreadable(house, watch_days=days))


def attempt(act: Callable[..., object], *args: object, **kwargs: object) -> None:
    """Do something in a callback; what keeps it from being done is told on the page."""
    try:
        act(*args, **kwargs)
    except AtalayaError as problem:
        st.session_state[PROBLEM] = say("frame.problem", problem=plain(in_words(problem), most=1_000))


def problem_told() -> str:
    """What kept the last thing from being done, once; empty when nothing did."""
    return str(st.session_state.pop(PROBLEM, ""))
