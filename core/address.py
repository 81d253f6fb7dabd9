"""How filter values are written in an address: short, readable, and exact for any text."""

import re

NOTHING = "~"
"""Stands for the group without a name."""

PART = "*"
"""Stands before and after a text that values shall contain."""


def write_values(values: tuple[str | None, ...]) -> str:
    """Values joined by commas; commas, backslashes and a lone tilde within a value are escaped."""
    return ",".join(NOTHING if value is None else _escaped(value) for value in values)


def read_values(text: str, *, is_repeated: bool = False) -> tuple[str | None, ...]:
    """What `write_values` wrote; blanks are dropped, repetitions too unless they are meant."""
    parts = (part for part in re.findall(r"((?:\\.|[^,\\])+|\\$)", text))
    values = (None if part == NOTHING else re.sub(r"\\(.)", r"\1", part) for part in parts)
    there = tuple(value for value in values if value is None or value.strip())
    return there if is_repeated else tuple(dict.fromkeys(there))


def write_part(text: str) -> str:
    """A text that values shall contain: `*vip*`, which no list of values is."""
    return f"{PART}{_escaped(text)}{PART}"


def read_part(text: str) -> str:
    """What `write_part` wrote; empty for a list of values."""
    found = re.fullmatch(r"\s*\*((?:\\.|[^\\])+)\*\s*", text, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", found[1]).strip() if found else ""


def _escaped(value: str) -> str:
    text = re.sub(r"([\\,])", r"\\\1", value)
    # A value that begins with the sign of a part would be read as one.
    return f"\\{text}" if value == NOTHING or value.startswith(PART) else text
