"""Spread JSON text in a table's columns over columns of their own, as if it had come as nested objects."""

from collections.abc import Iterable

import polars as pl

from core.sources.objects import read_lines


def unfolded(fields: pl.DataFrame, opens: Iterable[str]) -> pl.DataFrame:
    """The fields with every column that is an object to be opened, and holds JSON text, opened.

    Text that is no JSON object stands below the column's name with an empty key; a column in which no text is one
    stays as it is.
    """
    opened = frozenset(opens)
    for path in sorted(opened & frozenset(fields.columns)):
        inside = _inside(fields[path], frozenset(each.removeprefix(f"{path}.") for each in opened if each != path))
        if inside is not None:
            columns = {column.name: column for column in fields if column.name != path}
            fields = pl.DataFrame({f"{path}.{column.name}": column for column in inside} | columns)
    return fields


def _inside(column: pl.Series, opens: Iterable[str]) -> pl.DataFrame | None:
    if column.null_count() == column.len():
        return None
    text = pl.col("text").str.strip_chars()
    is_object = text.str.starts_with("{") & text.str.json_path_match("$").is_not_null()
    # A column of another source's, that happens to bear the name, is left as it is.
    if not column.alias("text").to_frame().select(is_object.any()).item():
        return None
    # A line break inside JSON is only ever space between tokens.
    one_line = text.str.replace_all(r"[\r\n]", " ")
    wrapped = pl.lit('{""') + pl.struct(pl.col("text").alias("v")).struct.json_encode().str.slice(4)
    line = pl.when(text.is_null()).then(pl.lit("{}")).when(is_object).then(one_line).otherwise(wrapped)
    lines = column.alias("text").to_frame().select(line)
    read = read_lines("\n".join(lines.to_series()).encode(), opens, 1)
    return read.fields if read.positions.len() == column.len() else None
