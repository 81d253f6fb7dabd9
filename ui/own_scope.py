"""What lies below the address: on the page of a notebook its own scope, over which the address says what differs."""

from collections.abc import Mapping

from core.comparison import PREVIOUS
from core.notebooks.asked import asked, beside
from core.notebooks.notebook import Notebook
from core.notebooks.scope_table import is_word
from core.period import DEFAULT
from ui.notebook.state import editing, notebook_here

DEFAULTS = {"period": DEFAULT, "vs": PREVIOUS}
"""What a word means that an address does not have."""


def over_own(params: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The words that count on this page, and those of the address that its notebook does not let a reader change."""
    notebook = _notebook(params)
    return (dict(params), ()) if notebook is None else asked(notebook, params)


def besides_own(params: Mapping[str, str]) -> dict[str, str]:
    """The address under which this page shows a scope."""
    notebook = _notebook(params)
    return dict(params) if notebook is None else beside(notebook, params, DEFAULTS)


def fixed() -> frozenset[str]:
    """The words of the page's notebook that a reader cannot change."""
    notebook = _notebook({})
    return frozenset() if notebook is None else frozenset(notebook.scope) - frozenset(notebook.parameters)


def _notebook(params: Mapping[str, str]) -> Notebook | None:
    """The page's notebook; whoever edits it can change everything."""
    notebook = notebook_here()
    if notebook is None or editing() is None:
        return notebook
    return notebook.with_(parameters=tuple(filter(is_word, dict.fromkeys((*params, *notebook.scope)))))
