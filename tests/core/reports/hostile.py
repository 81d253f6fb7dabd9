"""Texts that try to be more than text, and a report that is full of them."""

import polars as pl

from core.exports.facts import Definition, Facts
from core.notebooks import Cell, Notebook
from core.reports.report import Drawing, Part, Report
from core.sheet import ROW, Heading, Sheet
from tests.core.exports.tables import MADRID, labels

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><svg onload=alert(1)>",
    '#pagebreak() #eval("1") $x^2$ *bold* _it_ @label <label> `raw` \\ // /* ',
    "]#panic[x] ${{ }}",
    "[link](javascript:alert(1)) ![i](http://example.com/i.png)",
    "مرحبا 中文 🙂 Ñandú",
)


def hostile_report() -> Report:
    """A table, a chart, a text and a problem, with hostile texts wherever a text can be."""
    rows = pl.DataFrame({"queue_name": HOSTILE, "conversations": range(1, len(HOSTILE) + 1)})
    headings = (
        Heading("queue_name", HOSTILE[0], "queue_name"),
        Heading("conversations", HOSTILE[1], "conversations", "count", under=(HOSTILE[2],)),
    )
    sheet = Sheet(HOSTILE[3], headings, rows, (ROW,) * rows.height, (HOSTILE[4],))
    spec = {
        "mark": "bar",
        "encoding": {
            "y": {"field": "queue_name", "type": "nominal"},
            "x": {"field": "conversations", "type": "quantitative"},
        },
    }
    drawing = Drawing(spec, rows, HOSTILE[1])
    parts = (
        Part(Cell("text", "text"), text="\n\n".join(HOSTILE)),
        Part(Cell("sql", "table", sql="SELECT 1"), HOSTILE[0], HOSTILE[3], "table", sheet=sheet),
        Part(Cell("sql", "chart", sql="SELECT 1"), HOSTILE[2], look="bar", sheet=sheet, drawing=drawing),
        Part(Cell("sql", "problem", sql="SELECT 1"), HOSTILE[1], problem=HOSTILE[0]),
    )
    lines = tuple((f"Fact {place}", text) for place, text in enumerate(HOSTILE))
    definitions = (Definition("x", HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[4]),)
    facts = Facts(HOSTILE[1], "en", MADRID, lines, HOSTILE[0], definitions)
    return Report(Notebook("hostile"), HOSTILE[1], HOSTILE[0], facts, labels(), MADRID, 1, parts, stem="hostile")
