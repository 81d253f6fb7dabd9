"""At the side of every page: up to when the data of each platform go, and who is silent for longer than usual."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from core.schema.tables import LOADS
from tests.centre import centre

Open = Callable[..., AppTest]
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)


@pytest.fixture
def two_platforms(tmp_path: Path) -> Path:
    """Twilio was loaded once; another platform is heard of every ten minutes, and has been silent since yesterday."""
    home = tmp_path / "own"
    workspace = centre(home)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    moments = [yesterday - 10 * MINUTE * number for number in range(5 * 7 * 24 * 6)]
    rows = pl.DataFrame(
        {"load_id": [f"L{number}" for number in range(len(moments))], "loaded_at": moments},
        schema_overrides={"loaded_at": LOADS.schema["loaded_at"]},
    ).with_columns(platform=pl.lit("Amazon Connect"), rows_kept=pl.lit(1), last_event_at="loaded_at")
    with workspace.write() as change:
        change.append(LOADS, rows)
        change.commit("another platform")
    return home


@pytest.mark.parametrize(
    ("locale", "up_to", "silent"),
    [
        ("en-US", ("Twilio up to ", "Amazon Connect up to "), "Amazon Connect: nothing new for 2"),
        ("es-ES", ("Twilio hasta ", "Amazon Connect hasta "), "Amazon Connect: nada nuevo desde hace 2"),
    ],
)
def test_each_platform_is_told_and_who_is_silent(
    open_page: Open, two_platforms: Path, locale: str, up_to: tuple[str, str], silent: str
) -> None:
    told = [caption.value for caption in open_page("overview", home=two_platforms, locale=locale).sidebar.caption]
    assert any(all(one in caption for one in up_to) for caption in told)
    assert any(silent in caption for caption in told)


def test_one_platform_is_told_as_ever(open_page: Open) -> None:
    told = [caption.value for caption in open_page("overview").sidebar.caption]
    assert any("Conversations up to" in caption and "Twilio" not in caption for caption in told)
