"""Where in a page the reader is: at the top of another page, and unmoved while the same page is drawn anew.

While a page is drawn anew its parts vanish and come back, some of them taller. Browsers hold what is in sight only as
long as the part they have chosen is there (and some not at all), so what was looked at would run away on a slow
machine. Each frame of such a run puts it back instead.
"""

import streamlit as st

_SCRIPT = """
const LINGERS = 60;  // frames, not seconds: charts grow to their height after the run, on a slow machine long after it
const PARTS = '[class*="st-key-"]';
const STAYS = ".st-key-trail";  // stands at the window's edge, wherever the page is
const app = document.querySelector("[data-testid=stApp]");
const main = () => document.querySelector("[data-testid=stMain]");
const isRunning = () => app.dataset.testScriptState === "running";
const keyOf = part => [...part.classList].find(name => name.startsWith("st-key-"));
let clicked = null;
let held = null;

// What is in sight: from the hand upwards (from the top of the window if nothing was clicked), then downwards.
function inSight() {
  const hand = clicked ?? main().getBoundingClientRect().top;
  const away = ({ top }) => top <= hand ? hand - top : top;
  return [...main().querySelectorAll(PARTS)]
    .filter(part => part.offsetHeight > 0 && !part.closest(STAYS))
    .map(part => ({ name: keyOf(part), top: part.getBoundingClientRect().top }))
    .filter(({ top }) => top >= 0 && top < window.innerHeight)
    .sort((one, other) => (one.top > hand) - (other.top > hand) || away(one) - away(other));
}

function putBack() {
  const page = main();
  const scrolled = page.scrollTop - held.scrolled;
  const isCutShort = scrolled < 0 && page.scrollTop + page.clientHeight > page.scrollHeight - 2;
  // Not we, and not a page that became too short to stay where it was: somebody has scrolled, and is let go.
  if (scrolled && !isCutShort) { release(); return; }
  for (const { name, top } of held.parts) {
    const box = page.querySelector("." + CSS.escape(name))?.getBoundingClientRect();
    if (!box?.height) continue;
    if (Math.abs(box.top - top) >= 1) page.scrollTop += box.top - top;
    break;
  }
  held.scrolled = page.scrollTop;
}

function step() {
  if (!held) return;
  held.frames = isRunning() ? LINGERS : held.frames - 1;
  if (!held.frames) { release(); return; }
  requestAnimationFrame(step);
  putBack();
}

const grown = new ResizeObserver(() => { if (held) putBack(); });  // before the change is painted

function hold() {
  const page = main();
  // At its top a page stays there, so that what is added above is seen.
  if (!isRunning() || held || !page?.scrollTop) return;
  held = { parts: inSight(), scrolled: page.scrollTop, frames: LINGERS };
  page.style.setProperty("overflow-anchor", "none");  // one hand is enough
  for (const part of page.children) grown.observe(part);
  requestAnimationFrame(step);
}

function release() {
  main()?.style.removeProperty("overflow-anchor");
  grown.disconnect();
  held = null;
}

new MutationObserver(hold).observe(app, { attributeFilter: ["data-test-script-state"] });
for (const kind of ["wheel", "touchmove"])
  document.addEventListener(kind, () => { release(); clicked = null; }, { capture: true, passive: true });
document.addEventListener("keydown", () => { clicked = null; }, { capture: true });
document.addEventListener("pointerdown", event => {
  clicked = event.clientY;
  if (held) Object.assign(held, { parts: inSight(), scrolled: main().scrollTop });
}, { capture: true });

export default function ({ data }) {
  const page = main();
  if (!page || page.dataset.page === data.page) return;
  // The first page begins at its top by itself; this may come late, when the reader has scrolled already.
  if (page.dataset.page) {
    release();
    page.scrollTo(0, 0);
  }
  page.dataset.page = data.page;
}
"""
_keep = st.components.v2.component("atalaya.place_in_page", js=_SCRIPT)


def keep_place(page: str) -> None:
    """Scroll up when another page is opened; while the same one is drawn anew, hold what the reader looks at.

    Args:
        page: what makes it another page: its name, and the id of what it shows.
    """
    _keep(key="place-in-page", data={"page": page})
