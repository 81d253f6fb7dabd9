"""`atalaya quality`: can the numbers be believed? What the checks find, for people and for monitoring."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from core.commands.console import DONE, FOUND, open_workspace, say
from core.commands.words import read_moment
from core.condition_text import WHERE_HELP, read_conditions
from core.errors import QueryError

if TYPE_CHECKING:
    from core.quality import Finding, Quality

SEVERITIES = ("high", "medium", "low")
MOST_ROWS = 1_000
"""Of each finding as JSON at most."""

EXAMPLE = """examples:
  atalaya quality
  atalaya quality --since 2026-10-01 --until 2026-10-31 --where queue=Support
  atalaya quality --since 2026-10-31 --fail-on medium      (in a monitor: only the exit code counts)
  atalaya quality --json | jq '.findings[] | {check, severity, share}'
exit codes: 0 nothing as grave as --fail-on was found; 4 something was; 1 the question could not be answered.
docs/data-quality.md tells what each check is."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--since", help="from this day or time on, in the house's zone")
    parser.add_argument("--until", help="to this day, itself included, or to just before this time")
    parser.add_argument("--where", nargs="+", action="extend", default=[], metavar="CONDITION", help=WHERE_HELP)
    parser.add_argument("--json", action="store_true", help=f"as JSON, with up to {MOST_ROWS:,} rows of each finding")
    parser.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        default="high",
        help="exit with 4 from this severity (default: high)",
    )
    parser.add_argument("--language", choices=("en", "es"), default="en", help="of the words (default: en)")


def run(arguments: Namespace) -> int:
    """The answer, then each finding, on standard output."""
    from core.quality import examine
    from core.query import Query

    workspace = open_workspace(arguments)
    if not workspace.snapshot().version:
        raise QueryError(f"{workspace.home} has no data yet; load some with `atalaya ingest FILE…`.")
    rules = workspace.settings
    query = Query(
        ("conversations",),
        since=read_moment("--since", arguments.since, rules.time_zone),
        until=read_moment("--until", arguments.until, rules.time_zone, end=True),
        zone=rules.time_zone,
        where=tuple(read_conditions(arguments.where)),
    )
    found = examine(workspace.snapshot(), query, rules)
    if arguments.json:
        say(json.dumps(_as_json(found, arguments.language), ensure_ascii=False, indent=1, default=str))
    else:
        _print(found, arguments.language)
    grave = SEVERITIES[: SEVERITIES.index(arguments.fail_on) + 1] if arguments.fail_on in SEVERITIES else ()
    return FOUND if any(one.severity in grave for one in found.findings) else DONE


def _print(found: "Quality", language: str) -> None:
    from core.format import number
    from core.quality import NOTHING
    from core.words import say_in

    is_judged = found.verdict != NOTHING
    say(say_in(language, f"quality.verdict_{found.verdict}" if is_judged else "report.empty"))
    counts = {"laws": found.laws, "held": found.laws - found.broken, "count": found.conversations}
    counts["touched"] = found.touched
    told = {name: number(value, "count", language) for name, value in counts.items()}
    key = "quality.some_hold" if found.broken else "quality.all_hold"
    if is_judged:
        say(say_in(language, key, share=number(found.share, "%", language), **told))
    if found.intervals:
        say(say_in(language, "quality.of_intervals", count=number(found.intervals, "count", language)))
    for one in found.findings:
        unit = say_in(language, f"quality.unit.{one.check.unit}")
        share = f"{number(one.share, '%', language)} {unit}"
        severity = say_in(language, f"quality.severity.{one.severity}")
        title = say_in(language, f"quality.check.{one.check.name}.title")
        say(f"{severity:<6}  {one.check.name}: {title}; {number(one.count, 'count', language)} ({share})")
        say(f"        → {say_in(language, f'quality.check.{one.check.name}.means')}")


def _as_json(found: "Quality", language: str) -> dict[str, Any]:
    return {
        "version": found.version,
        "verdict": found.verdict,
        "laws": found.laws,
        "laws_broken": found.broken,
        "checks": list(found.checks),
        "conversations": found.conversations,
        "conversations_touched": found.touched,
        "intervals": found.intervals,
        "share": found.share,
        "careful": {metric: list(names) for metric, names in found.careful().items()},
        "findings": [_finding(one, language) for one in found.findings],
    }


def _finding(one: "Finding", language: str) -> dict[str, Any]:
    from core.words import say_in

    rows = one.rows.head(MOST_ROWS)
    return {
        "check": one.check.name,
        "title": say_in(language, f"quality.check.{one.check.name}.title"),
        "severity": one.severity,
        "count": one.count,
        "volume": one.volume,
        "unit": one.check.unit,
        "share": one.share,
        "conversations": one.conversations,
        "median_ms": one.median_ms,
        "metrics": list(one.check.metrics),
        "where": {column: dict(top) for column, top in one.where.items()},
        "days": {str(day): count for day, count in one.days.iter_rows()},
        "rows": [
            {name: value for name, value in row.items() if value is not None} for row in rows.iter_rows(named=True)
        ],
    }
