"""`atalaya serve`: start the app."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from core.commands.console import open_workspace, tell
from core.commands.port import check_port
from core.errors import AtalayaError

EXAMPLE = """examples:
  atalaya serve
  atalaya serve --port 8600 --host 0.0.0.0     (reachable from other machines: put TLS and a login in front of it)"""

APP = Path(__file__).parents[2] / "streamlit_app.py"


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=int, default=8501, help="default: 8501")
    parser.add_argument("--host", default="localhost", help="address to listen on (default: localhost)")


def run(arguments: Namespace) -> int:
    """Become the server's process; returns only when it cannot be started."""
    if not APP.is_file():
        raise AtalayaError(f"{APP} is not there; run `atalaya serve` from the installation that `make setup` made.")
    check_port(arguments.host, arguments.port)
    os.environ["ATALAYA_HOME"] = str(open_workspace(arguments).home.resolve())
    os.chdir(APP.parent)
    tell(f"Serving {os.environ['ATALAYA_HOME']} on http://{arguments.host}:{arguments.port} (Ctrl+C stops)")
    options = ["--server.port", str(arguments.port), "--server.address", arguments.host]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(APP), *options])  # noqa: S606 - no shell
