"""The loop that takes in by itself what comes; one a workspace, however many servers look after it."""

import os
from collections import deque
from collections.abc import Callable
from threading import Event
from time import monotonic

from core.errors import AtalayaError, Busy
from core.live.look import QUIET_S, Looker
from core.live.told import last_refresh, lease_of
from core.live.waits import waits
from core.store.files import refused
from core.store.lock import hold
from core.store.workspace import Workspace

LOOK_EVERY_S = 2.0
"""So often the loop looks whether something has come; a look takes milliseconds."""

LOOK_SHARE = 20
"""It rests so many times as long as a look took: hundreds of thousands of files take a second to list."""

SLOWER = 1.5
"""The next refresh may take so many times as long as the longest of the last ones."""

LEAVES = 1.2
"""The next refresh begins after so many times as long as the last one took, at the soonest, but for `every_s`."""

REMEMBERED, RESERVE = 3, 0.25
"""So many last ones; and so much of the time is kept for a refresh that takes longer than all of them."""

CALM_S = 1.0

Tell = Callable[[str], None]


def rest_s(every_s: float, longest_s: float, last_s: float) -> float:
    """How long after the beginning of a refresh the next one begins at the earliest (seconds).

    What came just after the beginning is to be in the numbers within `every_s`: so the next one begins as much sooner
    as it may take; but where there is time for it, it leaves the machine to others for a while.

    Args:
        every_s: as the settings have it.
        longest_s: how long the longest of the last refreshes took.
        last_s: how long the very last one took.
    """
    wanted_s = (1 - RESERVE) * every_s - SLOWER * longest_s - QUIET_S - LOOK_EVERY_S
    return max(wanted_s, min(LEAVES * last_s, every_s), min(every_s, QUIET_S))


class Loop:
    """Looks for what has come, and has it taken in.

    Args:
        refresh: takes in what waits; raises `Busy` when somebody else is writing.
        tell: says what goes wrong, a line each, once as long as it stays the same.
    """

    def __init__(self, workspace: Workspace, refresh: Callable[[], object], tell: Tell) -> None:
        self._workspace = workspace
        self._refresh = refresh
        self._tell = tell
        self._looker = Looker(workspace)
        self._stopped = Event()
        self._not_before = 0.0
        self._took_s: deque[float] = deque(maxlen=REMEMBERED)
        self._trouble = ""

    def stop(self) -> None:
        """Let it end before its next step."""
        self._stopped.set()

    def follow(self, *, is_patient: bool = False) -> None:
        """Go on until it is stopped.

        Args:
            is_patient: wait for one's turn while another process follows this workspace.

        Raises:
            Busy: another one does; unless it is patient.
            StoreError: the workspace cannot be written.
        """
        handle = self._turn(is_patient)
        if handle is None:
            return
        try:
            while not self._stopped.is_set():
                looked_s = 0.0
                try:
                    looked_s = self._once()
                    last = last_refresh(self._workspace)
                    self._say(last.trouble if last else "")
                except AtalayaError as problem:
                    # A disk that is full, rules that cannot be read: what waits goes on waiting.
                    self._say(str(problem))
                self._stopped.wait(max(LOOK_EVERY_S, LOOK_SHARE * looked_s))
        finally:
            os.close(handle)

    def _turn(self, is_patient: bool) -> int | None:
        """The lease, as long as which is held nobody else follows; null when it was stopped before its turn."""
        path = lease_of(self._workspace)
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as problem:
            raise refused(path.parent, problem) from problem
        while not self._stopped.is_set():
            try:
                # Whoever looks whether it is held has it for a moment.
                return hold(path, CALM_S)
            except Busy as problem:
                if not is_patient:
                    raise Busy(f"Another process follows this workspace already. {problem}") from problem
                self._stopped.wait(LOOK_EVERY_S)
        return None

    def _once(self) -> float:
        """A look, and a refresh when something has come and it is time; how long the look took (seconds)."""
        began = monotonic()
        every_s = self._workspace.house.refresh_every_s
        if not every_s or began < self._not_before:
            return 0.0
        has_come = waits(self._workspace, self._looker).is_ready
        looked_s = monotonic() - began
        if has_come:
            began = monotonic()
            try:
                self._refresh()
            except Busy:
                # It is tried again at the next look.
                return looked_s
            except AtalayaError:
                self._rest(began, every_s)
                raise
            self._rest(began, every_s)
        return looked_s

    def _rest(self, began: float, every_s: float) -> None:
        self._took_s.append(monotonic() - began)
        self._not_before = began + rest_s(every_s, max(self._took_s), self._took_s[-1])

    def _say(self, trouble: str) -> None:
        if trouble and trouble != self._trouble:
            self._tell(trouble)
        self._trouble = trouble
