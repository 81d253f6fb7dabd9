"""A packing that ends itself at one of its steps."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import core.store.packing
from core.store.packing import pack_rested
from core.store.workspace import Workspace

NOW = datetime(2026, 11, 22, 0, 0, 30, tzinfo=UTC)


def pack_until(home: Path, step: int, fewest: int) -> None:
    """Pack; the process is killed before the N-th change that it makes to the disk for good."""
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
    for name in ("replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    core.store.packing.FEWEST = fewest
    pack_rested(Workspace(home), NOW)
