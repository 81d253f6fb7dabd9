"""The loop takes in what comes without being told, one loop a workspace, and what goes wrong stops it not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from core.errors import Busy
from core.live import Loop, follow_beside, is_followed, last_refresh, look, take_waiting
from core.live.look import FOLDER
from core.live.loop import LOOK_EVERY_S, rest_s
from core.live.told import Teller
from core.schema.tables import EVENTS
from core.store.lock import locked
from core.store.workspace import Workspace
from tests.callbacks import lines
from tests.core.live.conftest import QUIET_S
from tests.stories import answered

SOON_S = 60.0


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, soon_quiet: None) -> Workspace:
    """A workspace that is looked at often."""
    monkeypatch.setattr("core.live.loop.LOOK_EVERY_S", 0.05)
    (tmp_path / "home" / "inbox").mkdir(parents=True)
    (tmp_path / "home" / "settings.toml").write_text("refresh_every_s = 1\n")
    return Workspace(tmp_path / "home")


def drop(workspace: Workspace, number: int) -> None:
    file = workspace.home / "inbox" / f"{number}.ndjson"
    file.write_text(lines(answered(f"WT{number}", "09:00:00", "Ana")))


def until(is_so: Callable[[], bool]) -> None:
    late = monotonic() + SOON_S
    while not is_so():
        assert monotonic() < late
        sleep(0.05)


def events(workspace: Workspace) -> int:
    return workspace.snapshot().rows(EVENTS)


@contextmanager
def following(workspace: Workspace, told: list[str] | None = None) -> Iterator[Loop]:
    """A loop in a thread of this process; ended with the block."""
    loop = Loop(workspace, lambda: take_waiting(workspace, wait_s=0), (told if told is not None else []).append)
    thread = Thread(target=loop.follow, kwargs={"is_patient": True})
    thread.start()
    try:
        yield loop
    finally:
        loop.stop()
        thread.join()


@pytest.mark.parametrize("took_s", [0.5, 5, 15, 25])
def test_what_comes_just_after_a_refresh_began_is_in_within_the_time_that_is_set(took_s: float) -> None:
    assert rest_s(60, took_s, took_s) + LOOK_EVERY_S + took_s <= 60
    assert rest_s(60, took_s, took_s) >= 1.2 * took_s


def test_refreshes_leave_the_machine_to_others_but_nobody_waits_for_one_that_took_long() -> None:
    assert rest_s(60, 100, 100) == 60
    assert rest_s(60, 100, 5) == 6
    assert rest_s(1, 0.1, 0.1) == 1
    assert rest_s(30, 0, 0) <= 30 - look.QUIET_S


def test_what_is_dropped_comes_in_by_itself_and_so_does_the_next(workspace: Workspace) -> None:
    with following(workspace):
        drop(workspace, 1)
        until(lambda: events(workspace) == 7)
        assert is_followed(workspace)
        drop(workspace, 2)
        until(lambda: events(workspace) == 14)
    assert not is_followed(workspace)


def test_one_follows_at_a_time_and_the_next_takes_over(workspace: Workspace) -> None:
    with following(workspace):
        until(lambda: is_followed(workspace))
        with pytest.raises(Busy, match="follows this workspace already"):
            Loop(workspace, lambda: None, lambda _: None).follow()
        second = following(workspace)
        second.__enter__()
    drop(workspace, 1)
    until(lambda: events(workspace) == 7)
    second.__exit__(None, None, None)


def test_it_rests_while_it_is_switched_off_and_goes_on_when_it_is_not(workspace: Workspace) -> None:
    (workspace.home / "settings.toml").write_text("refresh_every_s = 0\n")
    drop(workspace, 1)
    with following(workspace):
        sleep(QUIET_S + 0.5)
        assert events(workspace) == 0
        (workspace.home / "settings.toml").write_text("refresh_every_s = 1\n")
        until(lambda: events(workspace) == 7)


def test_rules_that_cannot_be_read_are_told_once_and_what_waits_comes_when_they_can(workspace: Workspace) -> None:
    (workspace.home / "settings.toml").write_text("refresh_every_s = soon\n")
    drop(workspace, 1)
    told: list[str] = []
    with following(workspace, told):
        until(lambda: bool(told))
        sleep(0.5)
        assert len(told) == 1
        (workspace.home / "settings.toml").write_text("refresh_every_s = 1\n")
        until(lambda: events(workspace) == 7)
    assert len(told) == 1


def test_packing_that_keeps_failing_is_told_once(workspace: Workspace) -> None:
    (workspace.home / FOLDER).mkdir()
    teller, told = Teller(workspace, lambda _: None), list[str]()
    for problem in ("The disk is full.", "The disk is still full."):
        teller.packed(problem)
    last = last_refresh(workspace)
    assert last is not None
    with following(workspace, told):
        until(lambda: bool(told))
        sleep(0.5)
    assert told == [last.trouble]
    assert "not packed: The disk is full. Nothing is lost" in last.trouble


def test_while_another_writes_it_waits_and_tries_again(workspace: Workspace) -> None:
    told: list[str] = []
    with following(workspace, told):
        with locked(workspace.home / "lock", 0):
            drop(workspace, 1)
            sleep(QUIET_S + 1)
            assert events(workspace) == 0
        until(lambda: events(workspace) == 7)
    assert told == []


def test_beside_a_server_each_refresh_is_a_process_of_its_own(workspace: Workspace) -> None:
    with follow_beside(workspace):
        drop(workspace, 1)
        until(lambda: events(workspace) == 7)
        until(lambda: (last := last_refresh(workspace)) is not None and last.ended_at is not None)
        last = last_refresh(workspace)
        assert last is not None
        assert (last.kept, last.problem) == (7, "")
    assert not is_followed(workspace)
