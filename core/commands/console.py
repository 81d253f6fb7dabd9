"""Where commands write: answers to standard output, everything else to standard error."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.store.workspace import Workspace

DONE, PROBLEM, USAGE, BUSY = 0, 1, 2, 3
"""Exit codes: done; a problem with data or question; not understood; another process is writing."""


def say(text: str) -> None:
    """One line of the answer."""
    sys.stdout.write(f"{text}\n")


def tell(text: str) -> None:
    """One line beside the answer."""
    sys.stderr.write(f"{text}\n")


def tell_progress(text: str) -> None:
    """Replace the line before, when a person is watching; an empty text removes it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def open_workspace(arguments: Namespace) -> "Workspace":
    """The workspace given by --workspace, else by ATALAYA_HOME, else `workspace` in the current folder."""
    from core.store.workspace import Workspace, workspace_home

    return Workspace(Path(arguments.workspace).expanduser() if arguments.workspace else workspace_home())
