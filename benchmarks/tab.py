"""A visitor's tab without a browser: what Streamlit's page says to its server over a websocket, and what it gets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ANSWERS_WITHIN_S = 120
KEPT_RUNS = 2
"""For so many runs the page remembers a large message that it was sent, as `global.maxCachedMessageAge` says."""

WIDGETS = ("selectbox", "multiselect")
"""The controls that are clicked here."""


@dataclass(frozen=True)
class Step:
    """One run of the script: how long until it had finished (seconds), and what came over the websocket (bytes)."""

    seconds: float
    received: int


@dataclass
class Tab:
    """One tab; `tab` opens it."""

    socket: ClientConnection
    query: str = ""
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    controls: dict[str, Element] = field(default_factory=dict)
    chosen: dict[str, WidgetState] = field(default_factory=dict)
    remembered: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)
    runs: int = 0

    async def visit(self, name: str, **query: str) -> Step:
        """Go to a page by the menu, with this address."""
        self.query, self.page = urlencode(query), self.pages.get(name, "")
        self.controls.clear()
        self.chosen.clear()
        return await self._run(name)

    async def rerun(self) -> Step:
        """Run the page once more, as after a click that changes nothing."""
        return await self._run()

    def has(self, key: str) -> bool:
        """Whether the page has a control of that key."""
        return any(name.endswith(f"-{key}") for name in self.controls)

    async def choose(self, key: str, *values: str) -> Step:
        """Choose by the words on the screen; of a list of one the value, of a list of several all that shall be chosen.

        Args:
            key: of the widget, as the code gives it.
        """
        control = next(one for name, one in self.controls.items() if name.endswith(f"-{key}"))
        state = WidgetState(id=getattr(control, str(control.WhichOneof("type"))).id)
        if control.HasField("multiselect"):
            state.string_array_value.data.extend(values)
        else:
            state.string_value = values[0]
        self.chosen[state.id] = state
        return await self._run()

    async def _run(self, name: str = "") -> Step:
        asked = BackMsg()
        wish = asked.rerun_script
        wish.query_string, wish.page_script_hash = self.query, self.page
        wish.page_name = "" if self.page else name
        wish.widget_states.widgets.extend(self.chosen.values())
        wish.cached_message_hashes.extend(self.remembered)
        wish.context_info.timezone, wish.context_info.locale = "Europe/Madrid", "en-US"
        wish.context_info.color_scheme = "light"
        began, received, is_over = perf_counter(), 0, False
        await self.socket.send(asked.SerializeToString())
        while not is_over:
            content = await self.socket.recv(decode=False)
            received += len(content)
            is_over = self._take(ForwardMsg.FromString(content))
        step = Step(perf_counter() - began, received)
        self.runs += 1
        self.remembered = {sha: one for sha, one in self.remembered.items() if self.runs - one[0] <= KEPT_RUNS}
        return step

    def _take(self, message: ForwardMsg) -> bool:
        """What the page does with a message; whether it was the run's last one."""
        if message.ref_hash:
            message = self.remembered[message.ref_hash][1]
        if message.metadata.cacheable:
            self.remembered[message.hash] = (self.runs, message)
        match message.WhichOneof("type"):
            case "navigation":
                self.page = message.navigation.page_script_hash
                self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta":
                self._see(message.delta.new_element)
            case "script_finished":
                return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False

    def _see(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        if kind in WIDGETS:
            self.controls[getattr(element, kind).id] = element
        if kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR):
            raise RuntimeError(f"The page says: {element.alert.body or element.exception.message}")


@asynccontextmanager
async def tab(url: str) -> AsyncIterator[Tab]:
    """A tab that is connected and has asked for nothing yet."""
    stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None) as socket:
        yield Tab(socket)
