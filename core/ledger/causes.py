"""Why a published number is another one now: the same question answered with one thing changed at a time.

```
old ──(program)── asked again of the version of then ──(data)── under the rules of then ──(each setting)── new
```
A share is told where it is known: where the version of then is no longer kept, or two things changed that cannot be
told apart, the causes are named without one.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import polars as pl

from core.corrections import CorrectionsFile, applied_in
from core.errors import AtalayaError, StoreError, listed
from core.ledger.asking import Asking
from core.ledger.log import Run
from core.ledger.program import program
from core.ledger.rules import changed_keys
from core.query import Query
from core.schema.tables import CORRECTIONS, EVENTS, LOADS
from core.settings import Settings
from core.store.manifest import kept_versions, read_manifest
from core.store.snapshot import Snapshot

PROGRAM, LATE, REBUILT, CORRECTED, DATA = "program", "late", "rebuilt", "corrected", "data"
SETTING, REGIONS, METRIC, GONE, UNKNOWN = "setting", "regions", "metric", "gone", "unknown"
"""Kinds of causes: another program; events that came after; a model worked out anew; corrections by
hand that were made or undone; other data, nobody knows why;
another setting; other regions; another definition of the house's own metric; a question that can no longer be asked;
rules of then that cannot be read any more."""

ALONE = {"regions": REGIONS, "metrics": METRIC}
"""Settings in files of their own, and the kind of cause that they are."""


@dataclass(frozen=True)
class Cause:
    """One cause.

    Args:
        kind: as above.
        about: which program, setting or metric, or how many events; a text for people, in no language.
        was, now: the two answers between which it stands, by their names in `Told.answers`; empty where its share is
            not known.
    """

    kind: str
    about: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True)
class Then:
    """The circumstances of a run, as far as they are still known.

    Args:
        run: of the log.
        rules: the house rules of then; None when they cannot be read.
        version: the data of then; None when they are no longer kept.
    """

    run: Run
    rules: Settings | None
    version: Snapshot | None


@dataclass(frozen=True, eq=False)
class Now:
    """What is compared with.

    Args:
        snapshot: the newest data.
        rules: the present house rules.
        asking: answers questions.
        counted: how many events came late, by period and moment.
    """

    snapshot: Snapshot
    rules: Settings
    asking: Asking
    counted: dict[tuple[datetime | None, ...], tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def loads(self) -> pl.DataFrame:
        """The loads that brought events: `load_id`, `loaded_at`, `rows_kept`."""
        loads = self.snapshot.scan(LOADS).filter(pl.col("rows_kept") > 0)
        return loads.select("load_id", "loaded_at", "rows_kept").collect()

    def rebuilds(self, after: int) -> list[int]:
        """The kept versions after that one which are rebuilds."""
        files = self.snapshot.files
        later = [version for version in kept_versions(files) if after < version <= self.snapshot.version]
        return [version for version in later if read_manifest(files, version).note == "rebuild"]

    def late(self, query: Query, since: datetime | None) -> tuple[int, int]:
        """Events that came after a moment: those of the question's period, and all."""
        key = (query.since, query.until, since)
        if key not in self.counted:
            loads = self.loads.filter(pl.col("loaded_at") > since) if since else self.loads
            events = self.snapshot.scan(EVENTS, query.since, query.until)
            of_period = events.join(loads.lazy().select("load_id"), on="load_id", how="semi").select(pl.len())
            self.counted[key] = int(of_period.collect().item()), int(loads["rows_kept"].sum())
        return self.counted[key]


@dataclass(frozen=True, eq=False)
class Told:
    """Why the answer to a question is another one.

    Args:
        causes: what it can be; those whose numbers turn out equal are none.
        answers: by name, the answers between which causes stand.
    """

    causes: tuple[Cause, ...]
    answers: dict[str, pl.DataFrame]


def explain(query: Query, old: pl.DataFrame, new: pl.DataFrame, then: Then, now: Now, *, is_same_ground: bool) -> Told:
    """All that may have changed the answer to a question.

    Args:
        query: without a limit.
        old, new: the answers of then and of now.
        is_same_ground: whether it stands on the very rows of then.
    """
    if then.rules is None:
        return Told((Cause(UNKNOWN),), {})
    is_same_program = then.run.program == program()
    causes: list[Cause] = []
    try:
        # The same program on the same rows under the same rules: nothing to ask.
        is_known = is_same_ground and is_same_program
        answers = {"data": old if is_known else now.asking.ask(now.snapshot, query, then.rules)}
    except AtalayaError as problem:
        return Told((Cause(GONE, str(problem)),), {})
    told_program = f"{then.run.program} → {program()}"
    if is_same_ground or is_same_program:
        causes += _data_causes(query, then, now, "old", is_same_ground) if is_same_program else []
        causes += [] if is_same_program else [Cause(PROGRAM, told_program, "old", "data")]
    elif (of_then := _asked_of_then(query, then, now)) is not None:
        answers["then"] = of_then
        causes += [Cause(PROGRAM, told_program, "old", "then")]
        causes += _data_causes(query, then, now, "then", is_same_ground)
    else:
        unsure = [replace(one, was="", now="") for one in _data_causes(query, then, now, "old", is_same_ground)]
        causes += [Cause(PROGRAM, told_program), *unsure]
    settings, of_settings = _setting_causes(query, then.rules, new, now)
    return Told((*causes, *settings), answers | of_settings)


def _asked_of_then(query: Query, then: Then, now: Now) -> pl.DataFrame | None:
    if then.version is None or then.rules is None:
        return None
    try:
        return now.asking.ask(then.version, query, then.rules)
    except StoreError:  # Swept away meanwhile.
        return None


def _data_causes(query: Query, then: Then, now: Now, was: str, is_same_ground: bool) -> list[Cause]:
    """What can have changed in the data."""
    if is_same_ground:
        return []
    of_period, of_all = now.late(query, then.run.committed_at)
    rebuilds = now.rebuilds(then.run.version or 0)
    found = [Cause(LATE, f"{of_period} / {of_all}")] if of_all else []
    found += [Cause(REBUILT, str(rebuilds[-1]))] if rebuilds else []
    found += [Cause(CORRECTED, corrections)] if (corrections := _corrected(then, now)) else []
    found = found or [Cause(DATA)]
    return [replace(found[0], was=was, now="data")] if len(found) == 1 else found


def _corrected(then: Then, now: Now) -> str:
    """The corrections that hold now and did not then, or the other way round, by their ids; empty without any.

    Where the version of then is gone, the moments at which they were made and undone tell.
    """
    present = applied_in(now.snapshot.scan(CORRECTIONS))
    if then.version is not None:
        before = {one.id: one.what for one in applied_in(then.version.scan(CORRECTIONS))}
        after = {one.id: one.what for one in present}
        names = [name for name in (before | after) if before.get(name) != after.get(name)]
    else:
        since = then.run.committed_at
        undone = CorrectionsFile(now.snapshot.files).load().undone
        names = [one.id for one in present if since is None or one.at > since]
        names += [one.id for one in undone if one.undone and (since is None or one.undone.at > since >= one.at)]
    return listed(names) if names else ""


def _setting_causes(
    query: Query, old: Settings, new: pl.DataFrame, now: Now
) -> tuple[list[Cause], dict[str, pl.DataFrame]]:
    """For each setting that matters, the question asked with that one changed and all others as they were.

    Args:
        new: the answer under all present settings; with only one that matters it is that one's.
    """
    causes: list[Cause] = []
    answers: dict[str, pl.DataFrame] = {}
    read = now.asking.reads(query, old)
    keys = [key for key in changed_keys(old, now.rules) if key in read]
    for key in keys:
        changed = now.asking.with_one_changed(old, now.rules, key)
        try:
            answers[key] = new if len(keys) == 1 else now.asking.ask(now.snapshot, query, changed)
        except AtalayaError as problem:
            causes.append(Cause(GONE, str(problem)))
            continue
        causes.append(Cause(ALONE.get(key, SETTING), _between(key, old, now.rules), "data", key))
    return causes, answers


def _between(key: str, old: Settings, new: Settings) -> str:
    """Which setting, and from what to what; of a file of its own only its name, it is long."""
    if key in ALONE:
        return key
    was, now = getattr(old, key), getattr(new, key)
    if key in ("queues", "channels"):
        differing = {rule.name for rule in set(was) ^ set(now)}
        return f"{key}: {', '.join(sorted(differing))}"
    return f"{key}: {was} → {now}"
