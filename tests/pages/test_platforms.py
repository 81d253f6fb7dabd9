"""Pages on a workspace of several platforms: narrowed to one, split by them, down to a record's own events."""

from pathlib import Path

import pytest

from core.ingest import ingest
from core.sources import Reading
from core.store.workspace import Workspace
from core.words import LANGUAGES
from tests.core.sources.exports import FILES
from tests.pages.conftest import Open

NAMES = ("amazon-connect.json.gz", "genesys-cloud.json.gz", "queue_log")
OFFERED = {"en": "Conversations offered", "es": "Conversaciones ofrecidas"}


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("platforms") / "workspace"
    files = [FILES / name for name in NAMES]
    assert not ingest(Workspace(home), files, reading=Reading("Europe/Madrid")).failures
    return home


def offered(open_page: Open, home: Path, language: str, **params: str) -> int:
    app = open_page("overview", home=home, lang=language, period="all", **params)
    assert not app.exception
    told = next(tile.value for tile in app.metric if tile.label == OFFERED[language])
    return int(told.replace(",", "").replace(".", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_narrowed_to_one_platform(open_page: Open, several: Path, language: str) -> None:
    whole = offered(open_page, several, language)
    alone = [
        offered(open_page, several, language, platform=name) for name in ("Amazon Connect", "Genesys Cloud", "Asterisk")
    ]
    assert sum(alone) == whole
    assert min(alone) > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_explore_splits_by_platform(open_page: Open, several: Path, language: str) -> None:
    asked = {"metrics": "conversations_offered,average_talk_time", "rows": "platform", "look": "table"}
    app = open_page("explore", home=several, lang=language, period="all", **asked)
    assert not app.exception
    assert set(app.dataframe[0].value["platform"]) >= {"Amazon Connect", "Genesys Cloud", "Asterisk"}


@pytest.mark.parametrize("name", ["agents", "queues", "handling", "transfers", "abandonment", "service_level", "data"])
def test_every_page_opens(open_page: Open, several: Path, name: str) -> None:
    app = open_page(name, home=several, period="all", platform="Amazon Connect")
    assert not app.exception
