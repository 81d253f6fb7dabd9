"""A process that ends itself before one of the changes that it makes to the disk."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any


def die_before(step: int, *changes: str) -> None:
    """From now on this process is killed before the N-th change that it makes to the disk for good.

    Args:
        step: N; syncs are counted too.
        changes: methods of `Path` that change the disk.
    """
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
    for name in changes:
        setattr(Path, name, counted(getattr(Path, name)))
