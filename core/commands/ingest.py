"""`atalaya ingest`: take files in."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from core.commands.console import DONE, PROBLEM, ProgressLine, open_workspace, say, tell, tell_stopping

if TYPE_CHECKING:
    from core.ingest import Ingested
    from core.jobs import Task
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya ingest events.ndjson.gz
  atalaya ingest exports/ march.csv
  atalaya ingest --profile calls january.csv february.csv march.zip
                                                (tables of your own; see atalaya profile suggest)
  atalaya ingest --profile calls --anyway april.csv         (though its dates or lengths seem to mean something else)
  atalaya ingest --zone Europe/Madrid /var/log/asterisk/cdr-csv/Master.csv     (times without a zone)
The same file, or the same event in another file, changes nothing. Ctrl-C stops it and undoes what it has done."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders; .gz and .zip too")
    parser.add_argument(
        "--profile", metavar="NAME", help="read tables by this profile: its name in the workspace, or a .toml file"
    )
    parser.add_argument(
        "--anyway", action="store_true", help="with --profile: load files too that seem to contradict the profile"
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
        return _by_profile(workspace, arguments.paths, arguments.profile, zone, anyway=arguments.anyway)
    if arguments.anyway:
        tell("--anyway changes nothing here: only files that are read by a --profile can contradict it.")
    return take_in(workspace, Task(INGEST, tuple(arguments.paths), reading=Reading(zone) if zone else None))


def _by_profile(workspace: "Workspace", paths: Sequence[Path], given: str, zone: str, *, anyway: bool) -> int:
    """Take tables in, none of them while one contradicts the profile; of a zip each file is a table of its own."""
    from core.commands.contrary import tell_doubts, tell_refused
    from core.jobs import INGEST, Task
    from core.profiles import read_profile, reading_by
    from core.scratch import scratch
    from core.sources import expand

    reading = reading_by(workspace, given, zone)
    profile = read_profile(reading.profile, reading.profile_name)
    with TemporaryDirectory(dir=scratch()) as folder:
        names = _unpacked(expand(paths), Path(folder))
        contrary = tell_doubts(workspace, names, profile, reading.time_zone)
        if contrary and not anyway:
            tell_refused(contrary, len(names), profile)
            return PROBLEM
        return take_in(workspace, Task(INGEST, tuple(names), names, reading=reading))


def _unpacked(paths: Sequence[Path], folder: Path) -> dict[Path, str]:
    """Every file with its name; what is wrong with an archive is told when it is read."""
    from core.errors import SourceError
    from core.tabular.packed import files_of

    names: dict[Path, str] = {}
    for number, path in enumerate(paths):
        within = folder / f"{number:06}"
        within.mkdir()
        try:
            names |= dict(files_of(path, path.name, within))
        except SourceError:
            names[path] = path.name
    return names


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
    if len(done.loads) > 1:
        names = ("rows_in", "rows_kept", "rows_duplicate", "rows_rejected")
        rows, kept, duplicates, rejected = (sum(load[name] for load in done.loads) for name in names)
        say(
            f"{len(done.loads):,} files in all: {rows:,} records = {kept:,} kept + {duplicates:,} duplicates"
            f" + {rejected:,} rejected"
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
