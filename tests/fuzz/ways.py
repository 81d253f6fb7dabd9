"""The ways in, each with what it promises of any bytes whatsoever.

A way is fed the bytes and raises only when a promise is broken: an error that is none of ours, a record of which
nobody can say what became of it, something half-done that can be seen.
"""

import gzip
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.access import SECRETS, read_access
from core.corrections.text import read_corrections
from core.errors import DefinitionError, SourceError
from core.ingest import ingest
from core.metrics.own import read_own
from core.notebooks import read_notebook
from core.profiles import batches, read_profile, suggest, write_profile
from core.schedules.text import read_schedules
from core.schema.tables import EVENTS, LOADS, REJECTED
from core.settings_text import read_settings
from core.sources import REASONS, read
from core.store.files import Files
from core.store.region_file import RegionFile
from core.store.workspace import Workspace
from core.tabular import read_table
from core.views.text import read_views
from tests.core.profiles import odd_files
from tests.core.sources.writing import FACTS, SHAPES, landed
from tests.core.views.test_text import BY_HAND
from tests.fuzz.posted import callbacks, knock, left_open, post_form, post_json, webhooks

ROOT = Path(__file__).parents[2]
MOST_BYTES = 20_000
"""Of a sample file: enough records to break, few enough to break many times."""


@dataclass(frozen=True)
class Way:
    """One way in.

    Args:
        name: of it.
        seeds: contents that it takes; accidents happen to them.
        feed: takes bytes in, in a folder of their own, and raises when it breaks its promise.
    """

    name: str
    seeds: Callable[[], list[bytes]]
    feed: Callable[[bytes, Path], None]


def _shapes() -> list[bytes]:
    plain = [write(FACTS) for write in SHAPES.values()]
    return [*plain, *(gzip.compress(content) for content in plain[:3])]


def _platforms() -> list[bytes]:
    files = sorted((ROOT / "sample_data" / "platforms" / "files").rglob("*"))
    contents = (file.read_bytes() for file in files if file.is_file())
    return [_beginning(gzip.decompress(each) if each.startswith(b"\x1f\x8b") else each) for each in contents]


def _beginning(content: bytes) -> bytes:
    """Whole lines from the beginning, where the file has lines."""
    if len(content) <= MOST_BYTES or not content.isascii():
        return content if len(content) <= 10 * MOST_BYTES else content[: 10 * MOST_BYTES]
    end = content.rfind(b"\n", 0, MOST_BYTES)
    return content[: end + 1] if end > 0 else content


def _read_file(content: bytes, folder: Path) -> None:
    """Every record becomes events or is rejected with a reason; or the file is refused by its name."""
    try:
        batches = list(read(landed(folder, content)))
    except SourceError as refused:
        assert "export.bin" in str(refused), refused  # noqa: PT017
        return
    events = pl.concat([batch.events for batch in batches])
    rejected = pl.concat([batch.rejected for batch in batches])
    assert events["event_id"].null_count() == events["occurred_at"].null_count() == 0
    assert set(rejected["reason"]) <= set(REASONS)
    positions = sorted([*events["position"].unique(), *rejected["position"]])
    assert positions == list(range(1, sum(batch.rows_in for batch in batches) + 1))


def _odd_tables() -> list[bytes]:
    with TemporaryDirectory() as folder:
        return [_beginning(odd_files.written(Path(folder), name).read_bytes()) for name in odd_files.FILES]


def _read_table(content: bytes, folder: Path) -> None:
    """Whatever is suggested for it, every row becomes events or is rejected; or the file is refused by its name."""
    file = landed(folder, content, "table.csv")
    try:
        suggestion = suggest(read_table(file.path, file.name))
        if suggestion.missing:
            return
        profile = read_profile(write_profile(suggestion.profile), suggestion.profile.name)
        assert profile == suggestion.profile
        read_by_it = list(batches(file, profile))
    except SourceError as refused:
        assert "table.csv" in str(refused), refused  # noqa: PT017
        return
    for batch in read_by_it:
        kept = batch.events["position"] if batch.intervals is None else batch.intervals["position"]
        assert kept.n_unique() + batch.rejected["position"].n_unique() == batch.rows_in
        assert set(batch.rejected["reason"]) <= set(REASONS)


def _profiles() -> list[bytes]:
    with TemporaryDirectory() as folder:
        tables = [read_table(odd_files.written(Path(folder), name), name) for name in odd_files.FILES]
        return [write_profile(suggest(table).profile).encode() for table in tables]


def _take_in(content: bytes, folder: Path) -> None:
    """A load adds up, and what is visible is whole; a refused file leaves nothing behind."""
    file = folder / "export.bin"
    file.write_bytes(content)
    workspace = Workspace(folder / "home")
    done = ingest(workspace, [file])
    snapshot = workspace.snapshot()
    loads = snapshot.scan(LOADS).collect()
    wrong = loads.filter(pl.col("rows_in") != pl.sum_horizontal("rows_kept", "rows_duplicate", "rows_rejected"))
    assert wrong.is_empty(), wrong
    assert len(done.loads) + len(done.failures) == 1
    assert snapshot.scan(REJECTED).collect().height == sum(load["rows_rejected"] for load in done.loads)
    if done.failures:
        assert not any(snapshot.rows(table) for table in (EVENTS, LOADS, REJECTED))


def _text(reader: Callable[[str], object]) -> Callable[[bytes, Path], None]:
    """A text file that people write: it is read, or its mistake is told."""

    def feed(content: bytes, _folder: Path) -> None:
        with suppress(DefinitionError):
            reader(content.decode("utf-8", "surrogateescape"))

    return feed


def _settings(content: bytes, folder: Path) -> None:
    file = folder / "settings.toml"
    file.write_bytes(content)
    with suppress(DefinitionError):
        read_settings(file)


def _access(content: bytes, folder: Path) -> None:
    (folder / "twilio.toml").write_bytes(content)
    with suppress(DefinitionError):
        access = read_access(folder)
        for name in SECRETS:
            with suppress(DefinitionError):
                access.reveal(name)


def _regions(content: bytes, folder: Path) -> None:
    (folder / "regions.csv").write_bytes(content)
    with suppress(DefinitionError):
        RegionFile(Files(folder)).rules()


def _built_in_notebooks() -> list[bytes]:
    return [file.read_bytes() for file in sorted((ROOT / "core" / "notebooks" / "built_in").glob("*.toml"))]


def _quoted(document: str) -> Callable[[], list[bytes]]:
    """The examples that a page of the documents shows."""

    def seeds() -> list[bytes]:
        text = (ROOT / "docs" / document).read_text(encoding="utf-8")
        return [part.partition("\n")[2].encode() for part in text.split("```")[1::2]]

    return seeds


WAYS = (
    Way("files of events", _shapes, _read_file),
    Way("files of other platforms", _platforms, _read_file),
    Way("loads", lambda: [*_shapes()[:8], *_platforms()], _take_in),
    Way("callbacks", callbacks, post_form),
    Way("webhooks", webhooks, post_json),
    Way("what a killed collector left", lambda: _shapes()[:8], left_open),
    Way("who posts", lambda: [b"Basic dHdpbGlvOndyb25n", b"Bearer x", b"RSOYDt4T1cUTdK1PDd93/VVr8B8="], knock),
    Way("twilio.toml", _quoted("live.md"), _access),
    Way("tables", _odd_tables, _read_table),
    Way("profiles", _profiles, _text(lambda text: read_profile(text, "fuzzed"))),
    Way("corrections.toml", _quoted("corrections.md"), _text(read_corrections)),
    Way("settings.toml", _quoted("settings.md"), _settings),
    Way("metrics.toml", _quoted("own-metrics.md"), _text(read_own)),
    Way("notebooks", _built_in_notebooks, _text(lambda text: read_notebook(text, "fuzzed"))),
    Way("schedules.toml", _quoted("schedules.md"), lambda content, _: read_schedules(content) and None),
    Way("views.toml", lambda: [BY_HAND.encode()], _text(read_views)),
    Way("regions.csv", _quoted("regions.md"), _regions),
)
