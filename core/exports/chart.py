"""A chart as SVG or PNG: the very specification and rows that the screen draws, with its title and facts."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from core.exports.theme import chart_config

WIDTH = 760
"""Pixels of a chart that is as wide as there is room on a page."""

SHARPNESS = 2.0
"""Pixels of a PNG for each of the chart's own."""

WRAPPED = 110
"""Letters of a line of the subtitle."""

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no SVG can hold: what draws would end the whole process over it, and a name in the data may have it."""

UNTOLD = "\ufffd"
"""Stands for each of them, as in what cannot be read."""


def write_svg(
    spec: Mapping[str, Any],
    rows: pl.DataFrame,
    *,
    title: str = "",
    facts: Sequence[str] = (),
    theme: str = "light",
    width: int = WIDTH,
) -> str:
    """The chart as SVG, its texts as text.

    Args:
        spec: of Vega-Lite, without data, as `core.charts` makes them.
        rows: what is drawn.
        facts: the lines below the title: what the numbers are of.
    """
    from vl_convert import vegalite_to_svg

    whole = _whole(spec, rows, title, facts, width)
    return str(vegalite_to_svg(whole, config=chart_config(theme), allowed_base_urls=[]))


def write_png(
    spec: Mapping[str, Any],
    rows: pl.DataFrame,
    *,
    title: str = "",
    facts: Sequence[str] = (),
    theme: str = "light",
    width: int = WIDTH,
) -> bytes:
    """The same as PNG."""
    from vl_convert import vegalite_to_png

    whole = _whole(spec, rows, title, facts, width)
    image = vegalite_to_png(whole, scale=SHARPNESS, config=chart_config(theme), allowed_base_urls=[])
    return bytes(image)


def _whole(spec: Mapping[str, Any], rows: pl.DataFrame, title: str, facts: Sequence[str], width: int) -> dict[str, Any]:
    """The specification with its data, of a fixed width, and without what only a mouse can do."""
    whole: dict[str, Any] = _drawable(dict(spec))
    whole["data"] = {"name": "rows", "values": [_plain(row) for row in rows.iter_rows(named=True)]}
    if not {"hconcat", "vconcat", "concat", "facet"} & whole.keys():
        is_fluid = whole.get("width") in (None, "container")
        whole["width"] = width if is_fluid else whole["width"]
        whole.setdefault("autosize", {"type": "fit-x" if is_fluid else "pad", "contains": "padding"})
    whole["padding"] = 12
    if title:
        lines = [line for fact in facts for line in _wrapped(_drawable(fact))]
        whole["title"] = {"text": _wrapped(_drawable(title)), **({"subtitle": lines} if lines else {})}
    return whole


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it: moments as the browser is sent them, in milliseconds."""
    return {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp() * 1000
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and value != value else _drawable(value)


def _drawable(told: Any) -> Any:
    """The same without signs that cannot be drawn; a copy, however deep."""
    if isinstance(told, str):
        return _NOT_IN_XML.sub(UNTOLD, told)
    if isinstance(told, Mapping):
        return {name: _title(value) if name == "title" else _drawable(value) for name, value in told.items()}
    return [_drawable(one) for one in told] if isinstance(told, list | tuple) else told


def _title(told: Any) -> Any:
    """A title on one line: Vega-Lite makes names in expressions of it, in which a line must not end."""
    return _drawable(" ".join(told.splitlines()) if isinstance(told, str) else told)


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, WRAPPED) or [""]
