"""A table of one's own in a real browser: from the upload to the Overview, and nothing leaves the machine."""

from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import open_list, tile
from tests.pages.test_importing import CALLS, calls, in_utf_16, month, spanish

pytestmark = pytest.mark.browser

PATIENCE_MS = 120_000
ANSWERED = 45
TABS = 150


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Semicolons, Latin-1, decimal commas, days first: as a Spanish spreadsheet writes it."""
    file = tmp_path / "llamadas.csv"
    file.write_bytes(spanish())
    return file


def test_an_odd_table_gets_from_the_upload_to_the_overview(empty_url: str, open_page: Open, table: Path) -> None:
    page = open_page(f"{empty_url}/importing", locale="es-ES")
    began = monotonic()
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(table)
    expect(page.get_by_text(f"Filas: {CALLS} = {CALLS} (utilizables)")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".st-key-importing-kpis").get_by_test_id("stMetricValue").first).to_have_text(
        str(CALLS), timeout=PATIENCE_MS
    )
    load = page.locator(".st-key-importing-load").get_by_role("button")
    expect(load).to_be_enabled(timeout=PATIENCE_MS)
    load.click()
    link = page.get_by_role("link", name="Ver sus números en el Resumen")
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    link.click()
    expect(page.get_by_role("heading", name="Resumen", level=1)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".st-key-tile-conversations_offered")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    assert (tile(page, "conversations_offered"), tile(page, "conversations")) == (CALLS, ANSWERED)
    assert "platform=llamadas" in page.url
    print(f"From the upload to the Overview: {monotonic() - began:.1f} s, in three human steps.")  # noqa: T201 - wanted


def test_the_mapping_is_put_right_by_the_keyboard_and_a_second_file_needs_no_words(
    empty_url: str, open_page: Open, table: Path, tmp_path: Path
) -> None:
    page = open_page(f"{empty_url}/importing", scheme="dark")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(table)
    button = page.locator(".st-key-importing-save").get_by_role("button")
    expect(button).to_be_visible(timeout=PATIENCE_MS)
    box = page.get_by_role("combobox", name="Queue", exact=True)
    box.press("ArrowDown")
    page.keyboard.type("Nota")
    page.get_by_role("option", name="Nota", exact=True).wait_for()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".st-key-importing-target-queue")).to_contain_text("señal", timeout=PATIENCE_MS)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-importing-save")).to_have_count(0, timeout=PATIENCE_MS)
    page.locator(".st-key-another").get_by_role("button").click()
    other = tmp_path / "octubre.csv"
    other.write_bytes(spanish(calls()[:10]))
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(other)
    expect(page.get_by_text("The saved profile “llamadas” fits this file")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".st-key-importing-load").get_by_role("button")).to_be_enabled(timeout=PATIENCE_MS)


def test_three_monthly_files_get_from_the_upload_to_the_overview(
    empty_url: str, open_page: Open, tmp_path: Path
) -> None:
    months = {"enero": month(1), "febrero": month(2), "marzo": month(3, broken=True)}
    files = [tmp_path / f"llamadas {name} 2026.csv" for name in months]
    for file, rows in zip(files, months.values(), strict=True):
        file.write_bytes(in_utf_16(rows) if "febrero" in file.name else spanish(rows))
    page = open_page(f"{empty_url}/importing", locale="es-ES")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("Archivos que se cargarán: 3 de 3.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".st-key-importing-several")).to_contain_text("Codificación: utf-16-le")
    expect(page.locator(".st-key-importing-several")).to_contain_text("Filas que se rechazarían: 1 de las primeras 9.")
    load = page.locator(".st-key-importing-load").get_by_role("button", name="Cargar 3 archivos")
    expect(load).to_be_enabled(timeout=PATIENCE_MS)
    load.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("25 = 24 (conservadas) + 0 (duplicadas) + 1")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="Ver sus números en el Resumen").click()
    expect(page.get_by_role("heading", name="Resumen", level=1)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".st-key-tile-conversations_offered")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    offered = answered = 0
    for rows in months.values():
        for row in rows:
            if not row.split(";")[1].startswith("99/"):
                offered += 1
                answered += row.split(";")[5] == "Atendida"
    assert (tile(page, "conversations_offered"), tile(page, "conversations")) == (offered, answered)
    assert "platform=llamadas" in page.url


def to(page: Page, aim: Locator) -> None:
    """Press Tab until it has the focus, or something within it."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if aim.evaluate("aim => aim.contains(document.activeElement)"):
            return
    raise AssertionError(f"{aim} is not reached by Tab.")


def test_the_whole_way_is_walked_by_the_keyboard_alone(empty_url: str, open_page: Open, tmp_path: Path) -> None:
    """From the upload to the Overview: what is asked is answered, a field put right, one of two files left out."""
    doubtful = [f"L{n};0{n}/0{n}/2026 09:00:00;Ventas;María;;Atendida;1,5;0:01:00;1,5;" for n in range(1, 7)]
    files = [tmp_path / "enero.csv", tmp_path / "febrero.csv"]
    files[0].write_bytes(spanish(doubtful))
    files[1].write_bytes(spanish([row.replace("L", "M") for row in doubtful]))
    page = open_page(f"{empty_url}/importing")
    with page.expect_file_chooser() as chooser:
        to(page, page.get_by_test_id("stFileUploader").locator("button", has_text="Upload"))
        page.keyboard.press("Enter")
    chooser.value.set_files(files)
    form = page.locator(".st-key-importing-form summary")
    form.wait_for(timeout=PATIENCE_MS)
    settled(page)
    to(page, form)
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Encoding", exact=True)).to_be_visible()
    order = page.get_by_role("combobox", name="Order of dates", exact=True)
    to(page, order)
    open_list(page, order, page.get_by_role("option", name="Day, month, year"))
    page.keyboard.type("Day, m")
    page.keyboard.press("Enter")
    expect(page.get_by_text("6 rows = 6 usable")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    queue = page.get_by_role("combobox", name="Queue", exact=True)
    to(page, queue)
    open_list(page, queue, page.get_by_role("option", name="Cola", exact=True))
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    page.evaluate("document.activeElement.blur()")
    left_out = page.get_by_role("checkbox", name="febrero.csv")
    to(page, left_out)
    page.keyboard.press("Space")
    expect(page.get_by_text("Files that will be loaded: 1 of 2.")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    load = page.locator(".st-key-importing-load").get_by_role("button")
    expect(load).to_be_enabled(timeout=PATIENCE_MS)
    to(page, load)
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="See its numbers in the Overview")
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    to(page, link)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-tile-conversations_offered")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    assert tile(page, "conversations_offered") == len(doubtful)
