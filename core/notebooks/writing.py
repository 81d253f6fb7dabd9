"""Writing a notebook's file: what has not changed keeps its form, its order and its comments."""

import re
import tomllib
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from itertools import pairwise
from typing import Any

from core.notebooks.schema import unnamed
from core.toml_lines import find_lines

Told = Mapping[str, Any]
"""What a file says, as plain values."""

CELL = "cell"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def fresh_text(told: Told) -> str:
    """The text of a file that was not there before."""
    parts = ["".join(_line(*pair) for pair in _without(told, CELL, "scope").items())]
    if told.get("scope"):
        parts.append(_table("scope", told["scope"]))
    parts += [_fresh_cell(cell) for cell in told.get(CELL, ())]
    return "\n".join(part for part in parts if part) or _line("title", "")


def merged_text(told: Told, old: Told, before: str) -> str:
    """The text that says this, as near to the one before as can be.

    Args:
        old: what the text before says, in the same form.
        before: the present text.
    """
    head, blocks, tail = _cut(before)
    if len(blocks) != len(old.get(CELL, ())):
        return fresh_text(told)
    above = _merged(_without(told, CELL, *_keys(tail)), _without(old, CELL, *_keys(tail)), head)
    below = _merged(_only(told, _keys(tail)), _only(old, _keys(tail)), tail)
    kept = dict(zip(_names(old), zip(old.get(CELL, ()), blocks, strict=True), strict=True))
    cells = [
        _merged_cell(cell, *kept[name]) if name in kept else _fresh_cell(cell)
        for name, cell in zip(_names(told), told.get(CELL, ()), strict=True)
    ]
    if _names(told) != _names(old):
        above, cells = _apart(above), [*map(_apart, cells)]
    text = above + "".join(cells) + below
    return text.rstrip("\n") + "\n" if not below and cells else text


def _apart(part: str) -> str:
    """A part of the file with an empty line behind it."""
    return part.rstrip("\n") + "\n\n" if part.strip() else part


def _keys(text: str) -> tuple[str, ...]:
    return tuple(tomllib.loads(text))


def _only(told: Told, keys: Iterable[str]) -> dict[str, Any]:
    return {key: told[key] for key in keys if key in told}


def _names(told: Told) -> list[str]:
    return [cell.get("name", unnamed(place)) for place, cell in enumerate(told.get(CELL, ()), start=1)]


def _without(told: Told, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key not in keys}


def _cut(text: str) -> tuple[str, list[str], str]:
    """What stands before the cells, the text of each cell with the comment right above it, and what stands after them.

    Tables that stand between cells are moved behind them.
    """
    lines = find_lines(text)
    headers = [(number, path) for number, path in lines.headers.items() if path[0] != CELL or len(path) == 2]
    first = next((place for place, (_, path) in enumerate(headers) if path[0] == CELL), len(headers))
    starts = [_above(number, lines.texts) - 1 for number, _ in headers[first:]]
    pieces = [f"{line}\n" for line in lines.texts[:-1]] + [lines.texts[-1]]
    parts = ["".join(pieces[start:end]) for start, end in pairwise([0, *starts, len(pieces)])]
    cells = [part for part, (_, path) in zip(parts[1:], headers[first:], strict=True) if path[0] == CELL]
    others = [part for part, (_, path) in zip(parts[1:], headers[first:], strict=True) if path[0] != CELL]
    return parts[0], cells, "".join(others)


def _above(number: int, texts: Sequence[str]) -> int:
    """The line from which on a header's own comment stands."""
    while number > 1 and texts[number - 2].lstrip().startswith("#"):
        number -= 1
    return number


def _merged_cell(told: Told, old: Told, block: str) -> str:
    """A cell's text, changed where it says something else now."""
    return block if told == old else _merged({CELL: told}, {CELL: old}, block)


def _merged(told: Told, old: Told, text: str) -> str:
    """A piece of the file with its changes."""
    import tomlkit

    if told == old:
        return text
    document = tomlkit.parse(text)
    if CELL in told:
        _settle(document[CELL][0], told[CELL], old[CELL])
    else:
        _settle(document, told, old)
    return tomlkit.dumps(document)


def _settle(table: MutableMapping[str, Any], told: Told, old: Told) -> None:
    """Change a table where it says something else than before."""
    for key in [key for key in old if key not in told and key in table]:
        del table[key]
    for key, value in told.items():
        if key == "scope" and set(old.get(key, ())) <= set(table.get(key, ())) and key in table:
            _settle(table[key], value, old.get(key, {}))
        elif key not in old or old[key] != value:
            _put(table, key, value)


def _put(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Give a key its value; the comment behind it stays."""
    import tomlkit

    if key == "scope":
        table[key] = tomlkit.parse(_table(key, value))[key]
        return
    item = tomlkit.parse(_line(key, value))[key]
    before = table.get(key)
    if before is not None and hasattr(before, "trivia"):
        item.trivia.comment_ws, item.trivia.comment = before.trivia.comment_ws, before.trivia.comment
    table[key] = item


def _fresh_cell(cell: Told) -> str:
    return _table(f"[{CELL}]", cell)


def _table(name: str, told: Told) -> str:
    return f"[{name}]\n" + "".join(_line(*pair) for pair in told.items())


def _within_quotes(text: str) -> str:
    """A text as it stands within three quotes, after a line end, which is no part of it."""
    written = text.replace("\\", r"\\").replace('"""', r'""\"')
    written = _CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)
    return f'{written[:-1]}\\"' if written.endswith('"') else written


def _line(key: str, value: Any) -> str:
    """A key and its value; texts of several lines and lists of tables go over several."""
    import tomlkit

    named = key if _BARE.fullmatch(key) else tomlkit.item(key).as_string()
    if isinstance(value, Mapping):
        return f"{named} = {{ {', '.join(_line(*pair).strip() for pair in value.items())} }}\n"
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        rows = (", ".join(_line(*pair).strip() for pair in row.items()) for row in value)
        return f"{named} = [\n{''.join(f'    {{ {row} }},{chr(10)}' for row in rows)}]\n"
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return f'{named} = """\n{_within_quotes(value)}"""\n'
    return f"{named} = {tomlkit.item(value).as_string()}\n"
