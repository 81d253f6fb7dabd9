"""The page on importing: written by hand but for the tables of keys and of columns, which the schema declares."""

import re
from collections.abc import Mapping

from core.profiles.schema import COLUMN_KEYS, PROFILE_KEYS, Key, targets_of
from core.profiles.targets import KINDS, Target

_TABLE = re.compile(r"^\| (?:key|column) \|.*\n(?:\|.*\n)+", re.MULTILINE)


def importing(page: str) -> str:
    """The page with its tables as the schema has them now: keys at the top and of a column, columns of each kind."""
    tables = [_keys(PROFILE_KEYS, with_kinds=True), _keys(COLUMN_KEYS, with_kinds=False)]
    tables += [_targets(targets_of(kind)) for kind in KINDS]
    before, *between = _TABLE.split(page)
    return before + "".join(f"{table}\n{text}" for table, text in zip(tables, between, strict=True))


def _keys(keys: Mapping[str, Key], *, with_kinds: bool) -> str:
    rows = [["key", "takes", *(["in files of"] if with_kinds else []), "what it says"]]
    rows.append(["---"] * len(rows[0]))
    for name, key in keys.items():
        kinds = ["all" if key.kinds == KINDS else ", ".join(key.kinds)] if with_kinds else []
        rows.append([f"`{name}`", key.takes, *kinds, key.meaning + _choices(key.choices)])
    return _drawn(rows)


def _targets(targets: Mapping[str, Target]) -> str:
    rows = [["column", "is", "what it says"], ["---"] * 3]
    rows += [[f"`{name}`", known.takes, known.meaning + _choices(known.choices)] for name, known in targets.items()]
    return _drawn(rows)


def _choices(choices: tuple[str, ...]) -> str:
    return f" One of {', '.join(f'`{one}`' for one in choices)}." if choices else ""


def _drawn(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
