"""`atalaya schedule`: send reports when they are due."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.commands.console import DONE, PROBLEM, open_workspace, say, tell

if TYPE_CHECKING:
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya schedule                    (stays, until Ctrl-C or the system ends it)
  atalaya schedule --once             (for cron or systemd: makes what has come due since the last time)
  atalaya schedule --dry-run          (what is due next)
  atalaya schedule --run monday       (now, to all of its destinations)
Schedules are written in schedules.toml of the workspace; docs/schedules.md tells how.
Exit codes: 0 all is sent, or nothing was due; 1 a report could not be made or did not reach everybody, or the file has
a mistake; 3 another scheduler is at work on this workspace."""

SHOWN = 10
"""Due times of a dry run."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="make what is due, and end")
    how.add_argument("--dry-run", action="store_true", help="list the next due times and send nothing")
    how.add_argument("--run", metavar="NAME", dest="name", help="make one schedule now, and end")


def run(arguments: Namespace) -> int:
    """Stay, or do what was asked once."""
    from core.schedules.keeper import Keeper, is_well

    workspace = open_workspace(arguments)
    if arguments.dry_run:
        return _dry_run(workspace)
    keeper = Keeper(workspace, _tell_now)
    if arguments.name:
        return DONE if is_well(keeper.run(arguments.name)) else PROBLEM
    if arguments.once:
        return DONE if keeper.once() else PROBLEM
    keeper.keep()
    return DONE


def _dry_run(workspace: "Workspace") -> int:
    from core.schedules.file import ScheduleFile
    from core.schedules.keeper import coming

    read = ScheduleFile(workspace.files).read()
    house_zone = workspace.house.time_zone
    zones = {one.name: one.zone or house_zone for one in read.schedules.all}
    for at, name in coming(read, house_zone, datetime.now(UTC), SHOWN):
        say(f"{at.astimezone(ZoneInfo(zones[name])):%Y-%m-%d %H:%M} {zones[name]}  {name}")
    for one in read.schedules.all:
        if one.is_paused:
            say(f"paused  {one.name}")
    if not read.schedules.all and not read.mistakes:
        say(f"{workspace.home} has no schedules.")
    for mistake in read.mistakes:
        tell(str(mistake))
    return PROBLEM if read.mistakes else DONE


def _tell_now(text: str) -> None:
    tell(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC  {text}")
