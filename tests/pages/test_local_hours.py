"""Local hours: the week on either clock, the hours of UTC, and what comes while the house is closed.

The sixty conversations begin on Monday 2 March 2026 at 9:00 UTC and follow every four hours, by turns from New York,
San Francisco, Madrid, London and nobody knows where. The house is open from Monday to Friday, 9 to 18, on UTC.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.words import catalogue
from tests.centre import centre

Open = Callable[..., AppTest]
Click = Callable[[AppTest, str, str, dict[str, object]], AppTest]
HEAT = "heat-conversations_offered"


def tiles(app: AppTest) -> dict[str, str]:
    return {tile.label: tile.value for tile in app.metric}


def by_zone(app: AppTest, metric: str) -> dict[str, float]:
    """The last table of the page."""
    table = app.dataframe[-1].value
    return dict(zip(table.iloc[:, 0], table[metric], strict=True))


def texts(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_the_tiles_tell_what_comes_while_the_house_is_closed(open_page: Open) -> None:
    """Open are 9, 13 and 17 on eight working days: 24 of 60. Awake else are 14 of the 48 whose clock is known."""
    assert tiles(open_page("local_hours")) == {
        "Share outside hours": "60.0%",
        "Share outside hours, awake": "29.2%",
        "Customer's clock not known · 20.0%": "12",
    }


def test_it_is_always_said_how_many_have_no_known_clock(open_page: Open) -> None:
    told = ("Customer's clock not known · 20.0%", "12")
    assert told in tiles(open_page("local_hours", clock="house")).items()
    assert told in tiles(open_page("local_hours", tz="customer", weekday="1", hour="4")).items()
    app = open_page("local_hours", time_zone="Europe/Madrid")
    assert list(tiles(app)) == ["Share outside hours", "Share outside hours, awake"]
    assert catalogue("en")["hours.all_known"] in texts(app)


def test_who_has_no_clock_has_no_course_on_the_customers_clock_rather_than_one_of_zeros(open_page: Open) -> None:
    on_house, on_customers = (
        [len(tile.proto.chart_data) for tile in open_page("local_hours", **clock).metric]
        for clock in ({}, {"tz": "customer"})
    )
    assert on_house[2] > 1
    assert (on_customers[0] > 1, on_customers[2]) == (True, 0)


def test_the_hours_in_force_are_told_in_words(open_page: Open) -> None:
    english, spanish = (texts(open_page("local_hours", lang=language)) for language in ("en", "es"))
    assert "Open: **Mon–Fri 09:00–18:00**, on the clock of UTC" in english
    assert "every day 08:00–22:00" in english
    assert "Abierto: **lun–vie 09:00–18:00**" in spanish
    assert "todos los días 08:00–22:00" in spanish


def test_holidays_and_queues_with_hours_of_their_own_are_told_and_counted(open_page: Open, tmp_path: Path) -> None:
    centre(tmp_path / "workspace")
    rules = 'holidays = [2026-03-02]\n[queues."Billing"]\nopening_hours = ""\nholidays = []\n'
    before = open_page("local_hours", home=tmp_path / "workspace", period="2026-03-02").metric[0].value
    (tmp_path / "workspace" / "settings.toml").write_text(rules)
    app = open_page("local_hours", home=tmp_path / "workspace", period="2026-03-02")
    assert "Closed all day on Mar 2, 2026. With hours or holidays of their own: Billing." in texts(app)
    # Of four conversations, three in hours: on a holiday only Billing's, at 17:00, is not outside them.
    assert (before, app.metric[0].value) == ("25.0%", "75.0%")


def test_a_click_narrows_to_that_hour_of_the_customers_week(open_page: Open, click: Click) -> None:
    """Monday at 4 is when New York's first call came, at 9 of UTC."""
    app = click(open_page("local_hours"), "vega_lite_chart", HEAT, {"pick": [{"row": 4}]})
    assert {name: app.query_params[name] for name in ("tz", "weekday", "hour")} == {
        "tz": "customer",
        "weekday": "1",
        "hour": "4",
    }
    assert by_zone(app, "conversations_offered") == {"America/New_York": 1}


def test_on_the_houses_clock_a_click_narrows_by_that(open_page: Open, click: Click) -> None:
    app = open_page("local_hours")
    app.segmented_control(key="clock").select("house").run()
    assert app.query_params["clock"] == "house"
    app = click(app, "vega_lite_chart", HEAT, {"pick": [{"row": 9}]})
    assert ("tz" in app.query_params, app.query_params["weekday"], app.query_params["hour"]) == (False, "1", "9")
    assert by_zone(app, "conversations_offered") == {"America/New_York": 1, "Europe/Madrid": 1}


def test_hours_of_another_clock_keep_it_until_the_reader_turns_to_the_customers(open_page: Open) -> None:
    app = open_page("local_hours", weekday="1", hour="13")
    assert app.segmented_control(key="clock").value == "house"
    app.segmented_control(key="clock").select("customer").run()
    assert (app.query_params["tz"], app.query_params["hour"]) == ("customer", "13")
    app.segmented_control(key="clock").select("house").run()
    assert ("tz" in app.query_params, app.segmented_control(key="clock").value) == (False, "house")


def test_the_metric_of_the_week_is_chosen_and_kept(open_page: Open) -> None:
    app = open_page("local_hours")
    app.segmented_control(key="show").select("abandon_rate").run()
    assert app.query_params["show"] == "abandon_rate"
    assert "Abandon rate through the week" in [heading.value for heading in app.subheader]


def test_where_time_counts_is_chosen_for_sums_of_time_only_and_kept(open_page: Open) -> None:
    app = open_page("local_hours", show="total_handling_time")
    assert app.segmented_control(key="time").value == "split"
    app.segmented_control(key="time").select("ended").run()
    assert app.query_params["time"] == "ended"
    assert catalogue("en")["attribution.told_ended"] in texts(app)
    app.segmented_control(key="time").select("split").run()
    assert "time" not in app.query_params
    app.segmented_control(key="show").select("service_level").run()
    assert "time" not in [control.key for control in app.segmented_control]


def test_demand_by_zone_stands_in_a_table_too(open_page: Open) -> None:
    """Each hour of a call has ten, two of each customer; 22 of the 30 days of the period are working days."""
    hours = open_page("local_hours").dataframe[0].value.set_index("hour")
    assert hours.loc["09:00"].to_dict() == {
        "open": pytest.approx(22 / 30),
        "America/Los_Angeles": 2,
        "America/New_York": 2,
        "Europe/London": 2,
        "Europe/Madrid": 2,
        "Customer's clock not known": 2,
    }
    assert hours.loc["18:00"].sum() == 0


def test_demand_leaves_the_hours_of_another_clock_out_and_says_so(open_page: Open) -> None:
    app = open_page("local_hours", tz="Europe/Madrid", hour="10")
    assert catalogue("en")["hours.all_week"] in texts(app)
    assert app.dataframe[0].value.drop(columns=["hour", "open"]).sum().sum() == 60
    app = open_page("local_hours", hour="9")
    assert catalogue("en")["hours.all_week"] not in texts(app)
    assert app.dataframe[0].value.drop(columns=["hour", "open"]).sum().sum() == 10


def test_a_click_on_demand_narrows_to_a_time_zone(open_page: Open, click: Click) -> None:
    app = click(open_page("local_hours"), "vega_lite_chart", "demand", {"pick": [{"row": 0}]})
    assert app.query_params["time_zone"] == "America/Los_Angeles"
    assert by_zone(app, "conversations_offered") == {"America/Los_Angeles": 12}


def test_closed_but_awake_is_told_by_zone_and_by_country(open_page: Open) -> None:
    """Madrid is awake and the house closed at 9, 13 and 17 of a weekend: its calls then are the 33rd and the 38th."""
    app = open_page("local_hours")
    assert by_zone(app, "outside_hours_awake")["Europe/Madrid"] == 2
    app.segmented_control(key="by").select("country").run()
    assert app.query_params["by"] == "country"
    assert by_zone(app, "outside_hours_awake_rate")["Spain"] == pytest.approx(2 / 12)


def test_a_zone_of_the_table_can_be_chosen_by_name(open_page: Open) -> None:
    app = open_page("local_hours", lang="es")
    field = next(field for field in app.selectbox if field.label == "Ver solo: zona horaria")
    assert field.select("Europe/Madrid").run().query_params["time_zone"] == "Europe/Madrid"
