"""`atalaya ask`: metrics as a table, CSV or JSON, by the same computation as the pages."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from core.commands.console import DONE, open_workspace, say, tell
from core.commands.words import read_moment
from core.condition_text import WHERE_HELP, column_named, read_conditions

if TYPE_CHECKING:
    from core.query import Query
    from core.settings import Settings

EXAMPLE = """examples:
  atalaya ask service_level,conversations_offered --by queue --since 2026-03-01 --until 2026-03-31 --totals
  atalaya ask conversations --by day channel --tz America/Santiago --where country=CL country=AR --format csv
  atalaya ask conversations_offered --by hour_of_day --tz customer
  atalaya ask total_talk_time --by hour --attribution split
  atalaya ask --list"""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("metrics", nargs="?", default="", help="metrics, separated by commas; see --list")
    parser.add_argument("--list", action="store_true", help="list the metrics, and what each can be split by")
    parser.add_argument(
        "--by", nargs="+", default=[], metavar="GROUP", help="columns (queue is short for queue_name) and time grains"
    )
    parser.add_argument("--since", help="from this day or time on, in the zone (the house's with --tz customer)")
    parser.add_argument("--until", help="to this day, itself included, or to just before this time")
    parser.add_argument(
        "--tz",
        "--zone",
        metavar="ZONE",
        help="IANA time zone of days and hours, or customer: each on the customer's own clock (default: the house's)",
    )
    parser.add_argument("--where", nargs="+", action="extend", default=[], metavar="CONDITION", help=WHERE_HELP)
    parser.add_argument("--sort", metavar="NAME", help="sort by this metric or group (default: the groups' order)")
    parser.add_argument("--descending", action="store_true", help="highest first")
    parser.add_argument("--limit", type=int, help="at most so many rows")
    parser.add_argument(
        "--attribution",
        metavar="HOW",
        help="where sums of time count: started (with their row), split (over the intervals that the time overlaps) or "
        "ended (default: split for grains below the day, else started)",
    )
    parser.add_argument(
        "--variant",
        metavar="NAME",
        help="count service level in this way, such as abandons_failed, instead of the house's (docs/service-level.md)",
    )
    parser.add_argument("--totals", action="store_true", help="add a last row, recomputed from all rows, not added up")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the table (default: en)")


def run(arguments: Namespace) -> int:
    """Answer on standard output."""
    if arguments.list:
        return _list(arguments.language)
    from core.answer import answer, totals
    from core.grains import CUSTOMER
    from core.query import Query

    workspace = open_workspace(arguments)
    settings, snapshot = _settings(arguments, workspace.settings), workspace.snapshot()
    query = _query(arguments, settings.time_zone, Query)
    rows = answer(snapshot, query, settings).to_dicts()
    if arguments.totals and query.by:
        rows += [
            {query.by[0]: "Total", **dict.fromkeys(query.by[1:]), **one}
            for one in totals(snapshot, query, settings).to_dicts()
        ]
    {"table": _as_table, "csv": _as_csv, "json": _as_json}[arguments.format](rows, query, arguments.language)
    if arguments.format == "table":
        clock = "each customer's own clock" if query.zone == CUSTOMER else query.zone
        tell(f"Version {snapshot.version} of {workspace.home}; days and hours of {clock}.")
        _tell_rules(query, settings)
    return DONE


def _settings(arguments: Namespace, house: "Settings") -> "Settings":
    from dataclasses import replace

    return replace(house, service_level_variant=arguments.variant) if arguments.variant else house


def _tell_rules(query: "Query", settings: "Settings") -> None:
    """The house rules that numbers follow, each once."""
    from core.attribution import told_of
    from core.metrics import in_force, named

    told = [in_force(name, settings) for name in ("service_level", "repeat_contacts", *query.metrics)]
    told += [told_of(named(name, settings).formula(settings), query) for name in query.metrics]
    for rule in dict.fromkeys(one.en for one in told if one):
        tell(rule)


def _query(arguments: Namespace, house_zone: str, make: type["Query"]) -> "Query":
    from core.grains import CUSTOMER, check_clock

    zone = check_clock(arguments.tz or house_zone)
    of_period = house_zone if zone == CUSTOMER else zone
    return make(
        metrics=tuple(name for name in arguments.metrics.split(",") if name),
        by=tuple(column_named(name) for group in arguments.by for name in group.split(",") if name),
        since=read_moment("--since", arguments.since, of_period),
        until=read_moment("--until", arguments.until, of_period, end=True),
        zone=zone,
        where=tuple(read_conditions(arguments.where)),
        sort=arguments.sort,
        descending=arguments.descending,
        limit=arguments.limit,
        attribution=arguments.attribution,
    )


def _list(language: str) -> int:
    from core.metrics import METRICS
    from core.plan import groups_of

    width = max(map(len, METRICS))
    for metric in METRICS.values():
        say(f"{metric.name:{width}}  {getattr(metric.meaning, language)}")
    for tables in dict.fromkeys(tuple(table.name for table in metric.tables) for metric in METRICS.values()):
        names = [metric.name for metric in METRICS.values() if tuple(table.name for table in metric.tables) == tables]
        say(f"\nSplit by {', '.join(groups_of(METRICS[names[0]]))}:\n  {', '.join(names)}")
    return DONE


def _as_json(rows: list[dict[str, Any]], _query: "Query", _language: str) -> None:
    json.dump(rows, sys.stdout, default=_plain, ensure_ascii=False, indent=1)
    say("")


def _as_csv(rows: list[dict[str, Any]], query: "Query", _language: str) -> None:
    from core.spreadsheet import harmless

    names = [*query.by, *query.metrics]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([harmless(_plain(row[name])) for name in names] for row in rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _as_table(rows: list[dict[str, Any]], query: "Query", language: str) -> None:
    """Columns as wide as they need to be, numbers to the right."""
    from core import format as shown
    from core.metrics import METRICS

    def cell(name: str, value: Any) -> str:
        if name in METRICS:
            return shown.number(value, METRICS[name].unit, language)
        return value if value == "Total" else shown.group(value, name, language)

    names = [*query.by, *query.metrics]
    heads = [*query.by, *(getattr(METRICS[name].label, language) for name in query.metrics)]
    lines = [heads, *([cell(name, row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        padded = [
            text.ljust(width) if name in query.by else text.rjust(width)
            for name, text, width in zip(names, line, widths, strict=True)
        ]
        say("  ".join(padded).rstrip())
    if not rows:
        say("(no rows)")
