"""The corrections that hold: those of the file, and where it cannot be read those that the tables were made with."""

import json
from collections.abc import Sequence
from datetime import datetime

import polars as pl

from core.corrections.correction import Correction, from_fields
from core.corrections.file import CorrectionsFile
from core.corrections.text import MOMENTS, Corrections
from core.schema.tables import CORRECTIONS
from core.store.files import Files


def in_force(file: Corrections, applied: Sequence[Correction]) -> tuple[Correction, ...]:
    """What is to be applied now, in its order.

    A slip of the pen must not bring excluded conversations back: while the file is no TOML all that was applied stays,
    and while an entry has a mistake, it stays as it was applied.

    Args:
        file: what the file says.
        applied: the corrections of the newest version.
    """
    if not file.is_readable:
        return tuple(applied)
    good = {one.id: one for one in file.all}
    before = {one.id: one for one in applied}
    found = (good.get(name) or before.get(name) for name in dict.fromkeys(file.ids) if name)
    return tuple(one for one in found if one is not None and one.undone is None)


def to_apply(files: Files, rows: pl.LazyFrame) -> tuple[Correction, ...]:
    """What is to be applied to a workspace now, in its order.

    Args:
        files: of the workspace.
        rows: of CORRECTIONS, of the newest version.

    Raises:
        StoreError: the file system refuses to show the file.
    """
    return in_force(CorrectionsFile(files).load(), applied_in(rows))


def as_rows(corrections: Sequence[Correction]) -> pl.DataFrame:
    """Rows of CORRECTIONS."""
    rows = [
        {
            "correction_id": one.id,
            "position": place,
            "kind": one.kind,
            "made_by": one.who,
            "made_at": one.at,
            "why": one.why,
            "what": json.dumps(one.what, ensure_ascii=False, default=datetime.isoformat),
        }
        for place, one in enumerate(corrections, start=1)
    ]
    return pl.DataFrame(rows, schema=CORRECTIONS.schema)


def applied_in(rows: pl.LazyFrame) -> tuple[Correction, ...]:
    """The corrections that rows of CORRECTIONS tell, in their order."""
    return tuple(_from_row(row) for row in rows.sort("position").collect().iter_rows(named=True))


def _from_row(row: dict[str, object]) -> Correction:
    what = json.loads(str(row["what"]))
    moments = {name: datetime.fromisoformat(what[name]) for name in MOMENTS if name in what}
    names = {"correction_id": "id", "kind": "kind", "made_by": "who", "made_at": "at", "why": "why"}
    return from_fields({name: row[column] for column, name in names.items()} | what | moments)
