"""A notebook as one file: what the page shows of it, worked out anew for paper and for those who have no server."""

from collections.abc import Callable

import streamlit as st

from core.figures import Figure
from core.notebooks import Cell, Notebook, Spoken, figure_cell
from core.reports import Report, work_report
from core.reports.files import MIME, report_files
from core.scope import Scope
from ui.answers import settings, snapshot
from ui.customer import is_revealed
from ui.published.by_hand import publish_button
from ui.words import language, say

FORMATS = ("html", "pdf", "xlsx")


def report_menu(notebook: Notebook, view: Scope, key: str) -> None:
    """A menu that writes a notebook as it is seen here: HTML, PDF or XLSX.

    Args:
        view: what the page is narrowed to; it goes before the notebook's own scope.
    """
    opened = st.popover(say("report.download"), icon=":material/download:", key=f"report-{key}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.markdown(say("report.download_help"))
        least = st.number_input(
            say("report.least"), min_value=0, value=0, step=1, help=say("report.least_help"), key=f"report-least-{key}"
        )
        make = _maker(notebook, view, int(least))
        for name in FORMATS:
            st.download_button(
                say(f"report.{name}"),
                lambda name=name: _one(make(), name),  # type: ignore[misc]
                file_name=f"{notebook.name.replace('.', '-')}.{name}",
                mime=MIME[name],
                key=f"report-{name}-{key}",
                on_click="ignore",
                icon=":material/download:",
            )
        publish_button(make, view, f"publish-{key}")


def figure_notebook(figure: Figure, title: str) -> Notebook:
    """A figure as a notebook of one cell, and, below it, of its numbers."""
    cells: tuple[Cell, ...] = (figure_cell(figure, "figure"),)
    return Notebook("explore", Spoken.of(title), cells=cells)


def _maker(notebook: Notebook, view: Scope, least: int) -> Callable[[], Report]:
    """All that the report needs, taken from the page now: it is made when no page is."""
    now, rules, tongue = snapshot(), settings(), language()
    params, browser = view.params(), view.zone if view.zone_name == "browser" else ""
    bare, is_masked = notebook.with_(scope={}), not is_revealed()
    return lambda: work_report(
        bare, now, rules, params, tongue, merge_below=least, is_masked=is_masked, browser_zone=browser
    )


def _one(report: Report, name: str) -> bytes:
    (content,) = report_files(report, (name,)).values()
    return content
