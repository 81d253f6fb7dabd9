"""A server of its own on a workspace, and what it costs: processor seconds and memory."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks.child import held

ROOT = Path(__file__).parents[1]
STARTS_WITHIN_S = 60
ATALAYA = ("-m", "core.cli", "serve", "--host", "127.0.0.1", "--port")


@dataclass(frozen=True)
class Server:
    """A server that answers, on Linux: elsewhere nobody tells what another process costs."""

    url: str
    process: int

    def work(self) -> float:
        """Processor seconds of all its threads since it started."""
        told = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes that it holds now."""
        return held(self.process)


@contextmanager
def served(home: Path, *command: str | Path, health: str = "/_stcore/health") -> Iterator[Server]:
    """Serve until the block ends.

    Args:
        home: the workspace.
        command: what Python runs, to which the port is added; the app when it is not given.
        health: what it answers once it is up.

    Raises:
        SystemExit: it did not start; what it said stands above.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {"ATALAYA_HOME": str(home)}
    with TemporaryFile("w+") as said:
        words = [sys.executable, *map(str, command or ATALAYA), str(port)]
        server = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT)
        try:
            if not _answers(server, f"{url}{health}"):
                said.seek(0)
                sys.exit(f"{said.read()}\nThe server did not start.")
            yield Server(url, server.pid)
        finally:
            server.terminate()
            server.wait(30)


def _answers(server: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return True
    return False
