"""A refresh that ends itself at one of its steps."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import core.live.look
from core.live.take import take_waiting
from core.store.workspace import Workspace


def refresh_until(home: Path, step: int) -> None:
    """Refresh; the process is killed before the N-th change that it makes to the disk for good."""
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def change(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return change

    os.fsync = counted(os.fsync)
    for name in ("replace", "unlink", "hardlink_to"):
        setattr(Path, name, counted(getattr(Path, name)))
    core.live.look.QUIET_S = 0
    take_waiting(Workspace(home), wait_s=5)
