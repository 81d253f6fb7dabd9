"""`atalaya collect`: receive live events in a process of its own."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from core.commands.console import DONE, PROBLEM, open_workspace, tell
from core.commands.port import check_port

EXAMPLE = """examples:
  atalaya collect
  atalaya collect --port 8700 --host 0.0.0.0     (reachable from other machines: put TLS in front of it)
The app's own server receives events as well; this is a process of its own, which goes on while the app is updated.
docs/live.md tells what to set up on the platform's side."""

CONNECTIONS_MOST = 800
"""Beyond these a connection is answered 503: slow ones hold neither all of the memory nor
all of the files that a process may have open."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=int, default=8600, help="default: 8600")
    parser.add_argument("--host", default="localhost", help="address to listen on (default: localhost)")


def run(arguments: Namespace) -> int:
    """Serve until the process is told to end; then what waits is written and answered."""
    import uvicorn

    from core.collector.app import Collector

    home = open_workspace(arguments).home
    tell(_ways_in(home))
    check_port(arguments.host, arguments.port)
    tell(f"Collecting for {home.resolve()} on http://{arguments.host}:{arguments.port}/collect (Ctrl+C stops)")
    server = uvicorn.Server(
        uvicorn.Config(
            Collector(lambda: home),
            host=arguments.host,
            port=arguments.port,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=CONNECTIONS_MOST,
            timeout_graceful_shutdown=15,
            ws="none",
        )
    )
    try:
        server.run()
    except SystemExit:
        # It could not begin, and has said why; its own code means something else here.
        return PROBLEM
    except KeyboardInterrupt:
        tell("Stopped; all that was acknowledged is written down.")
    return DONE


def _ways_in(home: Path) -> str:
    """Who is let in, in one line.

    Raises:
        DefinitionError: `twilio.toml` or a secret that it names cannot be used.
    """
    from core.collector.gate import gate_of

    gate = gate_of(home)
    ways = ["the platform's signature"] * bool(gate.token) + [f"the password of {gate.user!r}"] * bool(gate.password)
    if ways:
        return f"Events are taken with {' or '.join(ways)}."
    return (
        "Every event is refused as yet: set TWILIO_AUTH_TOKEN (signed requests) or ATALAYA_COLLECTOR_PASSWORD (Basic "
        "authentication), or name in twilio.toml where these are kept; see docs/live.md."
    )
