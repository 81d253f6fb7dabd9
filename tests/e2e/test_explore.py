"""Explore in a real browser: a report built by clicks and keys, shared, saved, left through a mark and found again."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, settled
from tests.e2e.gestures import place, tile

pytestmark = pytest.mark.browser

BARS = "explore?metrics=conversations_offered&rows=queue&look=bar"


def asked(page: Page) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(urlsplit(page.url).query).items()}


def figure(page: Page) -> str:
    """What the figure says when the page has settled: its title, and the names on its chart."""
    drawn = settled(page).locator(".st-key-figure-explore")
    expect(drawn.locator("svg, canvas").first).to_be_visible()
    names = drawn.locator(".role-axis-label text").all_text_contents()
    return " ".join([drawn.get_by_role("heading").first.inner_text(), *names])


def choose_by_keyboard(page: Page, field: str, *names: str) -> None:
    """Type into a field of several choices and take the first that is found, without a mouse."""
    box = page.get_by_role("combobox", name=field)
    box.focus()
    for name in names:
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        settled(page)
    page.keyboard.press("Escape")


def test_a_report_is_built_from_nothing_by_keyboard_and_seen_the_same_by_whoever_gets_the_link(
    sample_url: str, open_page: Open
) -> None:
    page = open_page(f"{sample_url}/explore")
    expect(page.locator(".st-key-examples")).to_be_visible()
    choose_by_keyboard(page, "What", "abandon rate")
    expect(page).to_have_url(re.compile("metrics=conversations_offered(,|%2C)abandon_rate"))
    expect(page.locator(".st-key-examples")).to_have_count(0)
    rows = page.get_by_role("combobox", name="Rows")
    rows.focus()
    page.keyboard.press("Backspace")
    expect(page).not_to_have_url(re.compile("rows="))
    settled(page)
    choose_by_keyboard(page, "Rows", "Queue")
    expect(page).to_have_url(re.compile("rows=queue_name"))
    columns = page.get_by_role("combobox", name="Columns")
    columns.focus()
    page.keyboard.press("Backspace")
    expect(page).not_to_have_url(re.compile("columns="))
    settled(page).get_by_role("radio", name="Bars").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("look=bar"))
    seen = figure(settled(page))
    assert "by queue" in seen

    page.get_by_role("button", name="Link", exact=True).click()
    link = settled(page).locator(".st-key-share code, [data-testid=stPopoverBody] code").first.inner_text()
    assert link == page.url.replace("%2C", ",")
    other = open_page(link)
    assert figure(other) == seen
    expect(other.get_by_role("combobox", name="What")).to_be_visible()
    other.reload()
    assert figure(settled(other)) == seen


def test_the_back_button_undoes_a_choice(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/{BARS}")
    before = figure(page)
    page.get_by_role("radio", name="Day", exact=True).click()
    expect(page).to_have_url(re.compile("rows=day"))
    expect(page.locator(".st-key-figure-explore").get_by_role("heading").first).to_contain_text("by day")
    page.go_back()
    expect(page).not_to_have_url(re.compile("rows=day"))
    expect(page.locator(".st-key-figure-explore").get_by_role("heading").first).not_to_contain_text("day")
    assert figure(settled(page)) == before
    page.go_forward()
    expect(page.locator(".st-key-figure-explore").get_by_role("heading").first).to_contain_text("by day")


def test_a_mark_leads_to_the_ways_on_and_to_its_rows(sample_url: str, open_page: Open) -> None:
    page = open_page(f"{sample_url}/{BARS}")
    page.locator(".st-key-figure-explore .mark-rect path").first.click()
    expect(page).to_have_url(re.compile("queue=Messaging"))
    trail = settled(page).locator(".st-key-trail")
    expect(trail).to_contain_text("Messaging EN")
    assert asked(page)["metrics"] == "conversations_offered"
    trail.get_by_role("link", name=re.compile("^Open the .* conversations")).click()
    expect(page.get_by_role("heading", name="Conversations", level=1)).to_be_visible()


def test_a_view_is_saved_on_one_page_and_opened_in_another_browser(
    common_url: str, open_page: Open, named: Callable[[str], str]
) -> None:
    name = named("Voice, this week")
    page = open_page(f"{common_url}/queues?period=7d&channel=voice")
    offered = tile(page, "conversations_offered")
    page.get_by_role("button", name="Views", exact=True).click()
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_role("textbox", name="Your name").fill("Ana")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved: {name}")).to_be_visible()

    other = open_page(common_url, locale="es-ES")
    other.get_by_role("button", name="Vistas", exact=True).click()
    other.get_by_role("link", name=name).click()
    expect(other.get_by_role("heading", name="Colas", level=1)).to_be_visible()
    assert asked(settled(other)) == {"period": "7d", "channel": "voice"}
    assert tile(other, "conversations_offered") == offered
    expect(other.get_by_role("button", name=f"Vista: {name}")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en-US", "es-ES"])
def test_nothing_is_cut_off_in_a_narrow_window(sample_url: str, open_page: Open, locale: str, scheme: str) -> None:
    page = open_page(f"{sample_url}/explore", locale=locale, scheme=scheme)
    page.set_viewport_size({"width": 800, "height": 900})
    settled(page)
    # Charts are drawn anew a moment after the window has become narrow.
    page.wait_for_function(
        "() => { const part = document.querySelector('[data-testid=stMain]');"
        " return part.scrollWidth <= part.clientWidth + 1; }"
    )
    builder = place(page.locator(".st-key-builder-explore"))
    assert builder.left + builder.width <= 800
