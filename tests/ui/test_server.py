"""A fresh server over real HTTP: its first answer already comes from the router, and every answer is guarded."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from core.words import catalogue
from tests.e2e.server import serving
from ui.sitemap import PLACES

pytestmark = pytest.mark.slow
OUTLINE = "/assets/outlines/world.geojson"


def fetch(url: str) -> tuple[bytes, Message]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read(), answer.headers


def first_run(url: str, page: str) -> list[ForwardMsg]:
    """All that a server sends to a client that asks for one page and nothing else."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    messages = []
    stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        socket.send(ask.SerializeToString())
        while not messages or messages[-1].WhichOneof("type") != "script_finished":
            message = ForwardMsg()
            message.ParseFromString(socket.recv(30, decode=False))
            messages.append(message)
    return messages


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("server") / "workspace") as address:
        yield address


@pytest.mark.parametrize("page", ["data", "conversation"])
def test_the_first_request_to_a_fresh_server_goes_through_the_router(page: str, tmp_path: Path) -> None:
    with serving(tmp_path / "workspace") as fresh:
        messages = first_run(fresh, page)
    # Streamlit's own discovery of `pages/` would show its own menu, and the page without our header.
    menus = [message.navigation for message in messages if message.WhichOneof("type") == "navigation"]
    assert [[one.url_pathname for one in menu.app_pages] for menu in menus] == [
        ["", *(place.name for place in PLACES[1:])]
    ]
    shown = [message.delta.new_element for message in messages]
    titles = [element.heading.body for element in shown if element.HasField("heading")]
    assert titles[0] == catalogue("en")[f"page.{page}.title"]
    assert not any(element.HasField("exception") for element in shown)


def test_health_tells_the_versions_of_app_and_data(url: str) -> None:
    body, headers = fetch(f"{url}/api/health")
    told = json.loads(body)
    assert headers["content-type"] == "application/json"
    assert (told["status"], told["data_version"], told["data_committed_at"]) == ("ok", 0, None)
    assert told["version"]


def test_open_pages_are_told_the_version_of_the_data_and_no_more(url: str) -> None:
    body, headers = fetch(f"{url}/api/version")
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {"data_version": 0}


@pytest.mark.parametrize(
    "path", ["/", "/api/health", "/assets/outlines/world.geojson", "/_stcore/health", "/geography"]
)
def test_every_answer_forbids_what_is_not_ours(url: str, path: str) -> None:
    _, headers = fetch(f"{url}{path}")
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_scripts_within_the_page_are_named_one_by_one(url: str) -> None:
    _, headers = fetch(f"{url}/")
    scripts = next(part for part in headers["content-security-policy"].split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'sha256-" in scripts


def test_the_first_page_is_found_by_its_name_too(url: str) -> None:
    with urllib.request.urlopen(f"{url}/overview?lang=es&channel=voice", timeout=10) as answer:
        assert answer.url == f"{url}/?lang=es&channel=voice"


@pytest.mark.parametrize("path", ["/assets/outlines/../../../pyproject.toml", "/assets/outlines/%2e%2e/gazetteer.py"])
def test_nothing_but_the_outlines_can_be_fetched(url: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError):
        fetch(f"{url}{path}")
