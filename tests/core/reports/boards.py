"""The notebooks that the tests of reports work out."""

from core.notebooks import Notebook, read_notebook
from core.reports import Report, work_report
from core.settings import Settings
from core.store.snapshot import Snapshot

RULES = Settings()

BOARD = """
title = { en = "Board", es = "Tablero" }
description = "How the month went"
parameters = ["period", "tz", "vs", "queue", "channel", "country"]

[scope]
period = "2026-09-01..2026-09-30"

[[cell]]
kind = "text"
name = "intro"
text = "# Month\\n\\nThis is **the** month."

[[cell]]
kind = "tiles"
name = "numbers"
metrics = ["conversations_offered", "service_level", "average_speed_of_answer"]

[[cell]]
kind = "table"
name = "queues"
title = { en = "Queues", es = "Colas" }
metrics = ["conversations_offered", "service_level", "average_speed_of_answer"]
rows = ["queue_name"]
totals = true
highlights = [{ metric = "service_level", tone = "bad", below = 0.8 }]

[[cell]]
kind = "table"
name = "across"
metrics = ["conversations_offered", "service_level"]
rows = ["queue_name"]
columns = ["channel"]
totals = true

[[cell]]
kind = "divider"
name = "line"

[[cell]]
kind = "chart"
name = "days"
look = "line"
metrics = ["conversations_offered"]
rows = ["day"]

[[cell]]
kind = "map"
name = "countries"
metrics = ["conversations_offered"]
rows = ["country"]

[[cell]]
kind = "sql"
name = "by-sql"
title = "Directions"
sql = "SELECT direction, COUNT(*) AS conversations FROM conversations GROUP BY direction ORDER BY conversations DESC"
"""

FAILING = """
[[cell]]
kind = "table"
name = "cannot"
metrics = ["occupancy"]
rows = ["country"]
"""


def board(text: str = BOARD, name: str = "board") -> Notebook:
    """A notebook out of its text."""
    return read_notebook(text, name)


def worked(snapshot: Snapshot, text: str = BOARD, language: str = "en", **more: object) -> Report:
    """A notebook worked out."""
    params = more.pop("params", {})
    return work_report(board(text), snapshot, RULES, params, language, **more)  # type: ignore[arg-type]
