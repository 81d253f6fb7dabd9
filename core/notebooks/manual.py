"""The keys of a notebook's file as tables of the manual; a test holds the manual to them."""

from collections.abc import Mapping

from core.notebooks.schema import CELL_KEYS, HIGHLIGHT_KEYS, NOTEBOOK_KEYS, Key


def key_tables() -> dict[str, str]:
    """A Markdown table for each level of the file: the top, a cell, a highlight."""
    return {
        "notebook": _table(NOTEBOOK_KEYS, with_kinds=False),
        "cell": _table(CELL_KEYS, with_kinds=True),
        "highlight": _table(HIGHLIGHT_KEYS, with_kinds=False),
    }


def _table(keys: Mapping[str, Key], *, with_kinds: bool) -> str:
    head = ["key", "takes", *(["in cells of kind"] if with_kinds else []), "what it says"]
    rows = [head, ["---"] * len(head)]
    for name, key in keys.items():
        kinds = [", ".join(f"`{kind}`" for kind in key.kinds) or "all"] if with_kinds else []
        choices = f" One of {', '.join(f'`{one}`' for one in key.choices)}." if key.choices else ""
        rows.append([f"`{name}`", key.takes, *kinds, f"{key.meaning}{choices}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
