"""`atalaya ingest`: take files in."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import DONE, PROBLEM, ProgressLine, open_workspace, say, tell, tell_stopping

if TYPE_CHECKING:
    from core.ingest import Ingested
    from core.jobs import Task
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya ingest events.ndjson.gz
  atalaya ingest exports/ march.csv
  atalaya ingest --profile calls march.csv      (a table of your own; see atalaya profile suggest)
  atalaya ingest --zone Europe/Madrid /var/log/asterisk/cdr-csv/Master.csv     (times without a zone)
The same file, or the same event in another file, changes nothing. Ctrl-C stops it and undoes what it has done."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders; .gz and .zip too")
    parser.add_argument(
        "--profile", metavar="NAME", help="read tables by this profile: its name in the workspace, or a .toml file"
    )
    parser.add_argument("--zone", metavar="ZONE", help="time zone of times that name none (default: the house's)")


def run(arguments: Namespace) -> int:
    """Take the files in and say what became of each."""
    from core.grains import check_zone
    from core.jobs import INGEST, Task
    from core.sources import Reading

    workspace = open_workspace(arguments)
    zone = check_zone(arguments.zone) if arguments.zone else ""
    if arguments.profile is not None:
        from core.profiles.use import reading_by

        reading: Reading | None = reading_by(workspace, arguments.profile, zone)
    else:
        reading = Reading(zone) if zone else None
    return take_in(workspace, Task(INGEST, tuple(arguments.paths), reading=reading))


def take_in(workspace: "Workspace", task: "Task") -> int:
    """Do it with progress; the exit code tells whether every file could be read."""
    done = work(workspace, task)
    tell_taken(done)
    _tell_clock_changes(workspace, done)
    say(f"The workspace is at version {done.version}.")
    return PROBLEM if done.failures else DONE


def tell_taken(done: "Ingested") -> None:
    """What became of each file."""
    for load in done.loads:
        say(
            f"{load['file_name']}: {load['rows_in']:,} records ({load['source']}) = {load['rows_kept']:,} kept"
            f" + {load['rows_duplicate']:,} duplicates + {load['rows_rejected']:,} rejected"
            + (f"; {load['rows_corrected']:,} of the kept correct what was there" if load["rows_corrected"] else "")
        )
    for name, problem in done.failures:
        tell(f"{name}: nothing taken in. {problem}")


def _tell_clock_changes(workspace: "Workspace", done: "Ingested") -> None:
    from core.commands.clocks import clock_lines
    from core.loads import uncertain_times

    names = {load["load_id"]: load["file_name"] for load in done.loads}
    for load_id, changes in uncertain_times(workspace.snapshot(), list(names)).items():
        for line in clock_lines(changes):
            say(f"{names[load_id]}: {line}")


def work(workspace: "Workspace", task: "Task") -> "Ingested":
    """Run a job in this terminal."""
    from core.jobs import run

    line = ProgressLine()
    try:
        return run(workspace, task, line.show, tell_stopping)
    finally:
        line.clear()
