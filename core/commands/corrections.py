"""`atalaya corrections`: what people have put right, laid over the data; and the way back."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from core.commands.console import DONE, PROBLEM, open_workspace, say, tell

if TYPE_CHECKING:
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya corrections list                   (those in force, and how much each has touched)
  atalaya corrections check                  (the mistakes of corrections.toml, by line)
  atalaya corrections apply                  (after the file was changed by hand; the next load does it too)
  atalaya corrections undo c-1f2e3d --by "Ana Ruiz" --why "They were real calls"
How to write corrections.toml: docs/corrections.md."""

ACTIONS = ("list", "check", "apply", "undo")


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("id", nargs="?", help="the correction to undo")
    parser.add_argument("--by", metavar="WHO", default="", help="who undoes it")
    parser.add_argument("--why", metavar="REASON", default="", help="why it is undone")


def run(arguments: Namespace) -> int:
    """Do what is asked."""
    workspace = open_workspace(arguments)
    if arguments.action == "check":
        return _check(workspace)
    if arguments.action == "apply":
        return _apply(workspace)
    return _undo(workspace, arguments) if arguments.action == "undo" else _list(workspace)


def _check(workspace: "Workspace") -> int:
    from core.corrections import CorrectionsFile
    from core.corrections.file import FILE
    from core.status_ends import NEEDLESS, status_ends

    told = CorrectionsFile(workspace.files).load()
    ends = status_ends(workspace.snapshot(), told.effective)
    unknown = [end.unknown.at(told.lines.get(name, 0)) for name, end in ends.items() if end.unknown]
    for mistake in (*told.mistakes, *unknown):
        tell(f"{FILE}, {mistake}")
    for name, end in ends.items():
        if end.state == NEEDLESS:
            tell(f"{FILE}, line {told.lines.get(name, 0)}: {name!r} is needless: that status ends no later without it.")
    wrong = len(told.mistakes) + len(unknown)
    say(f"{len(told.effective)} in force, {len(told.undone)} undone, {wrong} mistake(s).")
    return PROBLEM if wrong else DONE


def _list(workspace: "Workspace") -> int:
    import json

    import polars as pl

    from core.correct import is_waiting
    from core.corrections import END_STATUS, applied_in
    from core.schema.tables import CONVERSATIONS, CORRECTIONS, EXCLUDED
    from core.status_ends import ENDS, applied_ends

    snapshot = workspace.snapshot()
    for one in applied_in(snapshot.scan(CORRECTIONS)):
        is_its = pl.col("corrections").str.split(" ").list.contains(one.id)
        count = sum(
            snapshot.scan(table).filter(is_its).select(pl.len()).collect().item() for table in (CONVERSATIONS, EXCLUDED)
        )
        what = json.dumps(one.what, ensure_ascii=False, default=str)
        touched = f"{count} conversation(s)"
        if one.kind == END_STATUS:
            touched = f"{int(applied_ends(snapshot)[one.id].state == ENDS)} status(es)"
        say(f"{one.id}  {one.kind}  {touched}  {one.at:%Y-%m-%d %H:%M} {one.who}: {one.why}\n    {what}")
    if is_waiting(workspace):
        tell("corrections.toml says more or other than what is applied: `atalaya corrections apply`.")
    return DONE


def _apply(workspace: "Workspace") -> int:
    from core.commands.ingest import work
    from core.jobs import CORRECT, Task

    if _check(workspace) != DONE:
        tell("Entries with mistakes stay as they were applied last; the others are applied.")
    done = work(workspace, Task(CORRECT))
    say(f"The workspace is at version {done.version}.")
    return DONE


def _undo(workspace: "Workspace", arguments: Namespace) -> int:
    from core.corrections import CorrectionsFile

    if not arguments.id or not arguments.by.strip() or not arguments.why.strip():
        tell('Name the correction, and say who and why: atalaya corrections undo ID --by "…" --why "…".')
        return PROBLEM
    CorrectionsFile(workspace.files).undo(arguments.id, arguments.by, arguments.why)
    return _apply(workspace)
