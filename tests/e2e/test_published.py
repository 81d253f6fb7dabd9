"""Sent reports in a real browser: a notebook is published, its numbers change, and the reason leads to the number."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import choose_first

pytestmark = pytest.mark.browser

DOWNLOAD = "Download report"
SCHEDULE = """[diario]
notebook = "atalaya.queues"
cron = "0 7 * * *"
set = { period = "2026-09-01..2026-09-30" }
formats = ["html"]
[diario.to.carpeta]
folder = "out"
"""


def test_a_published_notebook_tells_which_number_changed_and_why(own_url: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"{own_url}/notebook?name=atalaya.queues")
    page.get_by_role("button", name=DOWNLOAD).first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("It is remembered")).to_be_visible()
    (tmp_path / "own" / "settings.toml").write_text("answer_within_s = 10\n")
    page.goto(f"{own_url}/published")
    settled(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Published numbers that are others today")
    choose_first(page, page.locator('[class*="st-key-name-changes"] input'))
    card = page.locator(".st-key-change")
    expect(card).to_contain_text("answer_within_s: 60 → 10")
    found = re.search(r"went from (\S+) to (\S+)", card.inner_text())
    assert found
    card.get_by_role("link", name="What is behind it").click()
    expect(page.get_by_role("heading", name="Passport", level=1)).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text(found[2])


def test_a_schedule_is_written_run_and_paused_with_the_keyboard(own_url: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"{own_url}/published", locale="es-ES", scheme="dark")
    page.get_by_role("tab", name="Envíos programados").click()
    page.get_by_text("Escribir envíos programados").click()
    page.get_by_role("textbox", name="schedules.toml").fill(SCHEDULE)
    page.keyboard.press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="Guardar").click()
    card = page.locator(".st-key-schedule-diario")
    expect(card).to_contain_text("Próximo:")
    card.get_by_role("button", name="Ejecutar ahora").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("El informe se ha enviado.")).to_be_visible()
    [report] = (tmp_path / "own" / "out").iterdir()
    assert report.name.startswith("diario.atalaya-queues_2026-09-01_2026-09-30")
    page.get_by_role("tab", name="Envíos programados").click()
    card.get_by_role("button", name="Pausar").click()
    expect(card).to_contain_text("En pausa")
