"""Treemap: a total by two groups, one within the other; a click narrows to the inner one, or else the outer."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from core.charts.treemap import treemap_rows, treemap_spec
from core.scope import FILTERS, Scope
from ui import empty
from ui.answers import ask, declared
from ui.drawn import drawn, theme
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.show.card import card, draw, ink
from ui.show.narrow import narrow_to
from ui.words import language, say

MOST_WHOLES = 7
"""As many as there are colours that can be told apart, beside the one of all others."""


def treemap(
    view: Scope,
    metric: str,
    whole: str,
    part: str,
    *,
    without: tuple[str, ...] = (),
    colours: Mapping[str | None, str] | None = None,
) -> None:
    """A rectangle for each part, as large as its share of the total.

    Args:
        metric: a count or a sum; the parts must add up.
        whole, part: the outer and the inner group.
        without: outer groups that are left out.
        colours: of the outer groups; those of the theme when they are not given.
    """
    groups = {"whole": column_label(whole).lower(), "part": column_label(part).lower()}
    title = say("show.treemap", metric=metric_label(metric), **groups)
    with card(f"treemap-{metric}", title, view, metric, help=metric_help(metric)):
        found = ask(view.query(metric, by=(whole, part)))
        told = _told(found, metric, whole, without)
        if told.is_empty():
            empty.no_rows()
            return
        rows, largest = _rows(told, metric, whole, part)
        legend = _legend(dict.fromkeys(rows["whole"]), {value_label(whole, one): one for one in largest}, colours)
        labels = (column_label(whole), column_label(part), metric_label(metric))
        page = str(st.get_option(f"theme.{theme()}.backgroundColor"))
        spec = treemap_spec(language(), labels, tuple(legend), tuple(legend.values()), ink() if colours else page, page)
        first = rows.row(0, named=True)
        alt = say("show.alt_bars", title=title, name=f"{first['whole']}, {first['part']}", value=first["shown"])
        picked = draw(f"treemap-{metric}", view, rows, spec, alt)
        if picked is not None:
            group = told.row(picked, named=True)
            narrow_to(view, {name: group[name] for name in (whole, part) if name in FILTERS.values()}, metric)


@drawn
def _told(found: pl.DataFrame, metric: str, whole: str, without: tuple[str, ...]) -> pl.DataFrame:
    """The parts of which there is something to be seen."""
    return found.filter(pl.col(metric) > 0, ~pl.col(whole).is_in(without).fill_null(False))


@drawn
def _rows(told: pl.DataFrame, metric: str, whole: str, part: str) -> tuple[pl.DataFrame, list[str | None]]:
    """What is drawn, and the largest outer groups."""
    sizes = told.group_by(whole).agg(pl.col(metric).sum()).sort(metric, whole, descending=[True, False])
    largest = sizes[whole].head(MOST_WHOLES).to_list()
    return treemap_rows(_named(told, metric, whole, part, largest), declared(metric).unit, language()), largest


def _named(told: pl.DataFrame, metric: str, whole: str, part: str, largest: list[str | None]) -> pl.DataFrame:
    """The parts as they are to be read; what is not among the largest wholes belongs to all others."""
    others = say("show.others")
    names = {
        "whole": [value_label(whole, one) if one in largest else others for one in told[whole]],
        "part": [value_label(part, one) for one in told[part]],
    }
    series = [pl.Series(name, values, dtype=pl.String) for name, values in names.items()]
    return told.select(*series, pl.col(metric).alias("value"))


def _legend(
    shown: Mapping[str, None], largest: Mapping[str, str | None], colours: Mapping[str | None, str] | None
) -> dict[str, str]:
    """What each outer group is called, the largest first, with its colour."""
    palette = [str(colour) for colour in st.get_option(f"theme.{theme()}.chartCategoricalColors")]
    rest = str(st.get_option(f"theme.{theme()}.grayColor"))
    free = iter(palette)
    return {
        name: rest if name not in largest else colours.get(largest[name], rest) if colours else next(free, rest)
        for name in shown
    }
