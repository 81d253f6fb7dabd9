"""Ways of showing that no page uses yet in all their variety: lines of groups, durations, weeks."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.centre import centre

VARIETIES = (
    ("trend", "service_level", {"by": "queue_name"}),
    ("trend", "average_handling_time", {"by": "country", "grain": "hour"}),
    ("trend", "total_talk_time", {"grain": "week"}),
    ("trend", "conversations_offered", {"grain": "month"}),
    ("heat", "average_speed_of_answer", {}),
    ("bars", "abandon_rate", {"by": "agent_name"}),
    ("bars", "average_talk_time", {"by": "hour_of_day", "most": 2}),
)


def one(way: str, metric: str, options: dict[str, object]) -> None:
    import streamlit as st

    from ui import show
    from ui.scope import scope
    from ui.sitemap import PLACES

    st.navigation([place.page() for place in PLACES], position="hidden")
    getattr(show, way)(scope(), metric, **options)


@pytest.mark.parametrize(("way", "metric", "options"), VARIETIES)
def test_a_metric_is_shown_on_each_customers_own_clock(
    workspace_of_its_own: Path, way: str, metric: str, options: dict[str, object]
) -> None:
    centre(workspace_of_its_own)
    app = AppTest.from_function(one, args=(way, metric, options))
    app.query_params["tz"] = "customer"
    app.run()
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 1
    unknown = [link.proto.label for link in app.get("page_link") if link.proto.label.startswith("Not drawn")]
    assert len(unknown) == (way != "bars")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("way", "metric", "options"), VARIETIES)
def test_a_metric_is_shown_with_its_chart_and_the_way_to_its_conversations(
    workspace_of_its_own: Path, way: str, metric: str, options: dict[str, object], language: str
) -> None:
    centre(workspace_of_its_own)
    app = AppTest.from_function(one, args=(way, metric, options))
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 1
    assert [link.proto.page for link in app.get("page_link")] == ["passport"]
