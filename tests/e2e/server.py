"""A real server for the browser tests, as a process on a workspace of its own."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.atalaya import ATALAYA, ROOT, environment

STARTS_WITHIN_S = 60


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a workspace on a free port; the address. The process ends with the block."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = home.with_suffix(".log")
    with log.open("w") as out:
        server = subprocess.Popen(
            [*ATALAYA, "serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=ROOT,
            env=environment(home),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_healthy(server, url, log)
            yield url
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/api/health", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"The server did not start (exit code {server.poll()}):\n{log.read_text()[-4000:]}")
