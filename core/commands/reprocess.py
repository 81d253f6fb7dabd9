"""`atalaya reprocess`: read all landed files again and make all tables anew."""

from argparse import ArgumentParser, Namespace

from core.commands.console import DONE, open_workspace, say
from core.commands.ingest import work

EXAMPLE = """examples:
  atalaya reprocess
  atalaya reprocess --profile calls      (calls.toml has been corrected)
When a table is damaged, or after an upgrade that reads files in another way: every landed file is read again, in the
order of the loads, each as its load says it was read. With the same program every row is what it was. A landed file
that is gone or has changed is told before anything is touched. Readers keep the version that they see until it is
done."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--profile", metavar="NAME", help="read what this profile has read before by its text of now, once corrected"
    )


def run(arguments: Namespace) -> int:
    """Take all landed files in again; what they say becomes visible at once."""
    from core.jobs import REPROCESS, Task

    workspace = open_workspace(arguments)
    reading = None
    if arguments.profile:
        from core.profiles.use import reading_by

        reading = reading_by(workspace, arguments.profile)
    done = work(workspace, Task(REPROCESS, reading=reading))
    say(f"The workspace is at version {done.version}.")
    return DONE
