"""`atalaya rebuild`: work the model out again from its events."""

from argparse import ArgumentParser, Namespace

from core.commands.console import DONE, open_workspace, say, tell_progress

EXAMPLE = """example:
  atalaya rebuild
After an upgrade of Atalaya or of phonenumbers, or when default_country has changed: places, segments and conversations
are worked out again from the events that are there. Readers keep the version that they see until it is done."""


def add(_parser: ArgumentParser) -> None:
    """No options of its own."""


def run(arguments: Namespace) -> int:
    """Take all events as if they were new; what they say becomes visible at once."""
    from core.pipeline.refresh import refresh
    from core.rollups import roll_up
    from core.schema.tables import EVENTS

    workspace = open_workspace(arguments)
    with workspace.write() as change:
        tell_progress("modelling all events")
        refresh(change, change.scan(EVENTS), workspace.house.default_country)
        roll_up(change, workspace.house)
        snapshot = change.commit("rebuild", is_whole=True)
    tell_progress("")
    say(f"The workspace is at version {snapshot.version}.")
    return DONE
