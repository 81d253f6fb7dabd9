"""What is posted to the collector, and what a process that was killed left in the journal."""

import json
from pathlib import Path
from urllib.parse import urlencode

from core.collector import closed_files
from core.collector.app import Collector
from core.collector.gate import Gate
from core.collector.journal import OPEN
from core.sources import read
from core.store.landing import land
from core.store.workspace import Workspace
from tests.apart import run_apart
from tests.core.collector.asking import CALLBACK, EVENT, Answer, ask

PASSWORD = {"authorization": "Basic dHdpbGlvOnBhc3N3b3Jk"}
FORM = {"content-type": "application/x-www-form-urlencoded"} | PASSWORD
JSON = {"content-type": "application/json"} | PASSWORD


def callbacks() -> list[bytes]:
    """Forms as the platform posts them."""
    fields = CALLBACK | {"TaskAttributes": '{"from": "+34600000000", "name": "Añón & sons"}', "TaskAge": ""}
    return [
        urlencode(CALLBACK).encode(),
        urlencode(fields).encode(),
        b"StatusCallbackEvent=participant-hold&CallSid=CA1",
    ]


def webhooks() -> list[bytes]:
    """Arrays of events, and one by itself."""
    events = [EVENT, EVENT | {"id": "EZ2", "data": {"payload": {"task_attributes": '{"a": ["ñ", 1.5e300, null]}'}}}]
    return [
        json.dumps(events).encode(),
        json.dumps(events, indent=2, ensure_ascii=False).encode(),
        b"[]",
        json.dumps(EVENT).encode(),
    ]


def post_form(content: bytes, folder: Path) -> None:
    """A form is acknowledged and can be read as one record, or refused with a reason and leaves nothing."""
    workspace, answer = _posted("/collect/taskrouter", content, FORM, folder)
    assert answer.status in (204, 400), answer
    assert _records(workspace) == (1 if answer.status == 204 else 0)


def post_json(content: bytes, folder: Path) -> None:
    """An array is acknowledged and can be read as so many records, or refused with a reason and leaves nothing."""
    workspace, answer = _posted("/collect/event-streams", content, JSON, folder)
    assert answer.status in (200, 400), answer
    assert _records(workspace) == answer.told.get("accepted", 0)


def left_open(content: bytes, folder: Path) -> None:
    """Of a file that a killed process left all whole lines are handed on, up to what no disk wrote."""
    workspace = Workspace(folder / "home")
    left = workspace.files.path(f"{OPEN}/20261121T000000.000000Z-taskrouter-0.ndjson")
    left.parent.mkdir(parents=True)
    left.write_bytes(content)
    closed = closed_files(workspace)
    written = content.partition(b"\x00")[0]
    assert b"".join(path.read_bytes() for path in closed) == written[: written.rfind(b"\n") + 1]
    assert not left.exists()


def _posted(path: str, content: bytes, headers: dict[str, str], folder: Path) -> tuple[Workspace, Answer]:
    workspace = Workspace(folder / "home")
    (folder / "password").write_text("password")
    (workspace.home / "twilio.toml").write_text(f'password_file = "{folder / "password"}"\n')
    collector = Collector(lambda: workspace.home)
    answer = run_apart(ask(collector, path, [content], headers))
    collector.close()
    assert answer.status == 204 or answer.told.get("error") or "accepted" in answer.told
    return workspace, answer


def _records(workspace: Workspace) -> int:
    """How many records sources find in the journal; a file that cannot be read fails."""
    return sum(batch.rows_in for path in closed_files(workspace) for batch in read(land(workspace, path)))


def knock(content: bytes, _folder: Path) -> None:
    """A header, whatever it holds, opens nothing."""
    told = content.decode("latin-1")
    for gate in (Gate("", "twilio", "password"), Gate("token", "twilio", "password")):
        headers = {"authorization": told, "x-twilio-signature": told, "x-twilio-webhooks-signature-settings": told}
        assert not _is_let_in(gate, headers)


def _is_let_in(gate: Gate, headers: dict[str, str]) -> bool:
    from core.collector.refusal import Refusal

    try:
        if not gate.knows(headers):
            gate.check_form(f"https://{headers['authorization']}/collect", list(CALLBACK.items()), headers)
    except Refusal:
        return False
    return True
