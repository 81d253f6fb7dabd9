"""Funnel plot: which groups differ by more than chance does; a click narrows to one."""

import polars as pl
import streamlit as st

from core.charts.funnel import AS_CHANCE, BETTER, HIGHER, LOWER, WORSE, funnel_rows, funnel_spec, reach_of
from core.format import number
from core.funnel import Funnel, funnel, rates
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui.answers import ask, declared, settings, snapshot
from ui.drawn import drawn, theme
from ui.kept import kept
from ui.labels import column_label, metric_help, metric_label, plain, value_label
from ui.show.card import card, draw, ink
from ui.show.narrow import narrow_to
from ui.words import language, say

COLOURS = {
    "light": {AS_CHANCE: "#7A8A92", BETTER: "#0072B2", WORSE: "#D55E00", HIGHER: "#0072B2", LOWER: "#A87300"},
    "dark": {AS_CHANCE: "#8FA3AC", BETTER: "#56B4E9", WORSE: "#F07F3C", HIGHER: "#56B4E9", LOWER: "#E6B020"},
}
MOST_TOLD = 8
"""Names in the sentence at most."""

KEPT = 100


def funnel_plot(view: Scope, metric: str, by: str) -> None:
    """Each group's rate against its volume; marked and named are those that chance alone does not explain.

    Args:
        metric: a share of things that are counted.
        by: a column that its rows have.
    """
    group = column_label(by)
    title = say("funnel.title", metric=metric_label(metric), group=group.lower())
    with card(f"funnel-{by}", title, view, metric, help=f"{say('funnel.help')}\n\n{metric_help(metric)}"):
        found = _funnel(snapshot(), view.query(metric), by, settings())
        if found.groups.height < 2 or found.overall is None:
            st.caption(say("funnel.too_few"))
            return
        names = [value_label(by, value) for value in found.groups["group"]]
        better = declared(metric).better
        rows = _rows(view, metric, by)
        picked = draw(f"funnel-{by}-{metric}", view, rows, _spec(metric, by, better, found), _told(found, names))
        st.caption(f"{_told(found, names)}  \n{_how_sure(view, metric, found)}")
        if picked is not None:
            narrow_to(view, {by: found.groups["group"][picked]}, metric)


def _spec(metric: str, by: str, better: str, found: Funnel) -> dict[str, object]:
    colours = COLOURS[theme()]
    kinds = (AS_CHANCE, LOWER, HIGHER) if better == "neither" else (AS_CHANCE, BETTER, WORSE)
    news = tuple((kind, say(f"funnel.{kind.replace(' ', '_')}"), colours[kind]) for kind in kinds)
    labels = (column_label(by), metric_label(metric), say("funnel.parts"), say("funnel.within"), say("funnel.volume"))
    return funnel_spec(language(), labels, news, reach_of(found), ink())


def _told(found: Funnel, names: list[str]) -> str:
    """How many groups differ, how many chance alone would mark, and which ones are far out."""
    spoken = language()
    (likely, sure), (likely_by_chance, sure_by_chance) = found.outside, found.by_chance
    told = say(
        "funnel.outside",
        groups=number(found.groups.height, "count", spoken),
        likely=number(likely, "count", spoken),
        likely_by_chance=number(likely_by_chance, "ratio", spoken),
        sure=number(sure, "count", spoken),
        sure_by_chance=number(sure_by_chance, "ratio", spoken),
    )
    far = [name for name, standing in zip(names, found.groups["standing"], strict=True) if abs(standing) == 2]
    if not far:
        return f"{told} {say('funnel.nobody')}"
    more = f" +{len(far) - MOST_TOLD}" if len(far) > MOST_TOLD else ""
    return f"{told} {say('funnel.far', names=', '.join(map(plain, far[:MOST_TOLD])) + more)}"


def _how_sure(view: Scope, metric: str, found: Funnel) -> str:
    """The rate of all together, and what else but chance there is in the differences."""
    spoken = language()
    overall = number(found.overall, "%", spoken)
    whole = number(ask(view.query(metric))[metric][0], "%", spoken)
    told = say("funnel.overall", rate=overall)
    if whole != overall:
        told = say("funnel.overall_and_whole", rate=overall, whole=whole)
    times = number(found.dispersion or 0.0, "ratio", spoken)
    return f"{told} {say('funnel.dispersed' if found.is_dispersed else 'funnel.not_dispersed', times=times)}"


@drawn
def _rows(view: Scope, metric: str, by: str) -> pl.DataFrame:
    found = _funnel(snapshot(), view.query(metric), by, settings())
    names = [value_label(by, value) for value in found.groups["group"]]
    return funnel_rows(found, names, declared(metric).better, language())


@kept(KEPT)
def _funnel(now: Snapshot, query: Query, by: str, rules: Settings) -> Funnel:
    return funnel(rates(now, query, query.metrics[0], by, rules))
