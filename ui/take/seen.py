"""What is seen of a table or a chart, as a sheet: numbers stay numbers where they read as on the page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from core.format import difference, growth, moment, number
from core.sheet import ROW, Heading, Sheet

Reader = Callable[[Any], str]

UNITS = ("count", "ms", "%", "ratio", "number")
MARK = "row"
"""In the rows of a chart: which mark a click was on; nothing to take along."""


def seen_table(
    title: str, rows: pl.DataFrame, labels: Mapping[str, str], readers: Mapping[str, Reader], zone: str, language: str
) -> Sheet:
    """The columns that are shown, in their order.

    Args:
        labels: of each shown column what its heading says.
        readers: how the values of a column are read.
    """
    columns = [_column(rows[name], label, readers.get(name), zone, language) for name, label in labels.items()]
    return _sheet(title, columns)


def seen_chart(title: str, rows: pl.DataFrame, spec: Mapping[str, Any], language: str) -> Sheet:
    """What a chart tells when a mark is pointed at, a row a mark; all that it is drawn of where it tells nothing."""
    told = _told(spec, rows)
    columns = [_named(rows, name, label or name, language) for name, label in told]
    return _sheet(title, columns)


Column = tuple[Heading, pl.Series]


def _sheet(title: str, columns: Sequence[Column]) -> Sheet:
    headings: dict[str, Heading] = {}
    values: list[pl.Series] = []
    for heading, series in columns:
        if heading.key not in headings:
            headings[heading.key] = heading
            values.append(series.alias(heading.key))
    frame = pl.DataFrame(values)
    return Sheet(title, tuple(headings.values()), frame, (ROW,) * frame.height)


def _column(values: pl.Series, label: str, read: Reader | None, zone: str, language: str) -> Column:
    """A column of a table: as numbers or instants where those read alike, else as the texts that are read."""
    name = values.name
    if read is None:
        return Heading(name, label), _plain(values)
    texts = [_read(read, value) for value in values.to_list()]
    if found := _unit(values, texts, language):
        unit, told = found
        return Heading(name, label, unit=unit, told=told), values
    is_instant = isinstance(values.dtype, pl.Datetime) and values.dtype.time_zone is not None
    if is_instant and texts == [moment(value, zone, language) for value in values.to_list()]:
        return Heading(name, label), values
    return Heading(name, label), pl.Series(name, texts, dtype=pl.String)


def _read(read: Reader, value: Any) -> str:
    return read(None if value is None or value != value else value)


def _plain(values: pl.Series) -> pl.Series:
    """Texts, numbers and days as they are; what has several values as one text."""
    if values.dtype.is_nested():
        return pl.Series(values.name, [", ".join(map(str, one or ())) for one in values.to_list()], dtype=pl.String)
    return values


def _unit(values: pl.Series, texts: Sequence[str], language: str) -> tuple[str, str] | None:
    """The unit in which numbers read as these texts, and whether as a difference; None when they do not."""
    if not values.dtype.is_numeric():
        return None
    several = [None if value is None or value != value else value for value in values.to_list()]
    for unit in UNITS:
        if texts == [number(value, unit, language) for value in several]:
            return unit, ""
    for unit in UNITS:
        if texts == [difference(value, unit, language) for value in several]:
            return unit, "difference"
    return ("%", "change") if texts == [growth(value, language) for value in several] else None


def _told(spec: Mapping[str, Any], rows: pl.DataFrame) -> list[tuple[str, str]]:
    """The fields and headings of the fullest of a chart's tooltips; all columns when it has none."""
    fullest: list[tuple[str, str]] = []
    for tooltip in _tooltips(spec):
        fields = [(str(one.get("field", "")), str(one.get("title") or "").strip()) for one in tooltip]
        known = [(name, label) for name, label in fields if name in rows.columns]
        fullest = known if len(known) > len(fullest) else fullest
    return fullest or [(name, name) for name in rows.columns if name != MARK]


def _tooltips(part: Any) -> Iterator[list[Mapping[str, Any]]]:
    if isinstance(part, Mapping):
        if isinstance(part.get("tooltip"), list):
            yield part["tooltip"]
        for inner in part.values():
            yield from _tooltips(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _tooltips(inner)


def _named(rows: pl.DataFrame, name: str, label: str, language: str) -> Column:
    """A field of a chart; of a text that a number is read as, the number."""
    values = rows[name]
    if values.dtype == pl.String:
        texts = values.fill_null("").to_list()
        for other in rows.select(pl.selectors.numeric().exclude(MARK)).iter_columns():
            if found := _unit(other, texts, language):
                return Heading(other.name, label, unit=found[0], told=found[1]), other
    return Heading(name, label), _plain(values)
