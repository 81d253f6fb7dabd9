"""The command line: `atalaya COMMAND`; every command's module is loaded only when it is asked for."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from core.commands.console import BUSY, PROBLEM, STOPPED, tell
from core.errors import AtalayaError, Busy, Cancelled

COMMANDS = {
    "ingest": "take in files and folders of events",
    "profile": "suggest, check and list how tables of your own are read",
    "refresh": "take in what waits in the inbox, in watched folders and at the collector",
    "rebuild": "work the model out again from all events, after an upgrade",
    "corrections": "list, check, apply and undo what was put right by hand",
    "reprocess": "read all landed files again and make all tables anew",
    "ask": "print metrics, split as you like",
    "sql": "answer a question in SQL on the model's tables, read-only",
    "export": "write rows of a table into a file",
    "report": "write a notebook as HTML, PDF, XLSX, CSV and PNG",
    "locate": "tell where phone numbers were issued, with source and precision",
    "doctor": "check the workspace and say what to do",
    "quality": "tell whether the numbers can be believed, and what is wrong with the data",
    "schedule": "send reports when they are due",
    "published": "list what was sent, and which of its numbers have changed since",
    "serve": "start the app in the browser",
    "collect": "receive live events, without the app",
    "pull": "fetch events that the platform still keeps",
}
ABOUT = "Historical reporting for contact centres: raw events in; KPIs, maps and the single conversation out."
CODES = """exit codes:
  0  done
  1  a problem with the data or the question; the message says what to do
  2  the command line was not understood
  3  another process is writing to the workspace; try again later
  4  quality: a finding is as grave as was asked for
  130  stopped, by Ctrl-C, by the system or in the app; nothing has changed"""


def parser() -> ArgumentParser:
    """All commands and their options."""
    top = ArgumentParser("atalaya", description=ABOUT, epilog=CODES, formatter_class=RawDescriptionHelpFormatter)
    top.add_argument("--version", action="version", version=f"atalaya {_version()}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        module = import_module(f"core.commands.{name}")
        command = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=module.EXAMPLE,
            formatter_class=RawDescriptionHelpFormatter,
        )
        command.add_argument(
            "--workspace", metavar="FOLDER", help="where the data live (default: $ATALAYA_HOME, else ./workspace)"
        )
        module.add(command)
        command.set_defaults(run=module.run)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code.

    Args:
        words: the command line without the program's name; None for the process's own.
    """
    arguments = parser().parse_args(words)
    try:
        code: int = arguments.run(arguments)
    except Busy as problem:
        tell(f"atalaya: {problem}")
        return BUSY
    except Cancelled as problem:
        tell(f"atalaya: {problem}")
        return STOPPED
    except AtalayaError as problem:
        tell(f"atalaya: {problem}")
        return PROBLEM
    except BrokenPipeError:
        # Whoever read the answer has enough; closing standard error too keeps the interpreter from complaining.
        sys.stderr.close()
        return PROBLEM
    except KeyboardInterrupt:
        tell("atalaya: stopped; what was not committed is not visible.")
        return STOPPED
    return code


def _version() -> str:
    try:
        return version("atalaya")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
