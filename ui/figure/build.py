"""The builder: controls that show a figure and make another one of it; for the page Explore and for notebooks."""

import streamlit as st

from core.errors import QueryError
from core.figures import LOOKS, Figure, suggest
from core.figures.figure import MOST_GROUPS, MOST_METRICS, MOST_TOP, SHARES
from ui.answers import settings
from ui.figure.conditions import conditions
from ui.figure.highlights import highlights
from ui.figure.offers import group_names, metric_names
from ui.figure.order import order
from ui.figure.state import begin, made, name_of, read, settle, write
from ui.labels import column_label, metric_label, plain
from ui.words import in_words, say

ICONS = {
    "table": "table_rows",
    "pivot": "table_chart",
    "headline": "pin",
    "bar": "bar_chart",
    "line": "show_chart",
    "area": "area_chart",
    "pie": "donut_large",
    "heat": "grid_on",
    "scatter": "scatter_plot",
    "histogram": "equalizer",
    "treemap": "view_quilt",
    "map": "public",
    "timeline": "view_timeline",
}
"""A bundled symbol of each look."""

QUICK = ("hour", "day", "week", "month")
"""The grains that are one click away; all of them can be chosen as rows or columns."""


def controls(figure: Figure, key: str) -> Figure:
    """Show a figure as controls, and tell which one they make.

    What cannot be combined is said below the controls; the figure is told all the same, so that its place says why.

    Args:
        key: the builder's own on the page.
    """
    begin(key, figure)
    with st.container(border=True, gap="small", key=f"builder-{key}"):
        _what(figure, key)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            _look(key, figure)
        with st.container(horizontal=True, gap="xsmall", key=f"more-{key}"):
            _more(key, figure)
        try:
            changed = made(key, figure)
        except QueryError as problem:
            st.warning(plain(in_words(problem), most=1_000), icon=":material/help:")
            return figure
        if not read(key, "metrics"):
            st.info(say("build.no_metric"), icon=":material/info:")
    settle(key, changed)
    return changed


def _what(figure: Figure, key: str) -> None:
    """What is shown, and how it is split."""
    metrics, groups = metric_names(figure), group_names(figure)
    st.multiselect(
        say("build.metrics"),
        list(metrics),
        format_func=metrics.__getitem__,
        key=name_of(key, "metrics"),
        placeholder=say("build.metrics_search"),
        max_selections=MOST_METRICS,
        select_all=False,
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for part in ("rows", "columns"):
            st.multiselect(
                say(f"build.{part}"),
                list(groups),
                format_func=groups.__getitem__,
                key=name_of(key, part),
                placeholder=say("build.groups_search"),
                max_selections=MOST_GROUPS,
                select_all=False,
                help=say(f"build.{part}_help"),
                width=290,
            )
        _grain(key)


def _grain(key: str) -> None:
    """The grain of time, one click away: it takes the place of the one that is there."""
    chosen = [name for name in (*read(key, "rows"), *read(key, "columns")) if name in QUICK]
    write(key, "grain", chosen[0] if chosen else None)
    st.segmented_control(
        say("build.grain"),
        QUICK,
        format_func={name: say(f"grain.{name}") for name in QUICK}.__getitem__,
        key=name_of(key, "grain"),
        on_change=_take_grain,
        args=(key, chosen[0] if chosen else ""),
    )


def _take_grain(key: str, before: str) -> None:
    wanted: str | None = read(key, "grain")
    for part in ("rows", "columns"):
        names = read(key, part)
        if before in names:
            write(key, part, [new for name in names if (new := wanted if name == before else name)])
            return
    if wanted:
        write(key, "rows", [wanted, *read(key, "rows")])


def _look(key: str, figure: Figure) -> None:
    try:
        suited = suggest(made(key, figure), settings())
    except QueryError:
        suited = "table"
    names = {look: f":material/{ICONS[look]}: {say(f'look.{look}')}" for look in LOOKS}
    names[""] = f":material/auto_awesome: {say('build.suited', look=say(f'look.{suited}').lower())}"
    st.pills(
        say("build.look"),
        ["", *LOOKS],
        format_func=names.__getitem__,
        key=name_of(key, "look"),
        required=True,
        wrap=True,
    )


def _more(key: str, figure: Figure) -> None:
    """What is needed less often, each behind a button that says how much of it is in use."""
    metrics = read(key, "metrics") or list(figure.metrics)
    with _popover(key, "filter", "filter_alt", len(read(key, "where"))):
        conditions(key)
    with _popover(key, "sorting", "sort", sum(map(bool, (read(key, "sort"), read(key, "top"))))):
        _sorting(key, metrics)
    used = ("totals", "share", "running", "compared")
    with _popover(key, "sums", "functions", sum(bool(read(key, part)) for part in used)):
        _sums(key)
    with _popover(key, "colours", "format_paint", len(read(key, "highlights"))):
        highlights(key, metrics)
    with _popover(key, "naming", "edit_note", int(bool(read(key, "title")))):
        st.text_input(say("build.title"), key=name_of(key, "title"), placeholder=say("build.title_none"))
        order(key, metrics)


def _popover(key: str, name: str, icon: str, used: int) -> st.delta_generator.DeltaGenerator:
    label = say(f"build.{name}")
    return st.popover(
        f"{label} ({used})" if used else label,
        icon=f":material/{icon}:",
        key=f"{name}-{key}",
    )


def _sorting(key: str, metrics: list[str]) -> None:
    names = {
        "": say("build.sort_natural"),
        **{name: metric_label(name) for name in metrics},
        **{name: column_label(name) for name in read(key, "rows")},
    }
    if read(key, "sort") not in names:
        write(key, "sort", "")
    st.selectbox(say("build.sort"), list(names), format_func=names.__getitem__, key=name_of(key, "sort"))
    ways = {"down": say("build.descending"), "up": say("build.ascending")}
    st.segmented_control(
        say("build.direction"), list(ways), format_func=ways.__getitem__, key=name_of(key, "direction"), required=True
    )
    st.number_input(
        say("build.top"),
        min_value=1,
        max_value=MOST_TOP,
        step=1,
        key=name_of(key, "top"),
        placeholder=say("build.top_all"),
        help=say("build.top_help"),
    )
    st.checkbox(say("build.others"), key=name_of(key, "others"), disabled=not read(key, "top"))


def _sums(key: str) -> None:
    st.checkbox(say("build.totals"), key=name_of(key, "totals"), help=say("build.totals_help"))
    names = {share: say(f"build.share_{share or 'none'}") for share in SHARES}
    st.selectbox(say("build.share"), list(names), format_func=names.__getitem__, key=name_of(key, "share"))
    st.checkbox(say("build.running"), key=name_of(key, "running"))
    st.checkbox(say("build.compared"), key=name_of(key, "compared"), help=say("build.compared_help"))
