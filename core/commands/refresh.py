"""`atalaya refresh`: take in what waits in the inbox, in watched folders and at the collector."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.commands.console import DONE, ProgressLine, open_workspace, say, tell
from core.commands.ingest import take_in, tell_taken

if TYPE_CHECKING:
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  */15 * * * *  atalaya refresh --workspace /srv/atalaya     (a line for cron)
  atalaya refresh --follow                                   (stays, and takes in what comes; Ctrl-C ends it)
Let exports be written into the folder inbox/ of the workspace, or name other folders in settings.toml: docs/live.md
tells how. Files stay there; what is known changes nothing. `atalaya serve` follows by itself."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--follow", action="store_true", help="stay, and take in what comes as refresh_every_s tells")


def run(arguments: Namespace) -> int:
    """Take in what is new in the feeds; the inbox is made when it is not there."""
    from core.jobs import REFRESH, Task
    from core.live import last_refresh, waits

    workspace = open_workspace(arguments)
    inbox = workspace.home / "inbox"
    inbox.mkdir(exist_ok=True)
    if arguments.follow:
        return _follow(workspace)
    waiting = waits(workspace)
    for look in waiting.looks:
        if look.trouble:
            tell(look.trouble)
    if not waiting.files and not waiting.journal:
        say(f"Nothing waits in {', '.join(str(look.feed.folder) for look in waiting.looks)}.")
        return DONE
    ended = take_in(workspace, Task(REFRESH))
    last = last_refresh(workspace)
    if last and last.trouble:
        tell(last.trouble)
    return ended


def _follow(workspace: "Workspace") -> int:
    from core.live import Loop, take_waiting

    line = ProgressLine()

    def refresh() -> None:
        try:
            done = take_waiting(workspace, line.show, wait_s=0)
        finally:
            line.clear()
        tell_taken(done)

    def tell_now(text: str) -> None:
        tell(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC  {text}")

    tell_now(f"Following {workspace.home}; Ctrl-C ends it.")
    Loop(workspace, refresh, tell_now).follow()
    return DONE
