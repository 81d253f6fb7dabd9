"""What was published and is another number now: the same questions asked again, and why they are answered otherwise."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import polars as pl

from core.attribution import settled
from core.errors import AtalayaError, StoreError
from core.ledger.asking import Asking
from core.ledger.causes import GONE, Cause, Now, Then, Told, explain
from core.ledger.compared import beside, differs
from core.ledger.ground import ground_mark
from core.ledger.log import Run, read_log
from core.ledger.noted import noted
from core.ledger.numbers import Asked, kept_numbers
from core.ledger.program import program
from core.ledger.rules import changed_keys
from core.query import Query
from core.settings import Settings
from core.store.manifest import kept_versions
from core.store.workspace import Workspace

WHY = pl.Struct({"kind": pl.String(), "about": pl.String(), "share": pl.Float64()})

SCHEMA = pl.Schema(
    {
        "change": pl.String(),
        "run": pl.String(),
        "schedule": pl.String(),
        "notebook": pl.String(),
        "title": pl.String(),
        "published_at": pl.Datetime("ms", "UTC"),
        "figure": pl.String(),
        "metric": pl.String(),
        "groups": pl.String(),
        "query": pl.String(),
        "old": pl.Float64(),
        "new": pl.Float64(),
        "why": pl.List(WHY),
        "noted_by": pl.String(),
        "noted_at": pl.Datetime("ms", "UTC"),
    }
)
"""One changed number a row. `change` is its id: another one when it changes once more. `groups` is a JSON object of its
groups, `query` the question of the groups together. `why` tells the kind of each cause, what it is about, and its share
of the difference, null where that is not known; see `core.ledger.causes`. `noted_by` is null until it is noted."""


def restated(workspace: Workspace, *, watch_days: int, now: datetime | None = None) -> pl.DataFrame:
    """Every published number that is another one today, of the newest data and under the present house rules.

    What cannot have changed is not asked: reports of the same data, rules and program; and questions whose rows lie in
    the same files, while no setting that they look at has changed.

    Args:
        watch_days: only what was published so many days ago or later.
        now: UTC; the present moment by default.

    Returns:
        As `SCHEMA`; reports newest first, their figures and groups in their own order.

    Raises:
        DefinitionError: the present house rules cannot be read.
        StoreError: the workspace cannot be read. A report whose numbers cannot be read is left out; see `unreadable`.
    """
    files = workspace.files
    since = (now or datetime.now(UTC)) - timedelta(days=watch_days)
    runs = [run for run in read_log(files).runs.values() if run.is_published and run.begun_at >= since]
    present = Now(workspace.snapshot(), workspace.settings, Asking())
    found = [rows for run in reversed(runs) for rows in _of_run(workspace, run, present)]
    rows = pl.concat(found) if found else pl.DataFrame(schema=SCHEMA)
    return _acknowledged(rows, workspace)


def unreadable(workspace: Workspace, *, watch_days: int, now: datetime | None = None) -> list[str]:
    """What keeps the numbers of watched reports from being read, each as a message."""
    since = (now or datetime.now(UTC)) - timedelta(days=watch_days)
    problems = []
    for run in read_log(workspace.files).runs.values():
        if run.is_published and run.begun_at >= since:
            try:
                kept_numbers(workspace.files, run.id)
            except StoreError as problem:
                problems.append(str(problem))
    return problems


def _of_run(workspace: Workspace, run: Run, now: Now) -> Iterator[pl.DataFrame]:
    then = _then(workspace, run, now)
    is_same_program = run.program == program()
    changed = changed_keys(then.rules, now.rules) if then.rules else ("",)
    if is_same_program and not changed and run.version == now.snapshot.version:
        return
    try:
        all_asked = kept_numbers(workspace.files, run.id)
    except StoreError:
        return
    for asked in all_asked:
        is_same_ground = _is_same_ground(asked, then, now)
        metrics = asked.query.metrics
        if is_same_program and is_same_ground and then.rules:
            rules = then.rules
            metrics = tuple(name for name in metrics if _reads_any(asked.query, name, changed, rules, now))
        if metrics:
            yield from _of_question(run, asked, metrics, then, now, is_same_ground)


def _then(workspace: Workspace, run: Run, now: Now) -> Then:
    try:
        rules = now.asking.rules_of(workspace.files, run.rules)
    except StoreError:
        rules = None
    is_kept = run.version in kept_versions(workspace.files)
    return Then(run, rules, workspace.snapshot(run.version) if is_kept else None)


def _is_same_ground(asked: Asked, then: Then, now: Now) -> bool:
    try:
        return then.rules is not None and ground_mark(now.snapshot, asked.query, then.rules) == asked.ground
    except AtalayaError:
        return False


def _reads_any(query: Query, metric: str, changed: tuple[str, ...], rules: Settings, now: Now) -> bool:
    """Whether one of the changed settings may matter to a metric of the question."""
    try:
        return not now.asking.reads(query.with_(metrics=(metric,), sort=None), rules).isdisjoint(changed)
    except AtalayaError:
        return True


def _of_question(
    run: Run, asked: Asked, metrics: tuple[str, ...], then: Then, now: Now, is_same_ground: bool
) -> Iterator[pl.DataFrame]:
    """The changed numbers of one question.

    Args:
        metrics: those that may have changed.
    """
    whole = asked.query.with_(metrics=metrics, limit=None, sort=None, descending=False)
    try:
        new = now.asking.ask(now.snapshot, whole, now.rules)
    except AtalayaError as problem:
        if len(metrics) > 1:  # One that is gone takes no other with it.
            for metric in metrics:
                yield from _of_question(run, asked, (metric,), then, now, is_same_ground)
            return
        yield from _gone(run, asked, metrics[0], problem)
        return
    changed = [
        metric for metric in metrics if beside(asked, metric, {"new": new}).select(differs("old", "new").any()).item()
    ]
    if changed:
        told = explain(whole, asked.answer, new, then, now, is_same_ground=is_same_ground)
        for metric in changed:
            numbers = beside(asked, metric, {**told.answers, "new": new})
            yield _told(run, asked, metric, numbers.filter(differs("old", "new")).with_columns(_why(told)))


def _gone(run: Run, asked: Asked, metric: str, problem: AtalayaError) -> Iterator[pl.DataFrame]:
    """The numbers of a metric that can no longer be asked."""
    told = Told((Cause(GONE, str(problem)),), {})
    numbers = beside(asked, metric, {}).with_columns(pl.lit(None, pl.Float64).alias("new"))
    lost = numbers.filter(pl.col("old").is_not_null())
    if not lost.is_empty():
        yield _told(run, asked, metric, lost.with_columns(_why(told)))


def _why(told: Told) -> pl.Expr:
    """Of each number the causes that changed it, each with its share where shares are known."""
    settings = [one for one in told.causes if one.was == "data"]
    alone = [pl.col(one.now) - pl.col(one.was) for one in settings]
    together = pl.col("new") - pl.col("data") if settings else pl.lit(0.0)
    gap = (pl.sum_horizontal(alone) - together).abs() if alone else pl.lit(0.0)
    size = pl.max_horizontal(*(pl.col(name).abs() for name in ("new", "data"))) if settings else pl.lit(1.0)
    # Settings that work on each other have no shares of their own.
    adds_up = (gap <= 1e-9 * size).fill_null(False)
    told_causes = [_struct(one, adds_up, together, alone) for one in told.causes]
    return pl.concat_list(told_causes).list.drop_nulls().alias("why")


def _struct(cause: Cause, adds_up: pl.Expr, together: pl.Expr, alone: list[pl.Expr]) -> pl.Expr:
    """A list with the cause, empty where it changed nothing."""
    share: pl.Expr
    if not cause.was:
        is_one, share = pl.lit(True), pl.lit(None, pl.Float64)
    else:
        share = pl.col(cause.now) - pl.col(cause.was)
        is_one = differs(cause.was, cause.now)
        if cause.was == "data":
            none_alone = pl.all_horizontal([(one == 0).fill_null(False) for one in alone])
            is_one = is_one | (none_alone & (together != 0).fill_null(True))
            share = pl.when(adds_up).then(share)
    struct = pl.struct(
        pl.lit(cause.kind).alias("kind"), pl.lit(cause.about).alias("about"), share.cast(pl.Float64).alias("share")
    )
    return pl.when(is_one).then(pl.concat_list(struct)).otherwise(pl.lit([], pl.List(WHY)))


def _told(run: Run, asked: Asked, metric: str, changes: pl.DataFrame) -> pl.DataFrame:
    """The changed numbers of one metric as `SCHEMA` has them."""
    by = list(asked.query.by)
    groups = [json.dumps(group, ensure_ascii=False, default=_plain) for group in changes.select(by).to_dicts()]
    query = json.dumps(settled(asked.query).with_(metrics=(metric,), sort=None, limit=None).to_dict())
    ids = [
        sha256(json.dumps([run.id, asked.figure, query, group, new]).encode()).hexdigest()[:24]
        for group, new in zip(groups or ["{}"] * changes.height, changes["new"], strict=True)
    ]
    same = {
        "run": run.id,
        "schedule": run.schedule,
        "notebook": run.notebook,
        "title": run.title,
        "published_at": run.begun_at,
        "figure": asked.figure,
        "metric": metric,
        "query": query,
    }
    told = changes.select(
        pl.Series("change", ids),
        *(pl.lit(value).alias(name) for name, value in same.items()),
        pl.Series("groups", groups or ["{}"] * changes.height),
        "old",
        "new",
        "why",
        noted_by=pl.lit(None),
        noted_at=pl.lit(None),
    )
    return told.select(SCHEMA.names()).cast(SCHEMA)


def _acknowledged(rows: pl.DataFrame, workspace: Workspace) -> pl.DataFrame:
    known = noted(workspace.files)
    notes = pl.DataFrame(
        {
            "change": list(known),
            "noted_by": [one.by for one in known.values()],
            "noted_at": [one.at for one in known.values()],
        },
        {name: SCHEMA[name] for name in ("change", "noted_by", "noted_at")},
    )
    joined = rows.drop("noted_by", "noted_at").join(notes, on="change", how="left", maintain_order="left")
    return joined.select(SCHEMA.names())


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
