"""Suited: a file as its profile reads it, also where this month's file is written otherwise than the one before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from core.errors import SourceError
from core.profiles.profile import Profile
from core.tabular import Form, Note, Recognised, Table, read_table, recognise
from core.tabular.encodings import SINGLE_BYTE
from core.tabular.form import CSV

UTF8, ASCII_ALONE = "utf-8", "plain_ascii"


def table_by(path: Path, name: str, profile: Profile) -> Table:
    """A file by the form that its profile tells, or where the file shows another one, by its own.

    What the profile tells is tried first. A file in which that does not find every column that is read is recognised
    anew, and of a workbook each sheet, until one has them all; the way of reading that finds most is taken. An
    encoding that the bytes of the file tell counts more than the profile's: read otherwise, its letters were wrong in
    every row, and nothing would say so. The same for the same file and profile.

    Args:
        path: where the file is.
        name: what messages call it.
        profile: how it is read.

    Returns:
        The table, with what tells how it is written.

    Raises:
        SourceError: it cannot be read at all.
    """
    best: Table | None = None
    problem: SourceError | None = None
    for seen, form in _ways(path, name, profile):
        try:
            table = read_table(path, name, form)
        except SourceError as trouble:
            problem = problem or trouble
            continue
        table = replace(table, notes=seen.notes, sheets=seen.sheets, units=seen.units)
        if best is None or _found(table, profile) > _found(best, profile):
            best = table
        if _found(best, profile) == len(profile.used):
            break
    if best is None:
        raise problem or SourceError(f"{name} cannot be read by the profile {profile.name}.")
    return best


def _found(table: Table, profile: Profile) -> int:
    return len(profile.used & set(table.columns))


def _ways(path: Path, name: str, profile: Profile) -> Iterator[tuple[Recognised, Form]]:
    """How the file may be read, the likeliest first: each with what was recognised."""
    seen = _recognised(path, name)
    said = profile.form
    if said:
        yield seen, in_own_encoding(said, seen.form, seen.notes)
    totals = said.totals if said else True
    yield seen, replace(seen.form, totals=totals)
    for sheet, rows in seen.sheets:
        if rows and sheet != seen.form.sheet:
            other = _recognised(path, name, sheet)
            yield other, replace(other.form, totals=totals)


def _recognised(path: Path, name: str, sheet: str = "") -> Recognised:
    facts = path.stat()
    return _recognised_once(path, name, sheet, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=64)
def _recognised_once(path: Path, name: str, sheet: str, _changed_ns: int, _bytes: int) -> Recognised:
    """What a file is; of one that has not changed since, without looking through it again for its encoding."""
    return recognise(path, name, sheet)


def in_own_encoding(said: Form, own: Form, notes: Sequence[Note]) -> Form:
    """A form with the encoding that the file's bytes tell, where they tell one.

    Between encodings of one byte a character nothing but likeliness tells: there the one that was said counts.

    Args:
        said: what a profile or a person says.
        own: what was recognised.
        notes: by what.
    """
    is_untold = any(note.key == ASCII_ALONE for note in notes) and said.encoding in (UTF8, *SINGLE_BYTE)
    is_alike = own.encoding in SINGLE_BYTE and said.encoding in SINGLE_BYTE
    if said.kind != CSV or own.kind != CSV or is_untold or is_alike:
        return said
    return replace(said, encoding=own.encoding)
