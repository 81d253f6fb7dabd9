"""`atalaya published`: what was sent, and which of its numbers have changed since."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.commands.console import DONE, PROBLEM, open_workspace, say, tell

if TYPE_CHECKING:
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya published                               (what was sent, the newest first)
  atalaya published --changed                     (published numbers that are others today, and why)
  atalaya published --changed --format csv
  atalaya published --note all --by "Ana Ruiz"    (acknowledge what has changed)
Exit codes: 0 nothing has changed, or all of it is noted; 1 a published number has changed and nobody has noted it, or
numbers that were published can no longer be read."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--changed", action="store_true", help="list the numbers that have changed since")
    parser.add_argument("--schedule", metavar="NAME", help="only of this schedule")
    parser.add_argument("--note", nargs="+", metavar="CHANGE", help="acknowledge these changes by their ids, or all")
    parser.add_argument("--by", metavar="WHO", default="", help="who acknowledges")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the table (default: en)")


def run(arguments: Namespace) -> int:
    """List on standard output."""
    workspace = open_workspace(arguments)
    if arguments.note:
        return _note(workspace, arguments)
    if arguments.changed:
        return _changed(workspace, arguments)
    return _sent(workspace, arguments)


def _sent(workspace: "Workspace", arguments: Namespace) -> int:
    from core.ledger.log import read_log

    runs = [run for run in reversed(read_log(workspace.files).runs.values()) if _is_meant(run.schedule, arguments)]
    rows = [
        {
            "run": run.id,
            "begun_at": run.begun_at,
            "schedule": run.schedule,
            "notebook": run.notebook,
            "period": run.period,
            "state": run.state,
            "to": ", ".join(one for to in run.to.values() for one in to.delivered),
            "failed": ", ".join(f"{one} ({why})" for to in run.to.values() for one, why in to.failed.items()),
            "version": run.version,
            "data_end": run.data_end,
            "problem": run.problem,
        }
        for run in runs
    ]
    _write(rows, arguments, ("begun_at", "state", "run", "to", "failed", "problem"))
    return DONE


def _changed(workspace: "Workspace", arguments: Namespace) -> int:
    from core.ledger.restated import restated, unreadable

    days = _watch_days(workspace)
    changes = [one for one in restated(workspace, watch_days=days).to_dicts() if _is_meant(one["schedule"], arguments)]
    if arguments.format == "table":
        _as_table([_in_words(one, workspace, arguments.language) for one in changes])
    else:
        _write(changes, arguments, ())
    problems = unreadable(workspace, watch_days=days)
    for problem in problems:
        tell(problem)
    return PROBLEM if problems or any(one["noted_by"] is None for one in changes) else DONE


def _note(workspace: "Workspace", arguments: Namespace) -> int:
    from core.errors import QueryError
    from core.ledger.noted import note
    from core.ledger.restated import restated

    rows = restated(workspace, watch_days=_watch_days(workspace)).to_dicts()
    open_ones = [one["change"] for one in rows if one["noted_by"] is None and _is_meant(one["schedule"], arguments)]
    chosen = open_ones if arguments.note == ["all"] else arguments.note
    for change in chosen:
        if change not in open_ones:
            raise QueryError(
                f"{change!r} is no change that waits to be noted; `atalaya published --changed` lists them."
            )
    note(workspace.files, chosen, arguments.by)
    say(f"{len(chosen)} noted.")
    return DONE


def _watch_days(workspace: "Workspace") -> int:
    from core.schedules.file import ScheduleFile

    return ScheduleFile(workspace.files).read().schedules.watch_days


def _is_meant(schedule: str, arguments: Namespace) -> bool:
    return arguments.schedule in (None, schedule)


def _in_words(change: dict[str, Any], workspace: "Workspace", language: str) -> dict[str, Any]:
    """A change as people read it."""
    from core import format as shown
    from core.errors import UnknownName
    from core.metrics import named

    try:
        metric = named(change["metric"], workspace.house)
        label, unit = getattr(metric.label, language), metric.unit
    except UnknownName:
        label, unit = change["metric"], ""
    why = "; ".join(
        f"{one['kind']} {one['about']}".strip()
        + ("" if one["share"] is None else f" ({shown.difference(one['share'], unit, language)})")
        for one in change["why"]
    )
    groups = ", ".join(str(value) for value in json.loads(change["groups"]).values())
    return {
        "run": change["run"],
        "figure": change["figure"],
        "number": f"{label} · {groups}" if groups else label,
        "old": shown.number(change["old"], unit, language),
        "new": shown.number(change["new"], unit, language),
        "why": why,
        "noted": f"{change['noted_by']}, {change['noted_at']:%Y-%m-%d}" if change["noted_by"] else "",
        "change": change["change"],
    }


def _write(rows: list[dict[str, Any]], arguments: Namespace, columns: tuple[str, ...]) -> None:
    if arguments.format == "json":
        json.dump(rows, sys.stdout, default=_plain, ensure_ascii=False, indent=1)
        say("")
    elif arguments.format == "csv":
        _as_csv(rows)
    else:
        _as_table([{name: _plain(row[name]) for name in columns} for row in rows])


def _as_csv(rows: list[dict[str, Any]]) -> None:
    from core.spreadsheet import harmless

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows[0] if rows else ())
    writer.writerows([harmless(_cell(value)) for value in row.values()] for row in rows)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return "" if value is None else value


def _as_table(rows: list[dict[str, Any]]) -> None:
    if not rows:
        say("(nothing)")
        return
    lines = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        say("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
