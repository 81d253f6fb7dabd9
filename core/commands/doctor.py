"""`atalaya doctor`: check the workspace and say what to do."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.commands.console import DONE, PROBLEM, open_workspace, say

if TYPE_CHECKING:
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya doctor
  atalaya doctor --deep     (reads every file to its end)
It changes nothing; the exit code is 1 when something keeps people from reading or writing."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--deep", action="store_true", help="also read every part and every landed file to its end")


def run(arguments: Namespace) -> int:
    """What was found, each with the way out."""
    from core.errors import DefinitionError
    from core.metrics import read_own
    from core.schema.tables import TABLES
    from core.store.doctor import Finding, check

    workspace = open_workspace(arguments)
    findings = check(workspace, deep=arguments.deep)
    # Rules that cannot be read are among the findings already.
    with suppress(DefinitionError):
        do = "Put the line right; until then that metric cannot be asked."
        findings += [Finding("warning", str(mistake), do) for mistake in read_own(workspace.house.metrics).mistakes]
    for finding in findings:
        say(f"{finding.level}: {finding.what}\n  → {finding.do}")
    broken = any(finding.level == "error" for finding in findings)
    outside: list[str] = []
    if not broken:
        snapshot = workspace.snapshot()
        stored = [table for table in TABLES.values() if not table.made_of]
        rows = ", ".join(f"{snapshot.rows(table):,} {table.name.lower()}" for table in stored)
        say(f"{workspace.home}: version {snapshot.version}; {rows}.")
        outside = list(_outside(workspace))
        for line in [*_fresh(workspace), *outside]:
            say(line)
    if not findings and not outside:
        say("All is well.")
    if not broken and workspace.snapshot().version:
        say("Whether the numbers can be believed: atalaya quality.")
    return PROBLEM if broken else DONE


def _fresh(workspace: "Workspace") -> Iterator[str]:
    """Of each platform how fresh its data are."""
    from core.live import heard

    for one in heard(workspace.snapshot(), datetime.now(UTC), workspace.house.time_zone):
        last = f"{one.last_event_at:%Y-%m-%d %H:%M} UTC" if one.last_event_at else "unknown"
        silent = "; silent for longer than usual" if one.is_silent else ""
        yield f"{one.platform}: latest event {last}, last heard of {one.heard_at:%Y-%m-%d %H:%M} UTC{silent}."


def _outside(workspace: "Workspace") -> Iterator[str]:
    """Of each feed what keeps files from coming in."""
    from core.live import waits

    waiting = waits(workspace)
    yield from (look.trouble for look in waiting.looks if look.trouble)
    yield from (f"{note.path} is not taken in: {note.problem}" for note in waiting.unread)
