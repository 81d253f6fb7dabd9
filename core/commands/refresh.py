"""`atalaya refresh`: take in what waits in the workspace's inbox."""

from argparse import ArgumentParser, Namespace

from core.commands.console import DONE, open_workspace, say
from core.commands.ingest import take_in

EXAMPLE = """example:
  */15 * * * *  atalaya refresh --workspace /srv/atalaya     (a line for cron)
Let exports be written into the folder inbox/ of the workspace. Files stay there; what is known changes nothing."""


def add(_parser: ArgumentParser) -> None:
    """No options of its own."""


def run(arguments: Namespace) -> int:
    """Take in the files of the inbox, which is made when it is not there."""
    from core.jobs import REFRESH, Task, inbox_files

    workspace = open_workspace(arguments)
    inbox = workspace.home / "inbox"
    inbox.mkdir(exist_ok=True)
    if not inbox_files(workspace):
        say(f"Nothing waits in {inbox}.")
        return DONE
    return take_in(workspace, Task(REFRESH))
