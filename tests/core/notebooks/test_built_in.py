"""The built-in notebooks: readable, in both languages, and asking only for what there is."""

import pytest

from core.metrics import METRICS
from core.notebooks.built_in import BUILT_IN, built_in_text
from core.notebooks.notebook import read_notebook, write_notebook
from core.words import LANGUAGES


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_notebook_says_what_it_is_in_every_language(name: str) -> None:
    notebook = read_notebook(built_in_text(name), name)
    for language in LANGUAGES:
        assert notebook.title.told(language)
        assert notebook.description.told(language)
    assert write_notebook(notebook, built_in_text(name)) == built_in_text(name)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_notebook_asks_for_declared_metrics(name: str) -> None:
    notebook = read_notebook(built_in_text(name), name)
    assert {metric for cell in notebook.cells if cell.figure for metric in cell.figure.metrics} <= set(METRICS)
