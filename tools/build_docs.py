"""Write what docs/ reads out of declarations: data dictionary, metrics, service level, data quality, performance, keys
of notebooks and profiles.

Run by `make docs`; a test fails when a committed page is not what this would write.
"""

from pathlib import Path

from benchmarks.page import performance
from core.attribution import dating
from core.grains import GRAINS
from core.metrics import METRICS, Metric, describe, related
from core.metrics.words import NAMED_ROWS, condition
from core.pipeline import refresh
from core.pipeline.stage import STAGES
from core.plan import groups_of
from core.schema.column import INSTANT, Column
from core.schema.lent import AGENT_NOW
from core.schema.table import Table
from core.schema.tables import TABLES
from core.settings import Settings
from tools.import_page import importing
from tools.notebook_page import notebooks
from tools.quality_page import quality
from tools.service_level_page import service_level

DOCS = Path(__file__).parents[1] / "docs"
WRITTEN = "*Written by `make docs` out of the declarations; change those.*"


def pages() -> dict[str, str]:
    """File name within docs/ → its text."""
    return {
        "data-dictionary.md": _dictionary(),
        "metrics.md": _metrics(),
        "service-level.md": service_level(),
        "performance.md": performance(),
        "data-quality.md": quality(),
        "importing.md": importing((DOCS / "importing.md").read_text(encoding="utf-8")),
        "notebooks.md": notebooks((DOCS / "notebooks.md").read_text(encoding="utf-8")),
    }


def _dictionary() -> str:
    head = [
        "# Data dictionary",
        WRITTEN,
        "Instants are UTC in milliseconds, durations whole milliseconds; null means not known, never zero. *Groupable* "
        "columns split and filter; *personal* ones identify a customer.",
        _stages(),
    ]
    return "\n\n".join([*head, *(_table(table) for table in TABLES.values()), _borrowed()]) + "\n"


def _borrowed() -> str:
    """Columns that rows have without holding them."""
    head = (
        "## Borrowed columns\n\nRows that have a conversation borrow every column of CONVERSATIONS that they lack, and "
        "`conversations.KEY` and `customers.KEY` out of ATTRIBUTES, text, null where the conversation has no such key. "
        "Rows that have an agent, or a conversation with one, borrow what AGENTS says of the agent now:\n"
    )
    rows = [_column(column) for column in AGENT_NOW.values()]
    return "\n".join([head, "| column | type | meaning | |", "|---|---|---|---|", *rows])


def _stages() -> str:
    assert refresh, "importing it declares every stage"
    order = list(TABLES)
    stages = sorted(STAGES.values(), key=lambda one: (order.index(one.writes.name), one.name))
    rows = [f"| `{one.name}` | {one.reads} | {one.writes.name} | {one.meaning} |" for one in stages]
    return "\n".join(["| stage | reads | writes | what it does |", "|---|---|---|---|", *rows])


def _table(table: Table) -> str:
    kept = f"Kept in order of {_names((table.sorted_by,))}."
    made = f"Worked out of {table.made_of} whenever it is asked; nothing is stored."
    order = f"Key: {_names(table.key)}. {made if table.made_of else kept}"
    head = f"## {table.name}\n\n{table.meaning}\n\n{order}\n"
    rows = [_column(column) for column in table.columns]
    return "\n".join([head, "| column | type | meaning | |", "|---|---|---|---|", *rows])


def _column(column: Column) -> str:
    marks = [column.unit, "groupable" * column.groupable, "personal" * column.personal]
    dtype = "Instant" if column.dtype == INSTANT else column.dtype
    return f"| `{column.name}` | {dtype} | {column.meaning} | {', '.join(mark for mark in marks if mark)} |"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _metrics() -> str:
    index = ["| metric | what it is | unit | better |", "|---|---|---|---|"]
    index += [
        f"| [{one.label.en}](#{one.name}) | {one.meaning.en} | {one.unit} | {one.better} |" for one in METRICS.values()
    ]
    head = [
        "# Metrics",
        WRITTEN,
        "A ratio divides two finished sums; totals are recomputed from base rows, never added up. Formulas are shown "
        "with the house rules that hold when `settings.toml` sets none.",
        *_glossary(),
    ]
    return "\n\n".join([*head, "## All of them", "\n".join(index), *(_metric(one) for one in METRICS.values())]) + "\n"


def _glossary() -> list[str]:
    """What formulas name, and what questions can be split by."""
    named = [f"* *{name.en}*: `{condition(where)}`" for name, where in NAMED_ROWS]
    grains = [f"* `{grain.name}`: {grain.meaning}" for grain in GRAINS.values()]
    over = {one.tables: tuple(groups_of(one)[len(GRAINS) :]) for one in METRICS.values()}
    columns = [
        f"* of {' and '.join(table.name for table in tables)}: {_names(names)}" for tables, names in over.items()
    ]
    return [
        "In the formulas, rows that have a name:",
        "\n".join(named),
        "Every metric can be split by these grains of time, in any IANA zone or on each customer's own clock:",
        "\n".join(grains),
        "and by these columns of the table whose rows it counts:",
        "\n".join(columns),
    ]


def _metric(one: Metric) -> str:
    formula = f"```text\n{describe(one, Settings())}\n```"
    facts = [
        f"* Rows of: {', '.join(table.name for table in one.tables)}",
        f"* Source: {one.source}",
        f"* {one.null_rule.en}",
        *([f"* {dated.en}"] if (dated := dating(one.formula(Settings()))) else []),
        f"* En español: *{one.label.es}*. {one.meaning.es}",
        *([f"* Related: {_links(others)}"] if (others := related(one.name)) else []),
    ]
    return "\n\n".join(
        part for part in (f"## {one.name}", one.meaning.en, one.notes.en, formula, "\n".join(facts)) if part
    )


def _links(names: tuple[str, ...]) -> str:
    return ", ".join(f"[{METRICS[name].label.en}](#{name})" for name in names)


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
