"""Definitions, as a person looks one up: typed, opened, and sent to somebody else."""

import re

import pytest
from playwright.sync_api import expect

from core.metrics import METRICS
from tests.e2e.conftest import Open, settled

pytestmark = pytest.mark.browser


def test_a_definition_is_found_as_one_types_without_accents_and_has_an_address(
    sample_url: str, open_page: Open
) -> None:
    page = open_page(f"{sample_url}/definitions?lang=es")
    lines = page.get_by_test_id("stExpander")
    expect(lines).to_have_count(len(METRICS))
    # As a person types: nothing that leaves the field, and letters that come while the page already follows.
    page.get_by_role("searchbox", name="Buscar").press_sequentially("conversacion GESTION mediana", delay=60)
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("Gestión por conversación, mediana")
    expect(page.get_by_role("searchbox")).to_have_value("conversacion GESTION mediana")
    expect(page).to_have_url(re.compile(r"find=conversacion\+GESTION\+mediana"))

    lines.locator("summary").press("Enter")
    expect(lines).to_contain_text("mediana de handling_time_ms")
    lines.get_by_role("button", name="Enlace a esta definición").press("Enter")
    expect(page).to_have_url(re.compile("metric=median_handling_time_per_conversation"))

    page.reload()
    settled(page)
    expect(page.locator(".st-key-chosen")).to_contain_text("Gestión por conversación, mediana")
    expect(page.get_by_role("searchbox")).to_have_value("conversacion GESTION mediana")
