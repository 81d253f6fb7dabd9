"""When a page has settled: all that it asked of its server is answered, drawn and still.

Streamlit's page says whether its script runs, but says “not running” also between a click and the run that the click
asks for, and between two runs of which the second was begun by the first. So the page's own talk with its server is
listened to: a question is open until a run has begun after it, and a run until its end is told.
"""

from itertools import count

from playwright.sync_api import BrowserContext, Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_MS = 120_000
"""How long anything is waited for. It costs nothing where all is well: on a busy machine a page may take half of it."""

QUIET_FRAMES = 5
"""So many pictures in a row in which nothing came, was asked or was drawn."""

LOST_AFTER_MS = 3_000
"""A question of a part of the page that has just been replaced is left without an answer."""

_CALLS = count(1)
_ASKS, _BEGINS, _ENDS = (
    BackMsg.DESCRIPTOR.fields_by_name["rerun_script"],
    ForwardMsg.DESCRIPTOR.fields_by_name["new_session"],
    ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"],
)
_OF_PART, _BY_ITSELF = (_ASKS.message_type.fields_by_name[name] for name in ("fragment_id", "is_auto_rerun"))

_LISTEN = f"""(() => {{
    const runs = window.atalayaRuns = {{asked: 0, open: null, isRunning: false, changes: 0, quiet: 0, call: 0}};
    new MutationObserver(() => {{ runs.changes += 1; }}).observe(
        document, {{childList: true, characterData: true, subtree: true}});

    // The outermost fields of a message of Protocol Buffers: [number, whole number or bytes].
    function* fields(bytes) {{
        let at = 0;
        const whole = () => {{
            let value = 0;
            for (let scale = 1; ; scale *= 128) {{
                const byte = bytes[at++];
                value += (byte & 127) * scale;
                if (!(byte & 128)) return value;
            }}
        }};
        while (at < bytes.length) {{
            const tag = whole(), kind = tag & 7;
            if (kind === 0) yield [tag >>> 3, whole()];
            else if (kind === 2) {{ const size = whole(); yield [tag >>> 3, bytes.subarray(at, at += size)]; }}
            else return;
        }}
    }}

    function ask(bytes) {{
        for (const [number, question] of fields(bytes)) {{
            if (number !== {_ASKS.number}) continue;
            const said = new Map(fields(question));
            if (said.get({_BY_ITSELF.number})) return;
            runs.asked += 1;
            runs.open = {{at: performance.now(), ofPart: said.has({_OF_PART.number})}};
        }}
    }}

    function hear(bytes) {{
        runs.changes += 1;
        for (const [number, value] of fields(bytes)) {{
            if (number === {_BEGINS.number}) {{ runs.open = null; runs.isRunning = true; }}
            if (number === {_ENDS.number}) runs.isRunning = value === {ForwardMsg.FINISHED_EARLY_FOR_RERUN};
        }}
    }}

    window.WebSocket = class extends WebSocket {{
        constructor(...words) {{
            super(...words);
            Object.assign(runs, {{open: null, isRunning: false}});
            this.addEventListener("message", ({{data}}) => {{
                if (data instanceof ArrayBuffer) hear(new Uint8Array(data));
            }});
        }}
        send(message) {{
            if (message instanceof Uint8Array) ask(message);
            super.send(message);
        }}
    }};
}})()"""

_HAS_SETTLED = f"""call => {{
    const runs = window.atalayaRuns;
    const app = document.querySelector('[data-testid="stApp"]');
    if (!runs || !app) return false;
    if (runs.open?.ofPart && performance.now() - runs.open.at > {LOST_AFTER_MS}) runs.open = null;
    const isCalm = app.dataset.testScriptState === "notRunning" && !runs.open && !runs.isRunning
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
    runs.quiet = isCalm && runs.call === call && runs.seen === runs.changes ? runs.quiet + 1 : 0;
    Object.assign(runs, {{call, seen: runs.changes}});
    return runs.quiet >= {QUIET_FRAMES};
}}"""


def listen(context: BrowserContext) -> None:
    """Let every page of a browser keep count of what it asks its server; before the first one is opened."""
    context.add_init_script(_LISTEN)


def settled(page: Page) -> Page:
    """Wait until every question of the page is answered, and nothing is loading or drawn any more."""
    page.wait_for_function(_HAS_SETTLED, arg=next(_CALLS), polling="raf", timeout=PATIENCE_MS)
    return page


def asked(page: Page) -> int:
    """How many runs of its script the page has asked for since it was loaded, those of a clock left out."""
    return int(page.evaluate("() => window.atalayaRuns.asked"))


def has_asked(page: Page, before: int, within_ms: float) -> bool:
    """Whether the page asks for one more run soon: whether what was done was noticed at all."""
    return bool(
        page.evaluate(
            """async ([before, within]) => {
                const end = performance.now() + within;
                while (window.atalayaRuns.asked <= before && performance.now() < end)
                    await new Promise(requestAnimationFrame);
                return window.atalayaRuns.asked > before;
            }""",
            [before, within_ms],
        )
    )
