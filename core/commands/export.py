"""`atalaya export`: rows of any table into a file."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from core.commands.console import DONE, open_workspace, tell
from core.commands.words import read_moment
from core.condition_text import WHERE_HELP, read_conditions

EXAMPLE = """examples:
  atalaya export conversations --since 2026-03-01 --until 2026-03-31 -o march.csv
  atalaya export segments --where kind=Queue queue_name=Sales --format parquet -o waits.parquet
  atalaya export rejected --format ndjson -o rejected.ndjson"""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    tables = "events, segments, workload, conversations, attributes, agents, customers, tasks, loads or rejected"
    parser.add_argument("table", help=tables)
    parser.add_argument("--where", nargs="+", action="extend", default=[], metavar="CONDITION", help=WHERE_HELP)
    parser.add_argument("--since", help="from this day or time on, in the zone")
    parser.add_argument("--until", help="to this day, itself included, or to just before this time")
    parser.add_argument("--tz", help="IANA time zone of --since and --until (default: the house's)")
    parser.add_argument(
        "--format", choices=("csv", "parquet", "ndjson"), help="default: by the file's ending, else csv"
    )
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the file to write")


def run(arguments: Namespace) -> int:
    """Write the file; say what is in it on standard error."""
    from core.errors import QueryError
    from core.export import FORMATS, export
    from core.grains import check_zone
    from core.schema.column import INSTANT
    from core.schema.tables import table as named

    table = named(arguments.table)
    workspace = open_workspace(arguments)
    zone = check_zone(arguments.tz or workspace.house.time_zone)
    target = Path(arguments.output)
    ending = target.suffix.removeprefix(".")
    if (arguments.since or arguments.until) and table.column(table.sorted_by).dtype != INSTANT:
        raise QueryError(f"{table.name} has no period; leave out --since and --until.")
    export(
        workspace.snapshot(),
        table,
        target,
        file_format=arguments.format or (ending if ending in FORMATS else "csv"),
        where=read_conditions(arguments.where),
        since=read_moment("--since", arguments.since, zone),
        until=read_moment("--until", arguments.until, zone, end=True),
    )
    tell(f"{target}: {target.stat().st_size:,} bytes")
    return DONE
