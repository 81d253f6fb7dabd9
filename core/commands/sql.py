"""`atalaya sql`: a question in SQL on the model's tables, read-only, as a table, CSV or JSON."""

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.commands.console import DONE, open_workspace, say, tell
from core.commands.words import read_moment

if TYPE_CHECKING:
    from core.sql import Answer

EXAMPLE = """examples:
  atalaya sql "SELECT queue_name, COUNT(*) AS n FROM conversations GROUP BY 1 ORDER BY n DESC"
  atalaya sql "SELECT COUNT(*) AS n FROM conversations WHERE started_at >= :since" --since 2026-03-01
  atalaya sql - --format csv < question.sql > answer.csv

tables: agents, attributes, conversations, customers, events, segments, workload (docs/data-dictionary.md)"""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("statement", help="one SELECT; - reads it from standard input")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    parser.add_argument("--since", help="what :since stands for: this day or time, in the zone (default: all time)")
    parser.add_argument("--until", help="what :until stands for: the end of this day, or this time")
    parser.add_argument("--tz", metavar="ZONE", help="what :zone stands for (default: the house's zone)")
    parser.add_argument("--rows", type=int, default=10_000, help="at most so many rows (default: 10000)")
    parser.add_argument("--seconds", type=int, default=60, help="give up after so long (default: 60)")
    parser.add_argument("--memory", type=int, default=2_048, metavar="MB", help="use no more (default: 2048)")
    parser.add_argument("--reveal", action="store_true", help="show personal data, which is masked otherwise")
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the table and of messages")


def run(arguments: Namespace) -> int:
    """Answer on standard output."""
    from core.errors import QueryError
    from core.grains import check_zone
    from core.sql import Limits, Refusal, given_between, run_sql

    if min(arguments.rows, arguments.seconds, arguments.memory) < 1:
        raise QueryError("--rows, --seconds and --memory are 1 or more.")
    workspace = open_workspace(arguments)
    zone = check_zone(arguments.tz or workspace.house.time_zone)
    since = read_moment("--since", arguments.since, zone)
    until = read_moment("--until", arguments.until, zone, end=True)
    statement = sys.stdin.read() if arguments.statement == "-" else arguments.statement
    try:
        answer = run_sql(
            workspace.snapshot(),
            statement,
            given=given_between(since, until, zone),
            is_masked=not arguments.reveal,
            limits=Limits(arguments.rows, arguments.seconds, arguments.memory),
        )
    except Refusal as refusal:
        raise QueryError(refusal.told(arguments.language)) from refusal
    {"table": _as_table, "csv": _as_csv, "json": _as_json}[arguments.format](answer, arguments.language)
    if answer.is_cut:
        from core.words import say_in

        tell(say_in(arguments.language, "sql.cut", rows=answer.rows.height))
    return DONE


def _as_table(answer: "Answer", language: str) -> None:
    """Columns as wide as they need to be, quantities to the right."""
    from core.format import NOTHING, number

    told = [
        [
            name,
            *(number(one, unit, language) if unit else NOTHING if one is None else str(_plain(one)) for one in column),
        ]
        for name, unit, column in zip(answer.rows.columns, answer.units, answer.rows.iter_columns(), strict=True)
    ]
    widths = [max(map(len, cells)) for cells in told]
    lines = [list(line) for line in zip(*told, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        cells = zip(line, widths, answer.units, strict=True)
        say("  ".join(text.rjust(width) if unit else text.ljust(width) for text, width, unit in cells).rstrip())
    if answer.rows.is_empty():
        say("(no rows)")


def _as_csv(answer: "Answer", _language: str) -> None:
    import polars as pl

    from core.spreadsheet import harmless_text

    sys.stdout.write(answer.rows.with_columns(harmless_text(pl.col(pl.String))).write_csv())


def _as_json(answer: "Answer", _language: str) -> None:
    json.dump(answer.rows.to_dicts(), sys.stdout, default=_plain, ensure_ascii=False, indent=1)
    say("")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
