"""`atalaya ask`: metrics as a table, CSV or JSON, by the same computation as the pages."""

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from core.commands.console import DONE, open_workspace, say, tell
from core.commands.words import read_moment
from core.condition_text import WHERE_HELP, column_named, read_conditions
from core.errors import QueryError

if TYPE_CHECKING:
    from polars import DataFrame

    from core.query import Query
    from core.settings import Settings
    from core.store.snapshot import Snapshot
    from core.store.workspace import Workspace

HEADS = {
    "before": {"en": "Before", "es": "Antes"},
    "difference": {"en": "Difference", "es": "Diferencia"},
    "change": {"en": "Change", "es": "Cambio"},
}
"""What is printed beside a number that is compared, as `core.comparison.differences` names it."""


NOTHING_BEFORE = {
    "no_period": "give --since, a moment within the data",
    "single_days": "a condition names single days",
    "two_ends": "events and files of counts end at different times: ask for them apart",
    "before_the_data": "the data do not go back so far",
}


class Printed(NamedTuple):
    """A column: a group, or of a metric the number or what is told beside it."""

    name: str
    metric: str = ""
    told: str = ""

    @property
    def key(self) -> str:
        """Its name in the rows, and in files."""
        return f"{self.name}.{self.told}" if self.told else self.name


EXAMPLE = """examples:
  atalaya ask service_level,conversations_offered --by queue --since 2026-03-01 --until 2026-03-31 --totals
  atalaya ask conversations --by day channel --tz America/Santiago --where country=CL country=AR --format csv
  atalaya ask conversations_offered --by hour_of_day --tz customer
  atalaya ask total_talk_time --by hour --attribution split
  atalaya ask abandon_rate --by queue --since 2026-03-01 --until 2026-03-31 --vs year
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
        "--vs",
        choices=("previous", "weekdays", "year"),
        help="beside each number the one before, the difference and the change in %%: of the period just before, of "
        "the same weekdays of earlier weeks, or of the same dates a year before; like for like where the data end "
        "within the period",
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
        return _list(open_workspace(arguments), arguments.language)
    from core.attribution import settled
    from core.commands.beside import tell_beside
    from core.grains import CUSTOMER
    from core.query import Query

    workspace = open_workspace(arguments)
    settings, snapshot = _settings(arguments, workspace.settings), workspace.snapshot()
    query = _query(arguments, settings.time_zone, Query)
    if arguments.vs:
        _tell_comparison(snapshot, query, settings, arguments.vs)
    rows = _rows(snapshot, query, settings, arguments.vs).to_dicts()
    if arguments.totals and query.by:
        whole = settled(query).with_(by=(), sort=None, limit=None)
        total = {query.by[0]: "Total", **dict.fromkeys(query.by[1:])}
        rows += [total | one for one in _rows(snapshot, whole, settings, arguments.vs).to_dicts()]
    told = ("", *HEADS) if arguments.vs else ("",)
    columns = [Printed(name) for name in query.by] + [Printed(one, one, side) for one in query.metrics for side in told]
    write = {"table": _as_table, "csv": _as_csv, "json": _as_json}[arguments.format]
    write(rows, columns, settings, arguments.language)
    if arguments.format == "table":
        clock = "each customer's own clock" if query.zone == CUSTOMER else query.zone
        tell(f"Version {snapshot.version} of {workspace.home}; days and hours of {clock}.")
        tell_beside(snapshot, query, settings)
    return DONE


def _settings(arguments: Namespace, house: "Settings") -> "Settings":
    from dataclasses import replace

    return replace(house, service_level_variant=arguments.variant) if arguments.variant else house


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


def _rows(snapshot: "Snapshot", query: "Query", settings: "Settings", versus: str | None) -> "DataFrame":
    """The answer; beside each number, when it is asked for, what it is compared with."""
    from core.answer import answer
    from core.comparison import compare, differences
    from core.horizon import horizon

    if not versus:
        return answer(snapshot, query, settings)
    one = compare(query, versus, horizon(snapshot), settings)
    before = answer(snapshot, one.before.with_(limit=None), settings) if one.before else None
    sides = differences(answer(snapshot, one.now.with_(limit=None), settings), before, query, settings)
    return sides.head(query.limit or sides.height)


def _tell_comparison(snapshot: "Snapshot", query: "Query", settings: "Settings", versus: str) -> None:
    """Which period the numbers are compared with, and where it ends; or why there is none.

    Raises:
        QueryError: groups that only one of the periods can have.
    """
    from core.comparison import compare, is_compared
    from core.grains import CUSTOMER
    from core.horizon import horizon

    if not is_compared(query):
        raise QueryError(
            f"--vs cannot be told by {', '.join(query.by)}: the days and hours of one period are not those of another; "
            "split by weekday or hour_of_day, or by columns."
        )
    one = compare(query, versus, horizon(snapshot), settings)
    if one.before is None:
        tell(f"Nothing to compare with: {NOTHING_BEFORE[one.reason]}.")
        return
    clock = ZoneInfo(settings.time_zone if query.zone in (None, CUSTOMER) else str(query.zone))
    since, until = (
        f"{moment.astimezone(clock):%Y-%m-%d %H:%M}" for moment in (one.before.since, one.before.until) if moment
    )
    cut = (
        f"; the data end {one.cut_at.astimezone(clock):%Y-%m-%d %H:%M}, so both sides end after the same time"
        if one.cut_at
        else ""
    )
    tell(f"Compared with {since} to {until}{cut}.")


def _list(workspace: "Workspace", language: str) -> int:
    from core.custom import STATISTICS
    from core.keys import keys_of
    from core.metrics import catalogue, read_own
    from core.plan import groups_of

    rules = workspace.house
    metrics = catalogue(rules)
    width = max(map(len, metrics))
    for metric in metrics.values():
        say(f"{metric.name:{width}}  {getattr(metric.meaning, language)}")
    over = {name: tuple(table.name for table in metric.tables) for name, metric in metrics.items()}
    for tables in dict.fromkeys(over.values()):
        names = [name for name in metrics if over[name] == tables]
        say(f"\nSplit by {', '.join(groups_of(metrics[names[0]]))}:\n  {', '.join(names)}")
    if keys := keys_of(workspace.snapshot()):
        numbers = [key.name for key in keys.values() if key.numbers]
        say(f"\nCustom columns of the data, for whatever counts rows of conversations:\n  {', '.join(keys)}")
        say(f"Numbers among them, with {', '.join(f'{one}.' for one in STATISTICS)} before:\n  {', '.join(numbers)}")
    for mistake in read_own(rules.metrics).mistakes:
        tell(str(mistake))
    return DONE


def _as_json(rows: list[dict[str, Any]], _columns: list[Printed], _settings: "Settings", _language: str) -> None:
    json.dump(rows, sys.stdout, default=_plain, ensure_ascii=False, indent=1)
    say("")


def _as_csv(rows: list[dict[str, Any]], columns: list[Printed], _settings: "Settings", _language: str) -> None:
    from core.spreadsheet import harmless

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([column.key for column in columns])
    writer.writerows([harmless(_plain(row[column.key])) for column in columns] for row in rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _as_table(rows: list[dict[str, Any]], columns: list[Printed], settings: "Settings", language: str) -> None:
    """Columns as wide as they need to be, numbers to the right."""
    told = [_read(column, [row[column.key] for row in rows], settings, language) for column in columns]
    widths = [max(map(len, cells)) for cells in told]
    lines = [list(line) for line in zip(*told, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        padded = [
            text.rjust(width) if column.metric else text.ljust(width)
            for column, text, width in zip(columns, line, widths, strict=True)
        ]
        say("  ".join(padded).rstrip())
    if not rows:
        say("(no rows)")


def _read(column: Printed, values: list[Any], settings: "Settings", language: str) -> list[str]:
    """A column's heading and its values, as people read them."""
    from core import format as shown
    from core.metrics import named

    if not column.metric:
        return [column.name, *(one if one == "Total" else shown.group(one, column.name, language) for one in values)]
    metric = named(column.metric, settings)
    heading = HEADS[column.told][language] if column.told else getattr(metric.label, language)
    if column.told == "change":
        return [heading, *(shown.growth(one, language) for one in values)]
    write = shown.difference if column.told == "difference" else shown.number
    return [heading, *(write(one, metric.unit, language) for one in values)]
