"""A file that cannot be read as a whole is an error that names it and says what to do."""

import gzip
import json
import os
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import SourceError
from core.sources import expand, read
from core.sources.text import RECORD_LIMIT_BYTES
from core.store.landing import Landed
from tests.core.sources.writing import (
    FACTS,
    SHAPES,
    array,
    cloud_event,
    comma_separated,
    ndjson,
    parquet,
    read_all,
    zipped,
)

MANY = [{**FACTS[0], "Sid": f"EV{number}"} for number in range(50)]


def encrypted() -> bytes:
    """A zip whose member says that it is encrypted."""
    content = bytearray(zipped(member=ndjson(FACTS)))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + offset] |= 1
    return bytes(content)


def corrupted(content: bytes) -> bytes:
    """The content with some bytes in the middle turned over."""
    middle = len(content) // 2
    return content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 8]) + content[middle + 8 :]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\r\n \n", "holds no records"),
        (b"\xef\xbb\xbf", "holds no records"),
        (b"[]", "holds no records"),
        (gzip.compress(b"", mtime=0), "holds no records"),
        (zipped(), "holds no files"),
        (zipped(a=b"", b=b""), "holds no files"),
        (b"Dear team, please find the report attached.", "has the fields Dear team, please find"),
        (b"Dear team.", "nothing recognisable; looked for JSON"),
        (comma_separated(FACTS).splitlines()[0], "holds no records"),
        (b"name,age\nAnn,3\n", "has the fields age, name: no known events. Looked for: specversion"),
        (b'{"name": "Ann"}', "has the fields name: no known events"),
        (b"{broken\n{broken\n", "no valid JSON from character 2"),
        (b"%PDF-1.7\n\x00\x01\x02", "is binary"),
        (os.urandom(10_000).replace(b"\x1f\x8b", b"--"), "binary|nothing recognisable|no valid JSON|damaged|not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is binary"),
        (gzip.compress(ndjson(MANY))[:-20], "truncated"),
        (gzip.compress(ndjson(MANY))[:200], "truncated"),
        (corrupted(gzip.compress(ndjson(MANY))), "damaged|truncated"),
        (zipped(member=ndjson(MANY))[:-30], "damaged or truncated"),
        (corrupted(zipped(member=ndjson(MANY))), "damaged or truncated"),
        (parquet(MANY)[:-100], "damaged or truncated Parquet"),
        (parquet(MANY)[:20], "damaged or truncated Parquet"),
        (array(MANY)[:-50], "truncated"),
        (array(MANY)[:-1], "truncated"),
        (array(MANY, indent=2)[:-300], "truncated"),
        (array(MANY) + b"x", "no valid JSON from character"),
        (array(MANY).replace(b"}, {", b"} {"), "no valid JSON from character"),
        (b'{"events": [' + ndjson(FACTS[:1]), "truncated"),
        (b'{"events": [' + ndjson(FACTS[:1]) + b'], "meta"', "truncated"),
        (b"[" * 100_000, "nested too deeply|truncated"),
        (encrypted(), "is encrypted"),
        (zipped(inner=zipped(member=ndjson(FACTS))), "another archive"),
        (zipped(inner=gzip.compress(ndjson(FACTS))), "another archive"),
        (gzip.compress(gzip.compress(ndjson(FACTS))), "another archive"),
        (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50, "is a 7z file"),
        (b"\x28\xb5\x2f\xfd" + b"\x00" * 50, "is a zstd file"),
        ("\n".join(['{"EventType": "más"}'] * 30).encode("latin-1"), "is not UTF-8"),
        (b"\xff\xfe" + ndjson(FACTS).decode().encode("utf-16-le") + b"\x00\xd8", "damaged"),
        (ndjson([{"EventType": "x", **{f"k{number}": 1 for number in range(2_500)}}]), "more than 2,000 different"),
        (ndjson({"EventType": "x", f"k{number}": 1} for number in range(2_500)), "more than 2,000 different"),
    ],
)
def test_a_bad_file_is_refused_with_its_name(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as refused:
        read_all(tmp_path, content, "calls of July.dat")
    assert "calls of July.dat" in str(refused.value)


@pytest.mark.parametrize(
    "shape", ["callback NDJSON", "form bodies", "callback CSV", "stream array", "resource pages", "stream Parquet"]
)
def test_only_the_member_at_fault_is_named(tmp_path: Path, shape: str) -> None:
    archive = zipped(good=SHAPES[shape](FACTS), bad=b"\x00\x01binary")
    with pytest.raises(SourceError, match=re.escape("export.bin (bad) is binary")):
        read_all(tmp_path, archive)


def endless(head: bytes) -> Callable[[Path], None]:
    """Writes a file that begins well and then goes on for 90 MB without an end."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            for _ in range(90):
                file.write(b"a" * 1_000_000)

    return write


def sparse(path: Path) -> None:
    """A file of two gigabytes of zeros that takes no space."""
    with path.open("wb") as file:
        file.truncate(2 << 30)


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (sparse, "is binary"),
        (endless(b""), "nothing recognisable"),
        (endless(b'{"EventType": "'), "longer than 64 MB"),
        (endless(ndjson(FACTS) + b'{"EventType": "'), "longer than 64 MB"),
        (endless(b'[{"EventType": "'), "longer than 64 MB"),
        (endless(b"EventType=x&Sid="), "longer than 64 MB"),
        (endless(comma_separated(FACTS) + b'"'), "longer than 64 MB"),
    ],
)
def test_an_endless_record_is_refused_without_holding_it(
    tmp_path: Path, write: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "endless"
    write(path)
    tracemalloc.start()
    with pytest.raises(SourceError, match=message):
        list(read(Landed("f1", path, "endless", path.stat().st_size)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * RECORD_LIMIT_BYTES
    path.unlink()


def test_a_decompression_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.sources.containers.BOMB_BYTES", 20_000_000)
    line = ndjson([cloud_event(FACTS[0])])
    bomb = line * (60_000_000 // len(line))
    for content in (gzip.compress(bomb), zipped(bomb=bomb)):
        with pytest.raises(SourceError, match="decompression bomb"):
            read_all(tmp_path, content)


def test_expansion_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.sources.containers.EXPANDED_LIMIT_BYTES", 10_000)
    for content in (ndjson(MANY), gzip.compress(ndjson(MANY)), zipped(a=ndjson(MANY))):
        with pytest.raises(SourceError, match="split it"):
            read_all(tmp_path, content)


def test_folders_are_expanded_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.json", "b/1.json", "a.json", ".hidden", ".git/x", "b/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = expand([tmp_path / "b", tmp_path, tmp_path / ".hidden"])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["b/1.json", "b/2.json", "a.json", ".hidden"]


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere does not exist"):
        expand([tmp_path / "nowhere"])


def test_names_of_the_file_do_not_matter(tmp_path: Path) -> None:
    for name in ("events.csv", "events.parquet", "events.gz", "events"):
        assert read_all(tmp_path, json.dumps(FACTS).encode(), name).rows_in == len(FACTS)
