"""A source: how one platform's records are recognised and put into our words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from core.sources.reading import Reading


@dataclass(frozen=True)
class Headless:
    """A table in text whose files have no header.

    Args:
        begins: what its first line matches, from its start.
        delimiter: between the fields.
        names: of the fields, in order; files may have fewer.
        is_quoted: fields may stand in quotes, and all records of a file have as many fields as the first. Else nothing
            is quoted, and each record may end early.
    """

    begins: re.Pattern[str]
    delimiter: str
    names: tuple[str, ...]
    is_quoted: bool = True


@dataclass(frozen=True)
class Source:
    """One platform's way of writing its events.

    Args:
        name: as in EVENTS.source.
        platform: as in EVENTS.platform: the name that people know it by.
        looks_for: the fields by which it is recognised, for the message when nothing is.
        opens: paths of nested objects to be spread over columns named by their path.
        recognises: whether a file with these columns is of this source.
        translate: fields (text columns) → EVENTS columns without `file_id`, `position`, `platform`, `source` and
            `load_id`, plus `reason` and `detail`, which are null for every record that can be used. Same rows, same
            order; or several rows a record, which `record` then names by its row in the fields. A record with a reason
            gives no event, and every other gives one at least.
        documented: whether a column is documented; the others are counted as unknown fields.
        headless: what its files look like when they have no header.
        untold: by quantity (`core.metrics.quantities.QUANTITIES`) why its records never tell it: what is counted of it
            is 0 because nobody has measured it, and numbers that rest on it say so.
    """

    name: str
    platform: str
    looks_for: str
    opens: tuple[str, ...]
    recognises: Callable[[frozenset[str]], bool]
    translate: Callable[[pl.DataFrame, Reading], pl.DataFrame]
    documented: Callable[[str], bool]
    headless: Headless | None = None
    untold: Mapping[str, str] = field(default_factory=dict, hash=False)
