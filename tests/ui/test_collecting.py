"""The app's own server takes live events, guarded as everything it answers."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from benchmarks.posting import callbacks, post_all, webhooks
from core.collector import close_current, closed_files
from core.ingest import ingest
from core.store.workspace import Workspace
from tests.apart import run_apart
from tests.e2e.server import serving

pytestmark = pytest.mark.slow
TOKEN = "t0ken"
BEGAN_MS = 1773570600000


def test_the_apps_server_takes_live_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    workspace = Workspace(tmp_path / "workspace")
    with serving(workspace.home) as url:
        posts = callbacks(url, TOKEN, range(100), BEGAN_MS) + webhooks(url, TOKEN, range(100, 200), BEGAN_MS)
        told = run_apart(post_all(url, posts, per_second=200, connections=8))
        assert told.statuses == {204: 100, 200: 10}
        with urllib.request.urlopen(f"{url}/collect/health", timeout=10) as answer:
            assert json.loads(answer.read())["accepted"] == {"taskrouter": 100, "event-streams": 100}
            assert "default-src 'self'" in answer.headers["content-security-policy"]
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{url}/collect/taskrouter", data=b"EventType=task.created", timeout=10)
        assert close_current(workspace, wait_s=60)
        done = ingest(workspace, closed_files(workspace))
    assert sum(load["rows_kept"] for load in done.loads) == 200


def test_without_a_secret_the_apps_server_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    with (
        serving(tmp_path / "workspace") as url,
        pytest.raises(urllib.error.HTTPError, match="503") as refused,
    ):
        urllib.request.urlopen(f"{url}/collect/taskrouter", data=b"EventType=task.created", timeout=10)
    assert "not switched on" in json.loads(refused.value.read())["error"]
