"""The menu beside every table and chart: what it shows as a file, made only when it is asked for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.condition import Condition
from core.exports.chart import write_png, write_svg
from core.exports.csv import write_csv, write_machine_csv
from core.exports.facts import Facts, facts_of
from core.exports.parquet import write_parquet
from core.exports.xlsx import write_xlsx
from core.labels import Labels
from core.scope import Scope
from core.sheet import Sheet
from ui.answers import horizon, labels_of, metrics, settings, snapshot
from ui.drawn import theme
from ui.labels import labels, plain
from ui.scope import scope
from ui.sitemap import place
from ui.take.seen import Reader, seen_chart, seen_table
from ui.visit import AT
from ui.words import language, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS = ("read", "machine")
ICON_ALONE = """<style>
[class*=st-key-take-] [data-testid=stPopoverButton] [data-testid=stMarkdownContainer] {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
</style>"""
"""For the whole page: the menu's name is there for screen readers, and its icon for everybody else."""

SUBTITLE_FACTS = 4
"""Of the facts, so many stand below the title of a picture: period, clock, filters, comparison."""


@dataclass(frozen=True)
class About:
    """What the tables and charts within a part of a page are about.

    Args:
        title: what stands above them.
        view: what they are narrowed to.
        metrics: the ones whose definitions are written with them.
        keys: of the menus that there are.
        conditions: beyond those of the view.
        spot: where the first menu stands; those of other tables and charts stand below these.
    """

    title: str
    view: Scope
    metrics: tuple[str, ...]
    spot: DeltaGenerator
    keys: list[str]
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A chart as it is drawn."""

    spec: Mapping[str, Any]
    rows: pl.DataFrame
    theme: str


_about: ContextVar[About | None] = ContextVar("about", default=None)


@contextmanager
def about(
    title: str, view: Scope, metrics: Sequence[str], spot: DeltaGenerator, conditions: Sequence[Condition] = ()
) -> Iterator[None]:
    """Whatever is shown within is about this, and its menu stands at the spot.

    Args:
        conditions: beyond what the page is narrowed to.
    """
    token = _about.set(About(title, view, tuple(metrics), spot, [], tuple(conditions)))
    try:
        yield
    finally:
        _about.reset(token)


def take_table(
    rows: pl.DataFrame, columns: Mapping[str, Any], readers: Mapping[str, Reader], *, key: str, alt: str
) -> None:
    """The menu of a table of rows.

    Args:
        columns: the configuration of those that are shown, in their order.
        readers: how their values are read.
        alt: what the table is called where nothing stands above it.
    """

    def sheet(title: str) -> Sheet:
        heads = {name: _heading(one, name) for name, one in columns.items()}
        return seen_table(title, rows, heads, readers, _zone(), language())

    known = metrics()
    _menu(key, alt, sheet, told=[name for name in columns if name in known])


def take_chart(rows: pl.DataFrame, spec: Mapping[str, Any], *, key: str, alt: str) -> None:
    """The menu of a chart: its picture, and its numbers as a table."""
    _menu(
        key,
        alt,
        lambda title: seen_chart(title, rows, spec, language()),
        lambda: Taken(spec, rows, theme()),
    )


def take_sheet(sheet: Sheet, *, key: str, picture: Callable[[], Taken | None] | None = None) -> None:
    """The menu of a table that is laid out already, perhaps with the chart that is drawn of it."""
    known = metrics()
    _menu(key, sheet.title, lambda _: sheet, picture, [one.name for one in sheet.headings if one.name in known])


def take_later(
    sheet: Callable[[str], Sheet], *, key: str, title: str, picture: Callable[[], Taken | None] | None = None
) -> None:
    """The menu of a table that the page shows a part of; all of it is read when the menu is opened.

    Args:
        sheet: makes it, given what stands above it.
        title: what it is called where nothing stands above it.
    """
    _menu(key, title, sheet, picture)


def _menu(
    key: str,
    title: str,
    sheet: Callable[[str], Sheet],
    picture: Callable[[], Taken | None] | None = None,
    told: Sequence[str] = (),
) -> None:
    """A button that opens the menu; nothing of it is made before."""
    now = _about.get()
    is_first = now is not None and not now.keys
    spot = now.spot if now and is_first else st.container(horizontal=True, horizontal_alignment="right")
    if now:
        now.keys.append(key)
    called, label = now.title if now else title, say("take.label")
    opened = spot.popover(
        f"{label}: {plain(called)}",
        icon=":material/download:",
        type="tertiary",
        help=label,
        key=f"take-{key}",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            _body(key, sheet(called), _facts(called, now, told), picture() if picture else None)


def _body(key: str, sheet: Sheet, facts: Facts, picture: Taken | None) -> None:
    st.markdown(f"**{say('take.label')}**")
    names = {way: say(f"take.{way}") for way in WAYS}
    way = st.segmented_control(
        say("take.way"), WAYS, default=WAYS[0], format_func=names.__getitem__, required=True, key=f"take-way-{key}"
    )
    is_machine, words = way == "machine", _words()
    with st.container(horizontal=True, gap="small"):
        for name, (kind, make) in _tables(sheet, facts, words, is_machine=is_machine).items():
            _button(key, name, kind, make, sheet.title)
    if picture:
        with st.container(horizontal=True, gap="small"):
            for name, (kind, make) in _pictures(picture, facts, sheet.title).items():
                _button(key, name, kind, make, sheet.title)
    st.caption(say("take.same"))


Files = dict[str, tuple[str, Callable[[], bytes]]]
"""Name of a format → its type, and what makes the file."""


def _tables(sheet: Sheet, facts: Facts, words: Labels, *, is_machine: bool) -> Files:
    def csv() -> bytes:
        return write_machine_csv(sheet) if is_machine else write_csv(sheet, words, facts.zone)

    return {
        "csv": ("text/csv", csv),
        "xlsx": (XLSX, lambda: write_xlsx([sheet], facts, words, is_machine=is_machine)),
        "parquet": ("application/vnd.apache.parquet", lambda: write_parquet(sheet, facts)),
    }


def _pictures(picture: Taken, facts: Facts, title: str) -> Files:
    lines = [f"{label}: {text}" for label, text in facts.lines[:SUBTITLE_FACTS]]

    def svg() -> bytes:
        return write_svg(picture.spec, picture.rows, title=title, facts=lines, theme=picture.theme).encode()

    def png() -> bytes:
        return write_png(picture.spec, picture.rows, title=title, facts=lines, theme=picture.theme)

    return {"png": ("image/png", png), "svg": ("image/svg+xml", svg)}


def _button(key: str, name: str, kind: str, make: Callable[[], bytes], title: str) -> None:
    st.download_button(
        name.upper(),
        make,
        file_name=f"{slug(title)}.{name}",
        mime=kind,
        key=f"take-{name}-{key}",
        on_click="ignore",
        icon=":material/download:",
        help=say(f"take.{name}"),
    )


def slug(title: str) -> str:
    """A title as the name of a file."""
    return re.sub(r"[^\w]+", "-", title.casefold()).strip("-")[:60].strip("-") or "atalaya"


def _facts(title: str, now: About | None, told: Sequence[str]) -> Facts:
    """Of a page that follows the filters, what they are; of others the state of the data alone."""
    shown = tuple(dict.fromkeys((*(now.metrics if now else ()), *told)))
    if now or place(str(st.session_state.get(AT, "overview"))).is_scoped:
        view = now.view if now else scope()
        more = {"metrics": shown, "conditions": now.conditions if now else ()}
        return facts_of(title, view, labels(), settings(), horizon(), snapshot(), **more)  # type: ignore[arg-type]
    whole = facts_of(title, scope().unfiltered(), labels(), settings(), horizon(), snapshot())
    asked = {say(f"export.fact_{name}") for name in ("period", "filters", "compared", "attribution")}
    return Facts(title, whole.language, whole.zone, tuple(line for line in whole.lines if line[0] not in asked))


def _words() -> Labels:
    """The names for whoever makes the file later, when no page is being made."""
    return Labels(language(), settings(), labels_of)


def _zone() -> str:
    now = _about.get()
    return now.view.zone if now else scope().zone


def _heading(configured: Any, name: str) -> str:
    """What stands above a column; a sign that means something only beside its neighbour is told in full."""
    label = str((configured or {}).get("label") or name)
    return label if any(letter.isalnum() for letter in label) else f"{name.rpartition('.')[0] or name} {label}"
