"""A real Atalaya for the browser tests: the command line and the server, as processes with a workspace of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
ATALAYA = (sys.executable, "-c", "import sys; from core.cli import main; sys.exit(main())")
STARTS_WITHIN_S = 60


def run_atalaya(home: Path, *words: str | Path) -> str:
    """Run one command on a workspace; what it printed. A failing command fails the test with what it said."""
    done = subprocess.run(
        [*ATALAYA, *map(str, words)], cwd=ROOT, env=_environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"atalaya {' '.join(map(str, words))}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a workspace on a free port; the address. The process ends with the block."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = home.with_suffix(".log")
    with log.open("w") as out:
        server = subprocess.Popen(
            [*ATALAYA, "serve", "--port", str(port)],
            cwd=ROOT,
            env=_environment(home),
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


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "ATALAYA_HOME": str(home)}


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
