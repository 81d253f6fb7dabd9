"""The page on notebooks: written by hand but for the tables of keys, which the schema of their file declares."""

import re
from collections.abc import Mapping

from core.notebooks.schema import CELL_KEYS, HIGHLIGHT_KEYS, NOTEBOOK_KEYS, Key

_TABLE = re.compile(r"^\| key \|.*\n(?:\|.*\n)+", re.MULTILINE)


def notebooks(page: str) -> str:
    """The page with its three tables, those of the top, a cell and a highlight, as the schema has them now."""
    levels = (NOTEBOOK_KEYS, False), (CELL_KEYS, True), (HIGHLIGHT_KEYS, False)
    tables = [_table(keys, with_kinds=with_kinds) for keys, with_kinds in levels]
    before, *between = _TABLE.split(page)
    return before + "".join(f"{table}\n{text}" for table, text in zip(tables, between, strict=True))


def _table(keys: Mapping[str, Key], *, with_kinds: bool) -> str:
    head = ["key", "takes", *(["in cells of kind"] if with_kinds else []), "what it says"]
    rows = [head, ["---"] * len(head)]
    for name, key in keys.items():
        kinds = [", ".join(f"`{kind}`" for kind in key.kinds) or "all"] if with_kinds else []
        choices = f" One of {', '.join(f'`{one}`' for one in key.choices)}." if key.choices else ""
        rows.append([f"`{name}`", key.takes, *kinds, f"{key.meaning}{choices}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
