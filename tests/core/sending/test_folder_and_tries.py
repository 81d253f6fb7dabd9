"""Reports into a folder, and what is done when a try fails."""

import os
from pathlib import Path

import pytest

from core.errors import Cancelled
from core.sending import Attachment, Folder, Parcel, Tried, Webhook, send
from core.sending.folder import put
from tests.core.sending.servers import Hook, hook_server

PARCEL = Parcel("r1", "Service", "", (Attachment("a.html", "text/html", b"1"), Attachment("a.csv", "text/csv", b"2")))


def test_files_lie_in_the_folder_and_replace_those_of_before(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.csv").write_bytes(b"old")
    assert put(Folder("archive", "out"), PARCEL, tmp_path).delivered == ("out",)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {"a.html": b"1", "a.csv": b"2"}


def test_a_folder_is_made_but_not_what_it_should_lie_in(tmp_path: Path) -> None:
    assert put(Folder("archive", str(tmp_path / "new")), PARCEL, tmp_path).delivered
    away = put(Folder("archive", str(tmp_path / "not mounted" / "reports")), PARCEL, tmp_path)
    assert "No such file" in next(iter(away.later.values()))


def test_a_file_in_its_place_is_final(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    assert "File exists" in put(Folder("archive", "out"), PARCEL, tmp_path).never["out"]


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written_is_final(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    assert put(Folder("archive", "out"), PARCEL, tmp_path).never


class Told:
    """What a sender tells of its tries, and how long it waits."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, tuple[str, ...]]] = []
        self.ended: list[tuple[int, Tried]] = []
        self.waited: list[float] = []

    def send(self, hook: Hook, waits_s: tuple[float, ...] = (1, 5)) -> bool:
        webhook = Webhook("crm", hook.url)
        return send(
            webhook,
            PARCEL,
            webhook.recipients,
            Path(),
            on_begin=lambda number, left: self.begun.append((number, left)),
            on_end=lambda number, tried: self.ended.append((number, tried)),
            sleep=self.waited.append,
            waits_s=waits_s,
        )


def test_tries_go_on_after_growing_waits_until_one_succeeds() -> None:
    told = Told()
    with hook_server(Hook([(503, {}, b""), (500, {}, b"")])) as hook:
        assert told.send(hook)
    assert told.waited == [1, 5]
    assert [number for number, _ in told.begun] == [1, 2, 3]
    assert [bool(tried.delivered) for _, tried in told.ended] == [False, False, True]


def test_tries_end_at_some_time() -> None:
    told = Told()
    with hook_server(Hook([(503, {}, b"")] * 9)) as hook:
        assert not told.send(hook)
    assert len(hook.taken) == 3


def test_what_is_final_is_not_tried_again() -> None:
    told = Told()
    with hook_server(Hook([(404, {}, b"")])) as hook:
        assert not told.send(hook)
    assert told.waited == []


def test_whoever_asks_for_more_time_gets_it_within_bounds() -> None:
    told = Told()
    with hook_server(Hook([(429, {"Retry-After": "60"}, b""), (429, {"Retry-After": "99999"}, b"")])) as hook:
        told.send(hook)
    assert told.waited == [60, 300]


def test_a_sender_that_is_stopped_while_it_waits_tries_no_more() -> None:
    def stop(_seconds: float) -> None:
        raise Cancelled("stop")

    with hook_server(Hook([(503, {}, b"")])) as hook:
        webhook = Webhook("crm", hook.url)
        with pytest.raises(Cancelled):
            send(
                webhook,
                PARCEL,
                webhook.recipients,
                Path(),
                on_begin=lambda *_: None,
                on_end=lambda *_: None,
                sleep=stop,
            )
    assert len(hook.taken) == 1
