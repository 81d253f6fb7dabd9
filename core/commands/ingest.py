"""`atalaya ingest`: take files in."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import DONE, PROBLEM, open_workspace, say, tell, tell_progress

if TYPE_CHECKING:
    from core.progress import Progress
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya ingest events.ndjson.gz
  atalaya ingest exports/ march.csv
The same file, or the same event in another file, changes nothing."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders; .gz and .zip too")


def run(arguments: Namespace) -> int:
    """Take the files in and say what became of each."""
    return take_in(open_workspace(arguments), arguments.paths)


def take_in(workspace: "Workspace", paths: Sequence[Path]) -> int:
    """Ingest with progress; the exit code tells whether every file could be read."""
    from core.ingest import ingest

    done = ingest(workspace, paths, _show)
    tell_progress("")
    for load in done.loads:
        say(
            f"{load['file_name']}: {load['rows_in']:,} records ({load['source']}) = {load['rows_kept']:,} kept"
            f" + {load['rows_duplicate']:,} duplicates + {load['rows_rejected']:,} rejected"
        )
    for name, problem in done.failures:
        tell(f"{name}: nothing taken in. {problem}")
    say(f"The workspace is at version {done.version}.")
    return PROBLEM if done.failures else DONE


def _show(progress: "Progress") -> None:
    where = f"{progress.file}, " if progress.file else ""
    tell_progress(
        f"{progress.step} {where}file {progress.file_number} of {progress.files}, "
        f"{progress.rows:,} records, {progress.seconds:.0f} s"
    )
