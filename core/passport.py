"""The passport of a number: what it is, of what, under which rules, and everything that it is made of."""

import shlex
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from core.answer import answer
from core.attribution import STARTED, attributed, is_attributable, settled
from core.comparison import NONE, Comparison, compare
from core.condition_text import write_conditions
from core.evidence import ABOVE, APART, BELOW, TOGETHER, evidence, sum_up
from core.grains import CUSTOMER
from core.horizon import Horizon, horizon
from core.metrics import Formula, Measure, Metric, Ratio, named
from core.plan import expression_of
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.untold import Untold, untold
from core.watched import watched

_SETTINGS = tuple(field.name for field in fields(Settings))


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two sums of a ratio, or what a number is by itself.

    Args:
        measure: what is counted.
        value: the sum of it; null when there is nothing.
        rows: how many rows it counts.
    """

    measure: Measure
    value: float | None
    rows: int


@dataclass(frozen=True, eq=False)
class Passport:
    """All that can be said of one number.

    Args:
        metric: its declaration.
        query: the question that it answers: the metric alone, with the attribution in force.
        formula: as it was asked, with its sums where they count in time.
        value: the number; None when there is none.
        above, below: the sums above and below the line; of a number that is no ratio, there is nothing below.
        parts: of what its list of rows can show; see `core.evidence`.
        rules: names of the house rules that decide on it, in the order of `Settings`.
        attribution: one of `core.query.ATTRIBUTIONS` where it could make a difference, else empty.
        comparison: what it is compared with.
        before: the number then; None when there is none.
        version, committed_at: of the data.
        data: what time the data covers.
        untold: what some platforms in question do not tell of what the number rests on.
    """

    metric: Metric
    query: Query
    formula: Formula
    value: float | None
    above: Side
    below: Side | None
    parts: tuple[str, ...]
    rules: tuple[str, ...]
    attribution: str
    comparison: Comparison
    before: float | None
    version: int
    committed_at: datetime | None
    data: Horizon | None
    untold: tuple[Untold, ...] = ()


def passport(snapshot: Snapshot, query: Query, metric: str, settings: Settings, versus: str = NONE) -> Passport:
    """The passport of a metric's number under a question's period and conditions.

    Args:
        query: its metrics and groups are left out; an attribution that follows from the groups stays.
        versus: one of `core.comparison.KINDS`.

    Raises:
        UnknownName: no such metric or comparison.
        QueryError: the metric cannot be filtered as asked.
    """
    declared = named(metric, settings)
    asked = settled(query).with_(metrics=(metric,), by=(), sort=None, descending=False, limit=None)
    formula = attributed(declared.formula(settings), asked)
    comparison = compare(asked, versus, horizon(snapshot), settings)
    above, below, parts = _sides(snapshot, asked, metric, formula, settings)
    value = answer(snapshot, asked, settings).item()
    if value is None and below is None:
        # A sum of no rows, of which nobody knows how many there were.
        above = replace(above, value=None)
    return Passport(
        metric=declared,
        query=asked,
        formula=formula,
        value=value,
        above=above,
        below=below,
        parts=parts,
        rules=rules_read(declared, asked, settings),
        attribution=_attribution(formula) if is_attributable(declared.formula(settings)) else "",
        comparison=comparison,
        before=answer(snapshot, comparison.before, settings).item() if comparison.before else None,
        version=snapshot.version,
        committed_at=snapshot.committed_at,
        data=horizon(snapshot),
        untold=untold(snapshot, asked, settings),
    )


def rules_read(metric: Metric, query: Query, settings: Settings) -> tuple[str, ...]:
    """The house rules that the number follows: those that are looked at while its question is written down."""
    same, looked_at = watched(settings)
    metric.formula(same)
    for condition in query.where:
        expression_of(condition.column, query, same)
    return tuple(name for name in _SETTINGS if name in looked_at)


def _attribution(formula: Formula) -> str:
    """Where in time its sums count."""
    return next((measure.attribution for measure in formula.measures() if measure.attribution), STARTED)


def command(query: Query, versus: str, settings: Settings) -> str:
    """The command line that prints the number of a passport's question, and what it is compared with."""
    zone = settings.time_zone if query.zone in (None, CUSTOMER) else str(query.zone)
    words = ["atalaya", "ask", *query.metrics]
    for name, moment in (("--since", query.since), ("--until", query.until)):
        words += [name, _moment(moment, zone, is_end=name == "--until")] if moment else []
    words += ["--tz", query.zone] if query.zone else []
    is_usual = query.attribution in (None, settled(query.with_(attribution=None)).attribution)
    words += [] if is_usual else ["--attribution", str(query.attribution)]
    words += ["--vs", versus] if versus != NONE else []
    conditions = write_conditions(query.where)
    words += ["--where", *conditions] if conditions else []
    return shlex.join(words)


def _moment(moment: datetime, zone: str, *, is_end: bool) -> str:
    """A day where that is what the command would read as this moment, else the moment."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=is_end)
    midnight = datetime.combine(local.date(), datetime.min.time(), ZoneInfo(zone))
    return day.isoformat() if midnight.astimezone(moment.tzinfo) == moment else local.isoformat()


def _sides(
    snapshot: Snapshot, query: Query, metric: str, formula: Formula, settings: Settings
) -> tuple[Side, Side | None, tuple[str, ...]]:
    """What the number is made of, added up from the very rows that its list shows; and the parts of that list."""

    def added(measure: Measure, part: str, counted: str) -> Side:
        rows = evidence(snapshot, query, metric, formula, settings, part)
        value, count = (
            rows.select(value=sum_up(measure, counted), rows=pl.col(counted).is_not_null().sum()).collect().row(0)
        )
        return Side(measure, value, count)

    if not isinstance(formula, Ratio):
        return added(formula, "", ABOVE), None, ("",)
    above, below = added(formula.numerator, ABOVE, ABOVE), added(formula.denominator, BELOW, ABOVE)
    is_one_table = formula.numerator.table.name == formula.denominator.table.name
    if is_one_table and added(formula.numerator, "", ABOVE).rows == above.rows:
        # Of an average each row counts on both sides: there are no others to tell apart.
        return above, below, TOGETHER if above.rows < below.rows else TOGETHER[:1]
    return above, below, APART
