"""The loop beside a server: a thread that looks, and a process for each refresh, whose memory goes when it ends."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from core.errors import AtalayaError, Busy, StoreError
from core.live.loop import Loop
from core.store.workspace import Workspace

CODE = Path(__file__).parents[2]
BUSY = 3
ENDS_WITHIN_S = 3.0


@contextmanager
def follow_beside(workspace: Workspace) -> Iterator[None]:
    """While the block runs, what comes is taken in; of several servers of a workspace one does it at a time.

    A refresh that is at work when the block ends goes on to its end.
    """
    log = logging.getLogger("atalaya")
    loop = Loop(workspace, lambda: _refresh(workspace), log.warning)
    thread = Thread(target=_follow, args=(loop, log), name="live", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.stop()
        thread.join(ENDS_WITHIN_S)


def _follow(loop: Loop, log: logging.Logger) -> None:
    try:
        loop.follow(is_patient=True)
    except AtalayaError as problem:
        log.warning("What comes is not taken in by itself: %s", problem)


def _refresh(workspace: Workspace) -> None:
    """A refresh in a process of its own.

    Raises:
        Busy: somebody else is writing.
        StoreError: it failed; it has said why.
    """
    home = str(workspace.home.absolute())
    # A session of its own: Ctrl-C in the server's terminal ends the server, not what is being written.
    done = subprocess.run(  # noqa: S603 - this program's own words
        [sys.executable, "-m", "core.live", home],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=CODE,
        start_new_session=True,
        check=False,
    )
    if done.returncode == BUSY:
        raise Busy(f"{home} is being written to by somebody else.")
    if done.returncode:
        raise StoreError(f"{home}: what waits could not be taken in; the refresh ended with {done.returncode}.")
