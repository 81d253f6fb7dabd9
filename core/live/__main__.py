"""The process of one refresh that a server's loop begins: `python -m core.live FOLDER`."""

import os
import sys
from pathlib import Path

from core.errors import AtalayaError, Busy
from core.live.take import take_waiting
from core.store.workspace import Workspace

NICE = 10
"""Behind the app: whoever looks at a page meanwhile comes first."""

BUSY, PROBLEM = 3, 1


def main() -> int:
    """Take in what waits; what becomes of it is told to everybody by `core.live.told`."""
    os.nice(NICE)
    try:
        take_waiting(Workspace(Path(sys.argv[1])), wait_s=0)
    except Busy:
        return BUSY
    except AtalayaError as problem:
        sys.stderr.write(f"atalaya: {problem}\n")
        return PROBLEM
    return 0


if __name__ == "__main__":
    sys.exit(main())
