"""The original record of an event: read back from its landed file, as it arrived."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from core.errors import SourceError
from core.scratch import scratch
from core.sources.containers import members
from core.sources.formats import records
from core.sources.parquet import MAGIC
from core.sources.records import Records
from core.store.contents import Contents, name_of
from core.store.landing import Landed
from core.store.workspace import Workspace

TEXT_LIMIT = 200_000


def original(workspace: Workspace, file_id: str, position: int, name: str = "") -> str:
    """The text of one record; reading stops once it has been found.

    A line or an element of JSON and a form body come as they were written; a CSV record with its header line; a row of
    Parquet as JSON, one member a column. After TEXT_LIMIT characters the text is cut.

    Args:
        file_id: of the landed file.
        position: number of the record in it, from 1, through the members of an archive.
        name: what messages call the file.

    Raises:
        SourceError: the file is gone or damaged, or has no such record.
    """
    name = name or file_id[:12]
    with suppress(FileNotFoundError):
        return _original(workspace, file_id, position, name)
    # Between the look and the reading it went into a pack.
    return _original(workspace, file_id, position, name)


def _original(workspace: Workspace, file_id: str, position: int, name: str) -> str:
    contents = Contents(workspace.files, [file_id])
    size = contents.size(file_id)
    if size is None:
        raise SourceError(f"{name} is no longer in the landing zone, so its records cannot be shown.")
    landed = Landed(file_id, workspace.files.path(name_of(file_id)), name, size)
    with TemporaryDirectory(dir=scratch()) as folder, contents.at_hand(landed, Path(folder)) as file:
        return _record(file.path, name, position)


def _record(path: Path, name: str, position: int) -> str:
    first = 1
    for member in members(path, name):
        head = next(member.chunks, b"")
        written = _as_json if head.startswith(MAGIC) else _as_csv
        for batch in records(replace(member, chunks=chain([head], member.chunks)), (), first):
            if position < first + batch.count:
                return _text(batch, position, written)[:TEXT_LIMIT]
            first += batch.count
    raise SourceError(f"{name} has {first - 1:,} records; there is no record {position:,}.")


def _text(batch: Records, position: int, written: Callable[[dict[str, str | None]], str]) -> str:
    if batch.text_of is not None:
        return batch.text_of([position])[0]
    unread = next((one.raw for one in batch.rejections if one.position == position), None)
    return written(batch.fields.filter(batch.positions == position).row(0, named=True)) if unread is None else unread


def _as_csv(row: dict[str, str | None]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([row.keys(), row.values()])
    return text.getvalue()


def _as_json(row: dict[str, str | None]) -> str:
    return json.dumps(row, ensure_ascii=False)
