"""Import: an analyst's own table from the upload through the preview to the Overview."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs import RUNNING, job_now
from core.store.workspace import Workspace
from core.words import catalogue

Open = Callable[..., AppTest]

HEADER = "Id Llamada;Fecha inicio;Cola;Agente;Teléfono;Resultado;Tiempo espera;Duración conversación;Post llamada;Nota"
FIRST = datetime(2026, 9, 1, 8)
CALLS, EVERY = 60, 4
LOST, TAKEN = ("", "Abandonada", "20,5", "", ""), ("María", "Atendida", "10,5", "0:03:00", "30,5")
BY_HAND = {"en": ["60", "45", "15", "25.0%", "0:11", "3:31"], "es": ["60", "45", "15", "25,0\xa0%", "0:11", "3:31"]}
"""Offered, handled, abandoned, their share, speed of answer (10.5 s) and handling time (3 min and 30.5 s)."""


def calls() -> list[str]:
    """Sixty calls in a fortnight: every fourth abandoned after 20.5 s, the others answered after 10.5 s."""
    rows = []
    for number in range(CALLS):
        at = FIRST + timedelta(hours=6 * number, seconds=7)
        agent, state, wait, talk, wrap = LOST if number % EVERY == 0 else TAKEN
        phone = f"+34 910 000 {number:03}"
        rows.append(f"L{number:03};{at:%d/%m/%Y %H:%M:%S};Ventas;{agent};{phone};{state};{wait};{talk};{wrap};señal")
    return rows


def spanish(rows: list[str] | None = None) -> bytes:
    """A file as a Spanish spreadsheet writes it."""
    return "\r\n".join([HEADER, *(calls() if rows is None else rows), ""]).encode("latin-1")


def bring(app: AppTest, content: bytes, name: str = "llamadas.csv") -> AppTest:
    """Choose a file, as a person does."""
    return app.file_uploader[0].set_value([(name, content, "text/csv")]).run()


def loaded(app: AppTest) -> AppTest:
    """Load it, and wait until the page shows what became of it."""
    app.button(key="importing-load").click().run()
    home = Workspace(Path(os.environ["ATALAYA_HOME"]))
    late = monotonic() + 120
    while (job := job_now(home)) and job.state == RUNNING:
        assert monotonic() < late
        sleep(0.05)
    return app.run()


def tiles(app: AppTest) -> dict[str, str]:
    return {str(tile.label): str(tile.value) for tile in app.metric}


def shown(app: AppTest) -> str:
    """All text of the page."""
    parts = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(one.value) for part in parts for one in part)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workspace of this test's own."""
    return tmp_path / "own"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_table_goes_from_the_upload_to_the_overview(open_page: Open, own: Path, lang: str) -> None:
    app = bring(open_page("importing", home=own, lang=lang), spanish())
    words = catalogue(lang)
    sums = words["importing.adds_up"].format(rows=CALLS, kept=CALLS, duplicates=0, rejected=0)
    assert f"**{sums}**" in [one.value for one in app.markdown]
    preview = tiles(app)
    assert list(preview.values())[:6] == BY_HAND[lang]
    assert not app.error
    loaded(app)
    link = next(one for one in app.main.get("page_link") if one.proto.label == words["importing.to_overview"])
    assert link.proto.query_string.endswith(f"lang={lang}&period=2026-09-01..2026-09-16&platform=llamadas")
    there = open_page("overview", home=own, lang=lang, period="2026-09-01..2026-09-16", platform="llamadas")
    numbers = tiles(there)
    both = set(preview) & set(numbers)
    assert len(both) > 3
    assert {label: numbers[label] for label in both} == {label: preview[label] for label in both}
