"""A sheet as Parquet: typed columns, with what they are in the file's own metadata."""

import json
from dataclasses import asdict
from io import BytesIO

import polars as pl

from core.exports.csv import ROW_KIND
from core.exports.facts import Facts
from core.sheet import ROW, Sheet

METADATA = "atalaya"
"""The key under which the file tells its title, headings and facts, as JSON."""


def write_parquet(sheet: Sheet, facts: Facts) -> bytes:
    """The sheet's values as they are; a column `row_kind` where there are rows that are no groups."""
    rows = sheet.rows.select(one.key for one in sheet.headings)
    if set(sheet.kinds) - {ROW}:
        rows = rows.insert_column(0, pl.Series(ROW_KIND, sheet.kinds, dtype=pl.String))
    told = {
        "title": sheet.title,
        "headings": [
            {"key": one.key, "label": one.label, "name": one.name, "unit": one.unit, "told": one.told}
            | ({"under": list(one.under)} if one.under else {})
            for one in sheet.headings
        ],
        "notes": list(sheet.notes),
        "facts": asdict(facts),
    }
    written = BytesIO()
    rows.write_parquet(written, metadata={METADATA: json.dumps(told, ensure_ascii=False)})
    return written.getvalue()
