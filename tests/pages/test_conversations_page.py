"""Conversations: the list is what the address asks for, masked, searched, sorted, turned, and a way into each."""

from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from core.schema.columns import PLACE_LEVELS
from core.schema.tables import CONVERSATIONS as TABLE
from core.words import catalogue
from tests.centre import CONVERSATIONS

CONVERSATION_COLUMNS = [name for name in TABLE.by_name if name.rpartition("_")[0] not in PLACE_LEVELS]
Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def rows(app: AppTest) -> list[dict[str, object]]:
    return app.dataframe[0].value.to_dict("records") if app.dataframe else []


def linked(row: dict[str, object]) -> dict[str, str]:
    """The address that a row links to."""
    return dict(parse_qsl(str(row["open"]).partition("?")[2]))


def told(app: AppTest) -> str:
    return next(note.value for note in app.caption if "conversation" in note.value and "page" in note.value)


def test_the_newest_come_first_fifty_a_page(open_page: Open) -> None:
    app = open_page("conversations")
    assert told(app) == f"{CONVERSATIONS} conversations · page 1 of 2"
    assert len(rows(app)) == 50
    starts = [row["started_at"] for row in rows(app)]
    assert starts == sorted(starts, reverse=True)


def test_the_second_page_has_the_rest(open_page: Open) -> None:
    app = open_page("conversations", page="2")
    assert told(app) == "60 conversations · page 2 of 2"
    assert len(rows(app)) == 10


@pytest.mark.parametrize("page", ["99", "0", "-1", "x", "9" * 40, ""])
def test_a_page_that_does_not_exist_is_the_nearest(open_page: Open, page: str) -> None:
    assert len(rows(open_page("conversations", page=page))) in (50, 10)


def test_customers_are_masked_until_asked_for(open_page: Open) -> None:
    app = open_page("conversations")
    masked = {row["customer"] for row in rows(app)}
    assert masked == {"+1 212 ••• ••01", "+1 415 ••• ••02", "+34 911 ••• ••67", "+44 207 ••• ••03", "anonymous"}
    app.toggle(key="reveal").set_value(True).run()
    assert "+12125550101" in {row["customer"] for row in rows(app)}


def test_a_search_finds_and_goes_into_the_address(open_page: Open) -> None:
    app = open_page("conversations", page="2")
    app.text_input(key="list-search").set_value("212 555").run()
    assert (len(rows(app)), app.query_params["search"]) == (12, "212 555")
    assert "page" not in app.query_params
    app.text_input(key="list-search").set_value("").run()
    assert "search" not in app.query_params


def test_a_search_without_result_says_what_to_do(open_page: Open) -> None:
    app = open_page("conversations", search="nobody")
    assert [note.value for note in app.info] == [catalogue("en")["list.nothing_found"]]
    assert not rows(app)


def test_the_order_goes_into_the_address(open_page: Open) -> None:
    app = open_page("conversations")
    app.selectbox(key="list-order").set_value("wait-desc").run()
    waits = [row["wait_ms"] for row in rows(app)]
    assert (waits, app.query_params["sort"]) == (sorted(waits, reverse=True), "wait-desc")


@pytest.mark.parametrize("params", [{"sort": "talk-asc", "lang": "es"}, {"sort": "nonsense", "part": "nonsense"}])
def test_an_address_is_read_in_any_language_and_forgiven(open_page: Open, params: dict[str, str]) -> None:
    app = open_page("conversations", **params)
    assert not app.exception
    assert len(rows(app)) == 50


def test_filters_of_the_address_hold(open_page: Open) -> None:
    app = open_page("conversations", channel="chat", queue="Support")
    assert {(row["channel"], row["queue_name"]) for row in rows(app)} == {("Chat", "Support")}
    assert len(rows(app)) == 5


def test_behind_a_number_are_its_rows_and_the_number_is_named(open_page: Open) -> None:
    app = open_page("conversations", behind="conversations_abandoned")
    assert {row["end_state"][0] for row in rows(app)} == {"Abandoned"}
    assert len(rows(app)) == 10
    assert any("Abandoned" in text.value for text in app.markdown)
    app.button(key="lift-behind").click().run()
    assert (told(app), "behind" in app.query_params) == ("60 conversations · page 1 of 2", False)


def test_a_rate_is_split_into_what_counts_and_what_does_not(open_page: Open) -> None:
    app = open_page("conversations", behind="abandon_rate")
    counts = {}
    for part in ("counted", "uncounted"):
        app.button_group(key="list-part").set_value(part).run()
        counts[app.query_params["part"]] = told(app).split(" ")[0]
    assert counts == {"counted": "10", "uncounted": "50"}


def test_a_number_that_does_not_exist_is_told(open_page: Open) -> None:
    app = open_page("conversations", behind="[x](y)")
    assert r"\[x\]\(y\)" in app.warning[0].value
    assert len(rows(app)) == 50


def test_one_customers_conversations_are_listed_without_naming_the_customer(open_page: Open) -> None:
    one = linked(rows(open_page("conversations", search="212 555"))[0])["id"]
    app = open_page("conversations", customer_of=one)
    assert {row["customer"] for row in rows(app)} == {"+1 212 ••• ••01"}


def test_a_row_that_is_selected_opens_its_conversation_with_its_own_address(open_page: Open, click: Click) -> None:
    app = open_page("conversations", channel="chat", sort="wait-desc")
    wanted = linked(rows(app)[3])["id"]
    click(app, "dataframe", "list", {"rows": [3], "columns": [], "cells": []})
    assert app.title[0].value == catalogue("en")["page.conversation.title"]
    assert app.query_params["id"] == wanted
    assert (app.query_params["channel"], app.query_params["sort"]) == ("chat", "wait-desc")


def test_a_conversation_can_be_opened_by_name_without_a_mouse(open_page: Open) -> None:
    app = open_page("conversations", channel="chat")
    field = app.selectbox(key="name-list-1")
    assert field.options[0] == "Mar 11, 2026, 17:00 · +1 415 ••• ••02 · Billing · Ana Ruiz"
    field.set_value(0).run()
    assert app.title[0].value == catalogue("en")["page.conversation.title"]


def test_every_row_has_a_link_of_its_own(open_page: Open) -> None:
    row = rows(open_page("conversations", channel="chat", lang="es", search="212 555"))[0]
    assert str(row["open"]).startswith("conversation?lang=es&channel=chat&id=WT")


def test_the_list_speaks_spanish(open_page: Open) -> None:
    app = open_page("conversations", lang="es", behind="conversations_abandoned")
    assert {row["end_state"][0] for row in rows(app)} == {"Abandonada"}
    assert "10 conversaciones · página 1 de 1" in [note.value for note in app.caption]


def headings(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value.columns)


def test_the_columns_are_those_of_the_address_in_its_order(open_page: Open) -> None:
    app = open_page("conversations", cols="queue_time_ms,first.kind,conversation_id,place,is_handled")
    assert headings(app) == ["queue_time_ms", "first.kind", "conversation_id", "place", "is_handled", "open"]
    assert {row["first.kind"] for row in rows(app)} == {"Wait in queue"}
    assert {row["is_handled"] for row in rows(app)} == {"Yes", "No"}


def test_columns_can_be_chosen_and_taken_back(open_page: Open) -> None:
    app = open_page("conversations")
    usual = headings(app)
    field = app.multiselect(key="list-columns")
    assert {"Conversation's id", "First segment: Kind of segment", "Latitude"} <= set(field.options)
    field.set_value(["phone_e164", "ended_at"]).run()
    assert (app.query_params["cols"], headings(app)) == ("phone_e164,ended_at", ["phone_e164", "ended_at", "open"])
    assert {row["phone_e164"] for row in rows(app)} >= {"+1 212 ••• ••01"}
    app.button(key="list-columns-usual").click().run()
    assert ("cols" in app.query_params, headings(app)) == (False, usual)


def test_a_column_that_does_not_exist_is_told(open_page: Open) -> None:
    app = open_page("conversations", cols="[x](y),queue_name")
    assert r"\[x\]\(y\)" in app.warning[0].value
    assert headings(app) == ["queue_name", "open"]


def test_a_list_can_be_sorted_by_a_column_that_is_shown(open_page: Open) -> None:
    app = open_page("conversations", cols="conversation_id,ring_time_ms,ended_at")
    field = app.selectbox(key="list-order")
    assert {"Ring time: highest first", "Ended: earliest first", "Newest first"} <= set(field.options)
    field.set_value("ended_at-asc").run()
    ends = [row["ended_at"] for row in rows(app)]
    assert (ends, app.query_params["sort"]) == (sorted(ends), "ended_at-asc")


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_that_a_list_can_tell_has_a_name(open_page: Open, language: str) -> None:
    names = [catalogue(language)[f"column.{name}"] for name in CONVERSATION_COLUMNS]
    app = open_page("conversations", lang=language)
    assert len(set(app.multiselect(key="list-columns").options)) > len(names) > 50


def test_the_list_has_no_two_columns_of_one_name(open_page: Open) -> None:
    options = open_page("conversations", lang="es").multiselect(key="list-columns").options
    assert sorted(options) == sorted(set(options))


def test_the_whole_list_can_be_taken_along_not_only_its_page(open_page: Open) -> None:
    from core.sheet import Sheet
    from ui.take import menu

    made: list[Sheet] = []
    app = open_page("conversations", cols="end_state,place,phone_e164,queue_time_ms")
    app.session_state["take-list-1-end_state-place-phone_e164-queue_time_ms"] = True
    write = menu._body
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(menu, "_body", lambda key, sheet, *more: (made.append(sheet), write(key, sheet, *more)))
        app.run()
    assert not app.exception
    sheet = made[0]
    assert sheet.rows.height == 60
    assert [one.label for one in sheet.headings] == [
        "State",
        "Place",
        "Telephone number",
        "Queue time",
        "Conversation's id",
    ]
    assert [one.unit for one in sheet.headings] == ["", "", "", "ms", ""]
    assert "+1 212 ••• ••01" in set(sheet.rows["phone_e164"])
    assert set(sheet.rows["end_state"]) == {"Handled", "Abandoned"}
