"""Charts as files: the numbers and names of the screen, in its language and theme, from nowhere but here."""

import tomllib

import polars as pl
import pytest

from core.charts import bar_rows, bar_spec
from core.charts.inks import INKS
from core.exports.chart import write_png, write_svg
from tests.atalaya import ROOT

ANSWERS = pl.DataFrame({"queue": ["Support <b>&", "Ventas"], "conversations": [1200, 34]})


def svg(theme: str = "light") -> str:
    """Two bars in Spanish."""
    rows = bar_rows(ANSWERS, "conversations", ANSWERS["queue"].to_list(), "count", "es")
    spec = bar_spec("es", "Conversaciones", "Cola")
    return write_svg(spec, rows, title="Conversaciones por cola", facts=["Filtros: <ninguno>"], theme=theme)


def test_texts_are_texts_and_escaped() -> None:
    drawn = svg()
    assert ">1.200<" in drawn
    assert ">Support &lt;b&gt;&amp;<" in drawn
    assert ">Conversaciones por cola<" in drawn
    assert ">Filtros: &lt;ninguno&gt;<" in drawn


@pytest.mark.parametrize("theme", INKS)
def test_a_chart_stands_on_the_ground_of_its_theme(theme: str) -> None:
    assert f'fill="{INKS[theme].paper}"' in svg(theme)


def test_a_png_is_one() -> None:
    rows = bar_rows(ANSWERS, "conversations", ["A", "B"], "count", "en")
    image = write_png(bar_spec("en", "Conversations", "Queue"), rows, title="By queue", theme="dark")
    assert image.startswith(b"\x89PNG\r\n")
    assert len(image) > 5_000


@pytest.mark.parametrize("theme", INKS)
def test_the_colours_are_those_of_the_app(theme: str) -> None:
    app = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][theme]
    ink = INKS[theme]
    assert [ink.paper, ink.text, ink.line] == [app[name] for name in ("backgroundColor", "textColor", "borderColor")]
    assert list(ink.series) == app["chartCategoricalColors"]
    assert list(ink.scale) == app["chartSequentialColors"]


def test_signs_that_cannot_be_drawn_end_nothing() -> None:
    """A name in the data may hold any sign; what draws would abort the process, and with it the server."""
    unfit = "".join(map(chr, (*range(32), 0xFFFE, 0xFFFF)))
    names = [f"A{unfit}", "B"]
    rows = bar_rows(ANSWERS, "conversations", names, "count", "en")
    spec = {**bar_spec("en", "Conversations", f"Queue{unfit}"), "description": unfit}
    assert ">B<" in write_svg(spec, rows, title=f"By {unfit}", facts=[unfit])
    assert write_png(spec, rows, title=f"By {unfit}", facts=[unfit]).startswith(b"\x89PNG\r\n")
