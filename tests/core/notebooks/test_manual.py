"""docs/notebooks.md: its example is a notebook that works."""

import re
from pathlib import Path

from core.metrics import METRICS
from core.notebooks.notebook import Notebook, read_notebook, write_notebook
from core.notebooks.schema import KINDS_AND_KEYS

MANUAL = (Path(__file__).parents[3] / "docs" / "notebooks.md").read_text(encoding="utf-8")


def example() -> tuple[str, Notebook]:
    found = re.search(r"```toml\n(.*?)```", MANUAL, re.DOTALL)
    assert found
    return found[1], read_notebook(found[1], "monday-morning")


def test_the_example_is_read_written_and_asks_for_declared_metrics() -> None:
    text, notebook = example()
    assert {cell.kind for cell in notebook.cells} == set(KINDS_AND_KEYS)
    assert write_notebook(notebook, text) == text
    assert read_notebook(write_notebook(notebook), notebook.name) == notebook
    assert {metric for cell in notebook.cells if cell.figure for metric in cell.figure.metrics} <= set(METRICS)
