"""The menus that take results along: there beside every table and chart, and made only when they are opened."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def keys(app: AppTest, kind: str, begins: str) -> list[str]:
    """The keys of the elements of a kind that begin so."""
    found = [one.proto.id.split("-", 2)[2] for one in app.get(kind) if one.proto.id]
    return [key for key in found if key.startswith(begins)]


def menus(app: AppTest) -> list[str]:
    """The keys of the menus of the page."""
    return keys(app, "popover", "take-")


@pytest.mark.parametrize("locale", ["en-US", "es-ES"])
def test_a_menu_is_made_when_it_is_opened(open_page: Open, locale: str) -> None:
    app = open_page("overview", locale=locale)
    assert not app.exception
    closed = menus(app)
    assert any(key.startswith("take-table-queue_name") for key in closed)
    assert any(key.startswith("take-bars-direction") for key in closed)
    assert keys(app, "download_button", "take-") == []
    table = next(key for key in closed if key.startswith("take-table-queue_name"))
    app.session_state[table] = True
    app.run()
    assert not app.exception
    offered = [key.split("-")[1] for key in keys(app, "download_button", "take-")]
    assert offered == ["csv", "xlsx", "parquet"]


def test_a_chart_offers_pictures_too(open_page: Open) -> None:
    app = open_page("overview")
    app.session_state[next(key for key in menus(app) if key.startswith("take-bars-direction"))] = True
    app.run()
    offered = [key.split("-")[1] for key in keys(app, "download_button", "take-")]
    assert offered == ["csv", "xlsx", "parquet", "png", "svg"]


@pytest.mark.parametrize("level", ["region", "country", "state", "area_code", "city"])
def test_a_map_offers_pictures_too(open_page: Open, level: str) -> None:
    app = open_page("geography", level=level)
    app.session_state[next(key for key in menus(app) if key.startswith("take-places-"))] = True
    app.run()
    assert not app.exception
    assert {"png", "svg", "xlsx"} <= {key.split("-")[1] for key in keys(app, "download_button", "take-")}


def test_a_notebook_offers_reports(open_page: Open) -> None:
    app = open_page("notebook", name="atalaya.queues")
    assert not app.exception
    app.session_state["report-atalaya.queues"] = True
    app.run()
    assert not app.exception
    offered = [key.split("-")[1] for key in keys(app, "download_button", "report-")]
    assert offered == ["html", "pdf", "xlsx"]
