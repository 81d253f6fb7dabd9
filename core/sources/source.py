"""A source: how one platform's records are recognised and put into our words."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Source:
    """One platform's way of writing its events.

    Args:
        name: as in EVENTS.source.
        looks_for: the fields by which it is recognised, for the message when nothing is.
        opens: paths of nested objects to be spread over columns named by their path.
        recognises: whether a file with these columns is of this source.
        translate: fields (text columns) → EVENTS columns without `file_id`, `position`, `source` and `load_id`, plus
            `reason` and `detail`, which are null for every record that can be used. Same rows, same order.
        documented: whether a column is documented; the others are counted as unknown fields.
    """

    name: str
    looks_for: str
    opens: tuple[str, ...]
    recognises: Callable[[frozenset[str]], bool]
    translate: Callable[[pl.DataFrame], pl.DataFrame]
    documented: Callable[[str], bool]
