"""The port that a server is to listen on, tried before anything is said or begun."""

import socket

from core.errors import AtalayaError


def check_port(host: str, port: int) -> None:
    """Raise an `AtalayaError`, with the way out, when nobody could listen there.

    Whoever else is quick enough can still take the port between this and the server's start; the server tells that.
    """
    try:
        [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        with socket.socket(family, kind, protocol) as trial:
            # As servers do: a port whose last connections are still being closed is free.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((address[0], port, *address[2:]))
    except (OSError, OverflowError) as problem:
        way_out = "give another one with --port, or another address with --host."
        raise AtalayaError(f"Nothing can listen on port {port} of {host} ({problem}); {way_out}") from problem
