"""`atalaya reprocess`: read all landed files again and make all tables anew."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import DONE, open_workspace, say
from core.commands.ingest import work
from core.errors import AtalayaError

if TYPE_CHECKING:
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya reprocess
  atalaya reprocess --profile calls                    (calls.toml has been corrected)
  atalaya reprocess --profile calls --file march.csv   (a file that was read in another way)
When a table is damaged, or after an upgrade that reads files in another way: every landed file is read again, in the
order of the loads, each as its load says it was read. With the same program every row is what it was. A landed file
that is gone or has changed is told before anything is touched. Readers keep the version that they see until it is
done."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--profile", metavar="NAME", help="read what this profile has read before by its text of now, once corrected"
    )
    parser.add_argument(
        "--file", type=Path, metavar="PATH", help="with --profile: only this file, however it was read before"
    )


def run(arguments: Namespace) -> int:
    """Take all landed files in again; what they say becomes visible at once."""
    from core.jobs import REPROCESS, Task

    workspace = open_workspace(arguments)
    reading = None
    if arguments.profile:
        from core.profiles.use import reading_by

        reading = reading_by(workspace, arguments.profile)
    file_id = _landed_as(workspace, arguments.file, arguments.profile) if arguments.file else ""
    done = work(workspace, Task(REPROCESS, reading=reading, file_id=file_id))
    say(f"The workspace is at version {done.version}.")
    return DONE


def _landed_as(workspace: "Workspace", file: Path, profile: str | None) -> str:
    """The id of a file that was taken in.

    Raises:
        AtalayaError: there is no such file, it was never taken in, or no profile says how to read it.
    """
    from hashlib import file_digest

    from core.schema.tables import LOADS
    from core.store.landing import loaded_before

    if not profile:
        raise AtalayaError("--file needs --profile NAME: by what the file is to be read.")
    if not file.is_file():
        raise AtalayaError(f"{file} is no file; give one that was taken in before.")
    with file.open("rb") as content:
        file_id = file_digest(content, "sha256").hexdigest()
    if not loaded_before(workspace.snapshot().scan(LOADS), [file_id]):
        raise AtalayaError(f"{file} was never taken in; use `atalaya ingest --profile {profile} {file}`.")
    return file_id
