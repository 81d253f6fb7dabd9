"""`atalaya rebuild`: work the model out again from its events."""

from argparse import ArgumentParser, Namespace

from core.commands.console import DONE, open_workspace, say
from core.commands.ingest import work

EXAMPLE = """example:
  atalaya rebuild
After an upgrade of Atalaya or of phonenumbers, or when default_country has changed: places, segments and conversations
are worked out again from the events that are there. Readers keep the version that they see until it is done."""


def add(_parser: ArgumentParser) -> None:
    """No options of its own."""


def run(arguments: Namespace) -> int:
    """Take all events as if they were new; what they say becomes visible at once."""
    from core.jobs import REBUILD, Task

    done = work(open_workspace(arguments), Task(REBUILD))
    say(f"The workspace is at version {done.version}.")
    return DONE
