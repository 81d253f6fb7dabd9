"""Values of the file as they are shown: as plain text, and personal ones masked unless somebody asks to see them."""

import re
from collections.abc import Sequence

from core.masking import mask_text, mask_value
from ui.customer import is_revealed
from ui.importing.draft import Draft
from ui.labels import plain
from ui.words import say

SHOWN = 3
LONG = 60


def target_label(target: str) -> str:
    """What one of our columns is called."""
    return say(f"importing.target.{target}")


def column_name(name: str) -> str:
    """What a column of the file is called; one that the file does not name, by its place, in the reader's language."""
    return re.sub(r"\bcolumn (\d+)\b", lambda found: say("importing.column_n", number=found[1]), name)


def samples_of(draft: Draft, columns: Sequence[str], *, is_personal: bool = False) -> str:
    """Some values of the first of these columns that the file has."""
    there = [name for name in columns if name in draft.sample.fields.columns]
    if not there:
        return ""
    values = draft.sample.fields[there[0]].drop_nulls().unique(maintain_order=True).head(SHOWN)
    return " · ".join(plain(shown_value(value, is_personal=is_personal), LONG) for value in values)


def shown_value(value: str, *, is_personal: bool = False) -> str:
    """A value of the file as this session may see it."""
    if is_revealed():
        return value
    return (mask_value(value) or "") if is_personal else mask_text(value)


def distinct_values(draft: Draft, columns: Sequence[str], most: int) -> list[str]:
    """The different values of columns in the sample, in order; of too many, the first."""
    there = [name for name in columns if name in draft.sample.fields.columns]
    found = {value.strip() for name in there for value in draft.sample.fields[name].drop_nulls().unique()}
    return sorted(found - {""})[:most]
