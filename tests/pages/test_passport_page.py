"""Passport: the number of a tile, explained down to its rows, and the same for whoever opens its link."""

from collections.abc import Callable
from itertools import cycle
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from core.metrics import METRICS, SUBJECT_OF, SUBJECTS
from core.words import catalogue
from tests.pages.conftest import ROOT

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]


def rows(app: AppTest) -> list[dict[str, object]]:
    return app.dataframe[0].value.to_dict("records") if app.dataframe else []


def told(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.subheader))


def codes(app: AppTest) -> list[str]:
    return [code.value for code in app.code]


def check_passport(app: AppTest, metric: str, lang: str) -> None:
    assert not app.exception
    assert not app.error
    assert app.metric[0].label == getattr(METRICS[metric].label, lang)
    assert any(code.startswith(f"atalaya ask {metric} ") for code in codes(app))


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_metric_of_each_subject_has_a_passport(open_page: Open, subject: str, lang: str) -> None:
    metric = next(name for name in METRICS if SUBJECT_OF[name] == subject)
    check_passport(open_page("passport", metric=metric, lang=lang), metric, lang)


@pytest.mark.slow
@pytest.mark.parametrize(("metric", "lang"), list(zip(METRICS, cycle(("en", "es")), strict=False)))
def test_every_metric_has_a_passport(open_page: Open, metric: str, lang: str) -> None:
    check_passport(open_page("passport", metric=metric, lang=lang), metric, lang)


def test_the_number_is_that_of_the_tile_with_its_sums_and_its_rows(open_page: Open) -> None:
    app = open_page("passport", metric="abandon_rate")
    assert app.metric[0].value == "16.7%"
    table = next(text.value for text in app.markdown if "Above the line" in text.value)
    assert [line.split("|")[2:4] for line in table.splitlines()[2:]] == [
        [" **10** ", " 10 "],
        [" **60** ", " 60 "],
        [" **16.7%** ", "  "],
    ]
    assert len(rows(app)) == 50
    assert "Rows: 60 · page 1 of 2." in told(app)


def test_the_values_listed_over_all_pages_add_up(open_page: Open) -> None:
    pages = [rows(open_page("passport", metric="abandon_rate", page=page)) for page in ("1", "2")]
    above, below = (
        sum(int(row[side] or 0) for page in pages for row in page if row[side] == row[side])
        for side in ("above", "below")
    )
    assert (above, below) == (10, 60)


def test_the_parts_of_a_ratio_can_be_listed_alone_and_stand_in_the_address(open_page: Open) -> None:
    app = open_page("passport", metric="abandon_rate", page="2")
    app.button_group(key="passport-part").set_value("counted").run()
    assert (len(rows(app)), app.query_params["part"]) == (10, "counted")
    assert "page" not in app.query_params
    assert len(rows(open_page("passport", metric="abandon_rate", part="uncounted"))) == 50
    assert len(rows(open_page("passport", metric="abandon_rate", part="nonsense"))) == 50


def test_filters_and_rules_are_told(open_page: Open) -> None:
    app = open_page("passport", metric="service_level", channel="chat", queue="Support", vs="none")
    text = told(app)
    assert "Channel: Chat; Queue: Support" in text.replace("\\", "")
    assert "not compared" in text
    assert any("answer_within_s = 60" in code for code in codes(app))
    assert "none: it follows no setting" in told(open_page("passport", metric="conversations"))


def test_a_filter_narrows_the_number_and_keeps_the_passport(open_page: Open) -> None:
    app = open_page("passport", metric="conversations_offered")
    app.multiselect(key="only-channel").select("chat").run()
    assert (app.metric[0].value, app.query_params["metric"]) == ("15", "conversations_offered")


def test_the_comparison_is_told_with_its_number_and_its_dates(open_page: Open) -> None:
    app = open_page("passport", metric="conversations_offered", period="2026-03-08..2026-03-09")
    assert "**Compared with:** 12 in Mar 6, 2026 – Mar 7, 2026" in told(app)


def test_a_period_that_is_not_over_is_cut_on_both_sides_and_the_page_says_so(open_page: Open) -> None:
    """The last of the sixty gives up on 12 March at 05:01:09; one did two days before, twelve seconds earlier."""
    app = open_page("passport", metric="conversations_offered", period="2026-03-11..2026-03-12")
    assert app.metric[0].value == "8"
    assert "**Compared with:** 8 in Mar 9, 2026 – Mar 10, 2026, 05:01" in told(app)
    assert "The data ends on Mar 12, 2026, 05:01" in told(app)


def test_the_link_opens_the_same_number_whatever_the_preset_and_the_readers_clock(open_page: Open) -> None:
    app = open_page("passport", metric="conversations_offered", period="7d", tz="browser", channel="voice", vs="year")
    link = next(code for code in codes(app) if "passport?" in code)
    params = dict(parse_qsl(link.partition("?")[2]))
    assert (params["period"], params["tz"], params["vs"]) == ("2026-03-06..2026-03-12", "America/New_York", "year")
    assert open_page("passport", **params).metric[0].value == app.metric[0].value


def test_a_related_number_is_one_click_away(open_page: Open) -> None:
    app = open_page("passport", metric="abandon_rate", part="counted", page="2", channel="chat")
    app.button(key="to-service_level").click().run()
    assert app.metric[0].label == "Service level"
    assert dict(app.query_params) == {"metric": "service_level", "channel": "chat"}


def test_a_row_opens_its_conversation_which_leads_back(open_page: Open, click: Click) -> None:
    app = open_page("passport", metric="abandon_rate", part="counted", channel="voice")
    wanted = str(rows(app)[2]["open"]).partition("id=")[2]
    click(app, "dataframe", "passport-abandon_rate", {"rows": [2], "columns": [], "cells": []})
    assert app.title[0].value == catalogue("en")["page.conversation.title"]
    assert app.query_params["id"] == wanted
    back = next(link.proto for link in app.get("page_link") if link.proto.label == "Back to the number")
    assert (back.page, back.query_string) == ("passport", "channel=voice&metric=abandon_rate&part=counted")


def test_rows_of_agents_time_have_no_conversation_to_open(open_page: Open) -> None:
    app = open_page("passport", metric="busy_time")
    assert {"agent_name", "started_at", "ended_at", "above"} <= set(app.dataframe[0].value.columns)
    assert "open" not in app.dataframe[0].value.columns


def test_sides_of_two_tables_are_listed_one_at_a_time(open_page: Open) -> None:
    app = open_page("passport", metric="handled_segments_per_logged_in_hour")
    assert {row["above"] for row in rows(app)} == {1}
    app.button_group(key="passport-part").set_value("below").run()
    assert app.query_params["part"] == "below"
    assert not app.exception
    assert "queue_name" not in app.dataframe[0].value.columns if app.dataframe else "Nothing to show" in told(app)


def test_customers_are_masked_until_asked_for(open_page: Open) -> None:
    app = open_page("passport", metric="unique_customers")
    assert all("•" in str(row["customer_id"]) or row["customer_id"] == "anonymous" for row in rows(app))
    app.toggle(key="reveal").set_value(True).run()
    assert "+12125550101" in {row["customer_id"] for row in rows(app)}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_number_that_does_not_exist_is_told_kindly(open_page: Open, lang: str) -> None:
    app = open_page("passport", metric="[x](y)", lang=lang)
    assert not app.exception
    assert app.subheader[0].value == catalogue(lang)["passport.unknown"]
    assert r"\[x\]\(y\)" in told(app)
    app = open_page("passport", metric="servicelevel")
    app.button(key="to-service_level").click().run()
    assert app.metric[0].label == "Service level"


def test_without_a_number_the_page_says_where_to_find_one(open_page: Open) -> None:
    app = open_page("passport")
    assert app.subheader[0].value == catalogue("en")["passport.none"]
    assert {link.proto.page for link in app.get("page_link")} >= {"definitions"}


def test_the_page_is_reached_by_links_and_not_by_the_menu(open_page: Open) -> None:
    app = open_page("overview")
    menu = [link for link in app.sidebar.get("page_link") if link.proto.page == "passport"]
    assert not menu
    assert (ROOT / "pages" / "passport.py").read_text().startswith('"""Passport: where does this number come from?"""')
