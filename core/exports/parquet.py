"""A sheet as Parquet: typed columns, with what they are in the file's own metadata."""

import json
from dataclasses import asdict
from io import BytesIO

from core.exports.facts import Facts
from core.exports.machine import ROW_KIND, machine_sheet
from core.sheet import Sheet

METADATA = "atalaya"
"""The key under which the file tells its title, headings and facts, as JSON."""


def write_parquet(sheet: Sheet, facts: Facts) -> bytes:
    """The sheet's values as they are; a column `row_kind` where there are rows that are no groups."""
    named = machine_sheet(sheet)
    told = {
        "title": sheet.title,
        "headings": [
            {"key": one.key, "label": one.label, "name": one.name, "unit": one.unit, "told": one.told}
            | ({"under": list(one.under)} if one.under else {})
            for one in named.headings
            if one.key != ROW_KIND
        ],
        "notes": list(sheet.notes),
        "facts": asdict(facts),
    }
    written = BytesIO()
    named.rows.write_parquet(written, metadata={METADATA: json.dumps(told, ensure_ascii=False)})
    return written.getvalue()
