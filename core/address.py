"""How filter values are written in an address: short, readable, and exact for any text."""

import re

NOTHING = "~"
"""Stands for the group without a name."""


def write_values(values: tuple[str | None, ...]) -> str:
    """Values joined by commas; commas, backslashes and a lone tilde within a value are escaped."""
    return ",".join(NOTHING if value is None else _escaped(value) for value in values)


def read_values(text: str) -> tuple[str | None, ...]:
    """What `write_values` wrote; blanks are dropped, repetitions too."""
    parts = (part for part in re.findall(r"((?:\\.|[^,\\])+|\\$)", text))
    values = (None if part == NOTHING else re.sub(r"\\(.)", r"\1", part) for part in parts)
    return tuple(dict.fromkeys(value for value in values if value is None or value.strip()))


def _escaped(value: str) -> str:
    return "\\~" if value == NOTHING else re.sub(r"([\\,])", r"\\\1", value)
