"""Explore: controls build a figure, the address holds it, and what cannot be asked says why."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.figures import LOOKS, check_figure
from core.figures.params import read_params, write_params
from core.settings import Settings
from core.views import read_address, read_views
from core.words import LANGUAGES, catalogue
from ui.explore.examples import EXAMPLES, FIRST
from ui.sitemap import PLACES

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
BY_QUEUE = {"metrics": "conversations_offered,abandon_rate", "rows": "queue", "look": "table"}


def rows(app: AppTest) -> dict[str, dict[str, Any]]:
    """The table of the figure, by the name of each row."""
    table = app.dataframe[0].value
    return {row["queue_name"]: row for row in table.to_dict("records")}


def picture(app: AppTest) -> Any:
    return app.get("vega_lite_chart")[0].proto


def address(app: AppTest) -> dict[str, str]:
    return {name: app.query_params[name] for name in app.query_params}


def title(app: AppTest) -> str:
    return str(app.subheader[0].value)


def test_the_page_begins_with_a_figure_and_questions_to_click(open_page: Open) -> None:
    app = open_page("explore")
    assert title(app) == "Conversations offered by day, channel"
    assert len(app.get("vega_lite_chart")) == 1
    words = catalogue("en")
    links = {link.proto.label for link in app.get("page_link")}
    assert {words[f"explore.example.{name}"] for name in EXAMPLES} <= links
    assert address(app) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_question_to_begin_with_is_answered(open_page: Open, name: str, language: str) -> None:
    check_figure(EXAMPLES[name], Settings())
    app = open_page("explore", lang=language, **write_params(EXAMPLES[name]))
    assert not app.exception
    assert [warning.value for warning in app.warning] == []


def test_every_question_to_begin_with_has_its_own_look() -> None:
    check_figure(FIRST, Settings())
    assert {figure.look for figure in EXAMPLES.values()} <= set(LOOKS)


def test_an_address_says_all_of_a_figure(open_page: Open) -> None:
    """Queues have 20 conversations each; of Billing's every second one is abandoned, of the others' none."""
    app = open_page("explore", **BY_QUEUE, totals="yes", top="1", others="yes", sort="abandon_rate")
    told = rows(app)
    assert list(told) == ["Billing", "All others", "Total"]
    assert [row["conversations_offered"] for row in told.values()] == [20, 40, 60]
    assert told["Total"]["abandon_rate"] == pytest.approx(10 / 60)
    assert app.multiselect(key="explore-metrics").value == ["conversations_offered", "abandon_rate"]
    assert app.multiselect(key="explore-rows").value == ["queue_name"]
    assert app.number_input(key="explore-top").value == 1


def test_choosing_builds_the_figure_and_writes_the_address(open_page: Open) -> None:
    app = open_page("explore")
    app.multiselect(key="explore-rows").set_value(["queue_name"]).run()
    app.multiselect(key="explore-columns").set_value([]).run()
    app.multiselect(key="explore-metrics").set_value(["conversations_offered", "abandon_rate"]).run()
    app.pills(key="explore-look").set_value("table").run()
    assert address(app) == {"metrics": "conversations_offered,abandon_rate", "rows": "queue_name", "look": "table"}
    assert {name: row["conversations_offered"] for name, row in rows(app).items()} == {
        "Support": 20,
        "Sales, and more": 20,
        "Billing": 20,
    }


def test_each_control_is_in_the_address_and_comes_back_from_it(open_page: Open) -> None:
    app = open_page("explore", **BY_QUEUE)
    app.selectbox(key="explore-sort").set_value("abandon_rate").run()
    app.segmented_control(key="explore-direction").set_value("up").run()
    app.number_input(key="explore-top").set_value(2).run()
    app.checkbox(key="explore-others").check().run()
    app.checkbox(key="explore-totals").check().run()
    app.checkbox(key="explore-compared").check().run()
    app.text_input(key="explore-title").set_value("Ours").run()
    told = address(app)
    assert told == BY_QUEUE | {
        "rows": "queue_name",
        "sort": "abandon_rate",
        "ascending": "yes",
        "top": "2",
        "others": "yes",
        "totals": "yes",
        "compared": "yes",
        "title": "Ours",
    }
    again = open_page("explore", **told)
    assert title(again) == "Ours"
    assert again.dataframe[0].value.equals(app.dataframe[0].value)
    assert again.selectbox(key="explore-sort").value == "abandon_rate"
    assert again.checkbox(key="explore-totals").value


def test_another_address_changes_the_controls(open_page: Open) -> None:
    """As the back button does."""
    app = open_page("explore", **BY_QUEUE)
    app.multiselect(key="explore-metrics").set_value(["segments"]).run()
    app.query_params["metrics"] = BY_QUEUE["metrics"]
    app.run()
    assert app.multiselect(key="explore-metrics").value == ["conversations_offered", "abandon_rate"]
    assert "abandon_rate" in app.dataframe[0].value


def test_a_grain_is_one_click_away_and_takes_the_place_of_the_other(open_page: Open) -> None:
    app = open_page("explore", metrics="conversations_offered", rows="day,queue")
    app.segmented_control(key="explore-grain").set_value("week").run()
    assert address(app)["rows"] == "week,queue_name"
    app.segmented_control(key="explore-grain").set_value(None).run()
    assert address(app)["rows"] == "queue_name"
    app.segmented_control(key="explore-grain").set_value("hour").run()
    assert address(app)["rows"] == "hour,queue_name"


def test_metrics_can_be_put_into_another_order(open_page: Open) -> None:
    app = open_page("explore", **BY_QUEUE)
    app.button(key="explore-up-abandon_rate").click().run()
    assert address(app)["metrics"] == "abandon_rate,conversations_offered"
    assert list(app.dataframe[0].value) == ["queue_name", "abandon_rate", "conversations_offered"]


@pytest.mark.parametrize(
    ("column", "op", "value", "written", "offered"),
    [
        ("queue_name", "in", ["Support", "Billing"], "queue_name=Billing,queue_name=Support", 40),
        ("queue_name", "not in", ["Support"], "queue_name!=Support", 40),
        ("agent_name", "contains", "ana", "agent_name~ana", 30),
        ("weekday", "in", [1], "weekday=1", 12),
        ("hour_of_day", ">=", 12.0, "hour_of_day>=12", 30),
    ],
)
def test_any_column_can_be_a_condition_of_the_figure_alone(
    open_page: Open, column: str, op: str, value: Any, written: str, offered: int
) -> None:
    """A conversation begins every four hours from nine o'clock of a Monday on."""
    app = open_page("explore", metrics="segments,conversations_offered", look="table")
    app.selectbox(key="explore-new-column").set_value(column).run()
    app.selectbox(key=f"explore-new-op-{column}").set_value(op).run()
    word = {"in": "in", "not in": "not_in", "contains": "contains", ">=": "least"}[op]
    field = f"explore-new-value-{column}-{word}"
    kinds: tuple[Any, ...] = (app.multiselect, app.text_input, app.number_input)
    next(one for kind in kinds for one in kind if one.key == field).set_value(value).run()
    app.button(key="explore-filter").click().run()
    assert address(app)["where"] == written
    counted = app.dataframe[0].value
    assert counted["conversations_offered" if column != "agent_name" else "segments"][0] <= offered
    app.button(key="explore-unfilter-0").click().run()
    assert "where" not in address(app)


def test_a_condition_without_a_value_says_so_and_changes_nothing(open_page: Open) -> None:
    app = open_page("explore", **BY_QUEUE)
    app.selectbox(key="explore-new-column").set_value("channel").run()
    app.button(key="explore-filter").click().run()
    assert catalogue("en")["build.value_missing"] in [warning.value for warning in app.warning]
    assert "where" not in address(app)


def test_colours_are_added_in_the_units_that_people_use(open_page: Open) -> None:
    app = open_page("explore", **BY_QUEUE)
    app.selectbox(key="explore-colour-metric").set_value("abandon_rate").run()
    app.selectbox(key="explore-colour-tone").set_value("bad").run()
    app.number_input(key="explore-colour-least").set_value(20.0).run()
    app.button(key="explore-colour").click().run()
    assert address(app)["highlights"] == "abandon_rate:bad:0.2.."
    styles = app.dataframe[0].proto.arrow_data.styler
    assert "✗ 50.0%" in styles.display_values.decode("utf-8", "ignore")
    app.button(key="explore-uncolour-0").click().run()
    assert "highlights" not in address(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_asked_is_said_in_its_place_with_a_way_out(open_page: Open, language: str) -> None:
    app = open_page("explore", lang=language, metrics="conversations_offered", rows="queue", look="line")
    assert not app.exception
    assert [warning.value for warning in app.warning] == [catalogue(language)["figure.refused.line"]]
    app.segmented_control(key="explore-grain").set_value("day").run()
    assert [warning.value for warning in app.warning] == []


def test_a_group_that_does_not_fit_is_offered_at_the_end_and_says_why(open_page: Open) -> None:
    app = open_page("explore", metrics="occupancy", rows="agent", look="table")
    offered = app.multiselect(key="explore-rows").options
    assert "⊘ Queue" in offered
    app.multiselect(key="explore-rows").set_value(["agent_name", "queue_name"]).run()
    assert "cannot be split by queue" in app.warning[0].value


def test_bad_and_stale_parts_of_an_address_are_told_and_left_out(open_page: Open) -> None:
    app = open_page(
        "explore",
        metrics="conversations_offered,telepathy",
        rows="queue,aura",
        look="hologram",
        top="many",
        period="7d",
    )
    told = [warning.value for warning in app.warning]
    assert len(told) == 4
    assert "telepathy" in told[0]
    assert title(app) == "Conversations offered by queue"


def test_an_address_that_names_no_metric_shows_the_first_figure_and_says_so(open_page: Open) -> None:
    app = open_page("explore", metrics="telepathy")
    assert catalogue("en")["figure.address.nothing"] in [warning.value for warning in app.warning]
    assert title(app) == "Conversations offered by day, channel"


def test_what_an_address_says_is_shown_as_text_and_never_as_a_link(open_page: Open) -> None:
    app = open_page("explore", title="[free](https://evil.example)", **BY_QUEUE)
    assert title(app) == r"\[free\]\(https\://evil.example\)"


def test_taking_the_last_metric_away_keeps_the_figure_until_there_is_another(open_page: Open) -> None:
    app = open_page("explore", **BY_QUEUE)
    app.multiselect(key="explore-metrics").set_value([]).run()
    assert [info.value for info in app.info] == [catalogue("en")["build.no_metric"]]
    assert "conversations_offered" in app.dataframe[0].value
    app.multiselect(key="explore-metrics").set_value(["segments"]).run()
    assert address(app)["metrics"] == "segments"


def test_filters_of_the_page_narrow_the_figure(open_page: Open) -> None:
    app = open_page("explore", **BY_QUEUE, queue="Billing", channel="chat")
    assert {name: row["conversations_offered"] for name, row in rows(app).items()} == {"Billing": 5}


def test_a_click_on_a_bar_narrows_to_its_group_and_keeps_the_figure(open_page: Open, click: Click) -> None:
    app = open_page("explore", metrics="conversations_offered", rows="queue", look="bar")
    clicked = click(app, "vega_lite_chart", "explore-bar", {"pick": [{"row": 0}]})
    assert address(clicked)["metrics"] == "conversations_offered"
    assert clicked.query_params["queue"] in ("Support", "Billing", "Sales\\, and more")
    assert clicked.multiselect(key="explore-metrics").value == ["conversations_offered"]


def test_a_click_on_a_number_opens_its_passport(open_page: Open, click: Click) -> None:
    app = open_page("explore", **BY_QUEUE)
    opened = click(app, "dataframe", "explore", {"rows": [], "columns": [], "cells": [[0, "abandon_rate"]]})
    assert opened.title[0].value == catalogue("en")["page.passport.title"]
    assert opened.query_params["metric"] == "abandon_rate"


def test_a_number_that_no_address_can_name_opens_nothing(open_page: Open, click: Click) -> None:
    app = open_page("explore", **BY_QUEUE, where="agent_name~ana")
    opened = click(app, "dataframe", "explore", {"rows": [], "columns": [], "cells": [[0, "abandon_rate"]]})
    assert opened.title[0].value == catalogue("en")["page.explore.title"]
    assert [toast.value for toast in opened.toast] == [catalogue("en")["drawn.no_passport"]]


def test_the_addresses_of_the_documentation_say_what_they_mean() -> None:
    text = (Path(__file__).parents[2] / "docs" / "explore.md").read_text(encoding="utf-8")
    written = re.findall(r'^(?:address = ")?(explore\?[^"\n]+)', text, re.MULTILINE)
    assert len(written) > 4
    for one in written:
        figure, problems = read_params(dict(read_address(one)[1]), Settings())
        assert problems == ()
        assert figure is not None
        check_figure(figure, Settings())
    views = read_views(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0])
    assert views.mistakes == ()
    assert {view.page for view in views.views} <= {place.name for place in PLACES}


def test_a_choice_keeps_filters_that_are_named_twice(open_page: Open) -> None:
    app = open_page("explore", **BY_QUEUE)
    app.query_params["channel"] = ["voice", "chat"]
    app.run()
    app.checkbox(key="explore-totals").check().run()
    assert address(app)["channel"] == ["voice,chat"] or address(app)["channel"] == "voice,chat"


def test_a_short_question_in_sql_is_a_part_of_the_address(open_page: Open) -> None:
    app = open_page("explore", mode="sql", sql="SELECT COUNT(*) AS n FROM conversations")
    assert not app.exception
    assert app.text_area[0].value == "SELECT COUNT(*) AS n FROM conversations"
    while not app.dataframe:
        app.run()
    assert app.dataframe[0].value.iloc[0, 0] == 60
