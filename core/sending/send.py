"""Send a parcel: another try after growing waits as long as trying again can help, and what became of each try."""

from collections.abc import Callable
from pathlib import Path

from core.sending.destination import Destination, Folder, Smtp
from core.sending.folder import put
from core.sending.parcel import Parcel
from core.sending.smtp import mail
from core.sending.tried import Tried
from core.sending.webhook import post

WAITS_S = (5.0, 30.0, 120.0)
"""How long to wait before the second, third and fourth try (seconds); then it has failed."""

ASKED_MOST_S = 300.0
"""The other side may ask to wait longer, but not longer than this."""

Begin = Callable[[int, tuple[str, ...]], None]
End = Callable[[int, Tried], None]
Sleep = Callable[[float], None]


def send(
    destination: Destination,
    parcel: Parcel,
    left: tuple[str, ...],
    home: Path,
    *,
    on_begin: Begin,
    on_end: End,
    sleep: Sleep,
    waits_s: tuple[float, ...] = WAITS_S,
) -> bool:
    """Send to those who do not have it yet; whether all of them have it now.

    Args:
        left: recipients of the destination.
        home: of the workspace.
        on_begin: told before each try: its number, from 1, and who is tried. What happens between this and `on_end` is
            not known when the process is killed.
        on_end: told after each try.
        sleep: waits so many seconds; what it raises ends the work.
    """
    is_whole = True
    for number, wait_s in enumerate((*waits_s, None), start=1):
        on_begin(number, left)
        tried = _try(destination, parcel, left, home)
        on_end(number, tried)
        is_whole = is_whole and not tried.never
        left = tuple(tried.later)
        if not left:
            return is_whole
        if wait_s is not None:
            sleep(max(wait_s, min(tried.wait_s or 0.0, ASKED_MOST_S)))
    return False


def _try(destination: Destination, parcel: Parcel, left: tuple[str, ...], home: Path) -> Tried:
    if isinstance(destination, Folder):
        return put(destination, parcel, home)
    if isinstance(destination, Smtp):
        return mail(destination, parcel, left)
    return post(destination, parcel)
