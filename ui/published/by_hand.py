"""Publish a report by hand: remember what is handed around, so that it is told when its numbers change."""

from collections.abc import Callable

import streamlit as st

from core.errors import AtalayaError
from core.reports import Report
from core.reports.files import report_files
from core.schedules.make import publish_report
from core.scope import Scope
from core.scope_words import period_in_words
from ui.answers import workspace
from ui.labels import labels, plain
from ui.sitemap import place
from ui.words import in_words, say


def publish_button(make: Callable[[], Report], view: Scope, key: str) -> None:
    """A button that remembers a report with its numbers and its HTML file.

    Args:
        make: works the report out.
        view: what it is about.
    """
    if not st.button(
        say("published.publish"), key=key, icon=":material/inventory:", help=say("published.publish_help")
    ):
        return
    period = period_in_words(view.period, view.zone, labels()) if view.period else ""
    try:
        with st.spinner(say("published.publishing")):
            report = make()
            publish_report(workspace(), report, report_files(report, ("html",)), period)
    except AtalayaError as problem:
        st.error(say("frame.problem", problem=plain(in_words(problem), most=1_000)), icon=":material/error:")
        return
    st.success(say("published.is_published"), icon=":material/check_circle:")
    st.page_link(place("published").page(), label=say("page.published.title"), icon=":material/outgoing_mail:")
