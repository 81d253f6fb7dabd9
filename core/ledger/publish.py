"""Remember a report: its numbers, files and circumstances, before anybody gets it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.horizon import end_of
from core.ledger import kept_files
from core.ledger.ground import ground_mark
from core.ledger.log import BEGUN, BY_HAND, ENDED, HAND_LOCK, MADE, SENT, alone, read_log, write_line
from core.ledger.numbers import Asked, keep_numbers
from core.ledger.program import program
from core.ledger.rules import keep_rules
from core.settings import Settings
from core.store.files import Files
from core.store.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Published:
    """A report as it is remembered.

    Args:
        title: of it.
        period: as an address names it; empty when it has none.
        snapshot, rules: what it was made of.
        files: content by name.
        asked: its numbers.
    """

    title: str
    period: str
    snapshot: Snapshot
    rules: Settings
    files: Mapping[str, bytes]
    asked: Sequence[Asked]


def remember(files: Files, run: str, published: Published) -> None:
    """Keep the numbers, the rules and the files of a run, and log that it was made; within `alone`.

    Raises:
        StoreError: the disk refused; nothing is logged then.
    """
    snapshot, rules = published.snapshot, published.rules
    grounded = [replace(one, ground=ground_mark(snapshot, one.query, rules)) for one in published.asked]
    keep_numbers(files, run, grounded)
    mark = keep_rules(files, rules)
    kept = kept_files.keep(files, run, published.files)
    write_line(
        files,
        MADE,
        run=run,
        title=published.title,
        period=published.period,
        version=snapshot.version,
        committed_at=snapshot.committed_at,
        data_end=end_of(snapshot),
        rules=mark,
        program=program(),
        files=kept,
        numbers=sum(one.answer.height * len(one.query.metrics) for one in grounded),
    )


def publish_by_hand(
    files: Files, notebook: str, language: str, published: Published, now: datetime, keep_most: int
) -> str:
    """Remember a report that somebody publishes by hand; the id that it is found by.

    Args:
        now: UTC.
        keep_most: the files of so many runs are kept.

    Raises:
        Busy: somebody else is publishing.
        StoreError: the disk refused.
    """
    with alone(files, lock=HAND_LOCK):
        known = read_log(files).runs
        begin = f"by-hand-{now:%Y%m%dT%H%M%SZ}"
        run = next(name for number in range(len(known) + 1) if (name := f"{begin}-{number}") not in known)
        write_line(files, BEGUN, run=run, schedule="", notebook=notebook, why=BY_HAND, due=now, language=language)
        remember(files, run, published)
        write_line(files, ENDED, run=run, state=SENT)
        kept_files.prune(files, read_log(files), keep_most)
    return run
