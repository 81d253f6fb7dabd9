"""What pages cost: the server's work at a click, what goes over the wire, many readers at once, and a real browser.

python -m benchmarks.pages           some minutes
python -m benchmarks.pages --full    the same with more clicks, for longer
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.browsing import chromium, filter_changes, first_load
from benchmarks.child import watch
from benchmarks.results import record
from benchmarks.served import Server, served
from benchmarks.tab import Step, Tab, tab
from ui.sitemap import PLACES

ABOUT = """
A real server on the sample's workspace, and visitors who speak Streamlit's protocol to it over websockets, as its page
in the browser does: they send what they have chosen and what they still remember, and wait until the script has
finished. Work is the processor time of the whole server, all its threads, at a click that changes the channel, once
the answers are known; beside it, in turns, the same of a page that shows nothing but a title, which is what Streamlit
itself takes. The largest step is the most that the server sends at once, not compressed: when the page is opened from
the menu, or at one of those clicks.

The fifty sessions click every five seconds, each at its own moment, three times out of four on a channel, else on
another page; the time is from the click to the end of the script. They share the machine's cores with the server.
Memory for a session is what the server grew by when they came, after one visitor had seen everything.

The browser is a Chromium without a screen that draws without a graphics card, on the same machine. First load begins
with an empty cache and ends when the last chart is drawn, as does the change of a filter.
"""

SECTION = "Pages"
CHOICES: tuple[tuple[str, ...], ...] = (("Voice",), ("Chat",), ("SMS",), ())
"""What is chosen one after the other: longer in coming back than a page remembers what it was sent."""

SESSIONS, EVERY_S = 50, 5.0
EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'
LARGEST_KB, GROWTH_MB = 300, 5.0


@dataclass(frozen=True)
class Size:
    """How much is measured: rounds of so many clicks a page, how long the crowd clicks, and reruns for the memory."""

    rounds: int = 5
    clicks: int = 4
    crowd_s: float = 20
    reruns: int = 200
    loads: int = 5


FULL = Size(clicks=12, crowd_s=120, reruns=500, loads=9)


def main() -> int:
    """Measure and record; 1 when a page shows an error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="more clicks, for longer")
    size = FULL if parser.parse_args().full else Size()
    with TemporaryDirectory(prefix="atalaya-pages-") as folder:
        home, empty = Path(folder) / "workspace", Path(folder) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        watch("-m", "tools.load_sample", home=home)
        with served(home) as server:
            _browser(server, size)
        with served(home) as server, served(home, *_streamlit(empty)) as other:
            asyncio.run(_clicks(server, other, size))
        with served(home) as server:
            asyncio.run(_crowd(server, size))
            asyncio.run(_memory(server, size))
    return 0


def _streamlit(script: Path) -> tuple[str | Path, ...]:
    config = ("--server.headless", "true", "--runner.postScriptGC", "false", "--server.fileWatcherType", "none")
    return ("-m", "streamlit", "run", script, *config, "--server.address", "127.0.0.1", "--server.port")


async def _clicks(server: Server, other: Server, size: Size) -> None:
    """The work and the bytes of a click on every page, and the work of a page that shows nothing."""
    async with tab(server.url) as visitor, tab(other.url) as idle:
        await visitor.visit("")
        await idle.visit("")
        nothing: list[float] = []
        for place in PLACES:
            received = (await visitor.visit("" if place is PLACES[0] else place.name)).received
            for turn in range(2 * len(CHOICES)):
                await _click(visitor, turn)
            works = []
            for _ in range(size.rounds):
                steps, work = await _worked(server, visitor, size.clicks)
                received = max(received, *(step.received for step in steps))
                works.append(work)
                nothing.append((await _worked(other, idle, size.clicks))[1])
            bar = 80 if place is PLACES[0] else None
            record(SECTION, f"work at a click, {place.name}", 1e3 * median(works), "ms", bar=bar)
            record(SECTION, f"largest step, {place.name}", received / 1e3, "kB", bar=LARGEST_KB)
        record(SECTION, "work at a click, a page of Streamlit that is empty", 1e3 * median(nothing), "ms")


async def _click(visitor: Tab, turn: int) -> Step:
    """Another channel, or the same page again where there is none to choose."""
    if visitor.has("only-channel"):
        return await visitor.choose("only-channel", *CHOICES[turn % len(CHOICES)])
    return await visitor.rerun()


async def _worked(server: Server, visitor: Tab, clicks: int) -> tuple[list[Step], float]:
    """The steps of some clicks, and the server's processor seconds for one."""
    before = server.work()
    steps = [await _click(visitor, turn) for turn in range(clicks)]
    return steps, (server.work() - before) / clicks


async def _crowd(server: Server, size: Size) -> None:
    """Many readers at once: how long each click takes, and what each of them holds in the server."""
    pages = ["" if place is PLACES[0] else place.name for place in PLACES if place.is_scoped and place.is_listed]
    async with tab(server.url) as guide:
        for page in ["", *pages]:
            await guide.visit(page)
            for turn in range(len(CHOICES)):
                await _click(guide, turn)
    before = server.memory()
    async with AsyncExitStack() as stack:
        readers = [await stack.enter_async_context(tab(server.url)) for _ in range(SESSIONS)]
        for reader in readers:
            await reader.visit("")
        worked, until = server.work(), perf_counter() + size.crowd_s
        found = await asyncio.gather(*(_read(one, pages, Random(at), until) for at, one in enumerate(readers)))
        worked, held = server.work() - worked, (server.memory() - before) / SESSIONS
    waits = [1e3 * step.seconds for steps in found for step in steps]
    note = f"{len(waits):,} clicks of {SESSIONS} sessions"
    record(SECTION, "fifty sessions, median of a click", median(waits), "ms", bar=400, note=note)
    record(SECTION, "fifty sessions, p95 of a click", quantiles(waits, n=20)[-1], "ms", bar=1_500, note=note)
    record(SECTION, "fifty sessions, work at a click", 1e3 * worked / len(waits), "ms")
    record(SECTION, "fifty sessions, largest step", max(s.received for one in found for s in one) / 1e3, "kB")
    record(SECTION, "memory for a session", held / 1e6, "MB", bar=6)


async def _read(reader: Tab, pages: Sequence[str], dice: Random, until: float) -> list[Step]:
    """One reader's clicks until the end."""
    steps: list[Step] = []
    next_at = perf_counter() + dice.random() * EVERY_S
    while next_at < until:
        await asyncio.sleep(max(0.0, next_at - perf_counter()))
        if dice.random() < 0.75:
            steps.append(await _click(reader, dice.randrange(len(CHOICES))))
        else:
            steps.append(await reader.visit(dice.choice(pages)))
        next_at += EVERY_S
    return steps


async def _memory(server: Server, size: Size) -> None:
    """What the server holds more after many reruns of one tab than after a fifth of them."""
    async with tab(server.url) as visitor:
        await visitor.visit("")
        for turn in range(size.reruns // 5):
            await _click(visitor, turn)
        before = server.memory()
        for turn in range(size.reruns - size.reruns // 5):
            await _click(visitor, turn)
    grown = (server.memory() - before) / 1e6
    record(SECTION, f"growth of memory over {size.reruns} reruns", grown, "MB", bar=GROWTH_MB)


def _browser(server: Server, size: Size) -> None:
    """What a person waits for."""
    with chromium() as browser:
        first_load(browser, server.url)
        loads = [first_load(browser, server.url) for _ in range(size.loads)]
        rounds = [filter_changes(browser, server.url, ("Voice", "Chat", "SMS")) for _ in range(size.loads)]
    changes = [one for seconds in rounds for one in seconds]
    record(SECTION, "first load of Overview in a browser", median(loads), "s", bar=3, note=f"worst {max(loads):.1f} s")
    record(SECTION, "change of a filter in a browser", median(changes), "s", bar=1, note=f"worst {max(changes):.1f} s")


if __name__ == "__main__":
    sys.exit(main())
