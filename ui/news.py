"""New data show by themselves where nobody is disturbed by it; else a quiet line offers them.

The browser asks a small route for the version of the data now and then: fifty open pages cost the server next to
nothing, and only the browser knows whether somebody is typing, has a dialog or a list open, or has just scrolled. A run
of the page then brings the new numbers; everything else of it stays as it is: filters and choices are in the address
and in the session, and the browser keeps the place and what is open.
"""

import streamlit as st

from core.store.snapshot import Snapshot
from ui.sitemap import Place
from ui.words import say

LOOK_EVERY_S = 5

OFFERED = (
    *("explore", "notebook", "notebooks", "regions", "definitions", "views", "published", "corrections", "importing"),
    *("conversations", "conversation", "passport", "data"),
)
"""Pages on which something is written or chosen, or whose rows would move under the reader's eyes."""

_HTML = """<div role="status" aria-live="polite"><button type="button" hidden></button></div>"""

_CSS = """
button {
  position: fixed; right: 1.25rem; bottom: 1.25rem; z-index: 1000; padding: 0.5rem 1rem; cursor: pointer;
  font: inherit; font-size: 0.9rem; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-left: 4px solid var(--st-primary-color);
  border-radius: var(--st-base-radius, 8px); box-shadow: 0 2px 8px rgb(0 0 0 / 20%);
}
button[hidden] { display: none; }
button:hover, button:focus-visible { border-color: var(--st-primary-color); }
"""

_SCRIPT = """
const HAND_MS = 1500;
const OPEN = '[role=dialog], [role=listbox], [role=menu], [data-testid=stPopoverBody], [data-testid=stMenuButtonBody]';
const pages = new WeakMap();
let handAt = 0;
for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"])
  document.addEventListener(kind, () => { handAt = Date.now(); }, { capture: true, passive: true });

function isEdited() {
  if (document.querySelector(OPEN)) return true;
  const at = document.activeElement;
  if (at?.matches("textarea, [contenteditable=true], .cm-content")) return true;
  if (!at?.matches("input") || ["radio", "checkbox", "button", "range", "file"].includes(at.type)) return false;
  // A list to choose from keeps the focus when it has closed; nothing is half typed in it then.
  return !(at.getAttribute("role") === "combobox" && at.getAttribute("aria-expanded") !== "true" && !at.value);
}

function isBusy() {
  const app = document.querySelector("[data-testid=stApp]");
  return document.hidden || Date.now() - handAt < HAND_MS || app?.dataset.testScriptState === "running";
}

export default function (component) {
  const { parentElement } = component;
  const button = parentElement.querySelector("button");
  let page = pages.get(parentElement);
  if (!page) {
    page = {};
    pages.set(parentElement, page);
    page.look = async () => {
      const { data, setTriggerValue } = page.component;
      if (isBusy()) return;
      let version;
      try {
        const answer = await fetch("./api/version", { cache: "no-store" });
        if (!answer.ok) return;
        version = (await answer.json()).data_version;
      } catch { return; }
      if (version === page.component.data.version || version === page.shown || isBusy()) return;
      if (data.automatic && !isEdited()) {
        page.shown = version;
        setTriggerValue("show", version);
      } else {
        page.button.textContent = data.label;
        page.button.hidden = false;
      }
    };
    page.timer = setInterval(page.look, component.data.every_ms);
  }
  page.component = component;
  page.button = button;
  button.textContent = component.data.label;
  button.onclick = () => { button.hidden = true; component.setTriggerValue("show", component.data.version + 1); };
  if (page.version !== component.data.version) button.hidden = true;
  page.version = component.data.version;
  return () => { clearInterval(page.timer); pages.delete(parentElement); };
}
"""

_watch = st.components.v2.component("atalaya.news", html=_HTML, css=_CSS, js=_SCRIPT)


def watch(here: Place, shown: Snapshot) -> None:
    """Look now and then whether there is a newer version than the one that is shown.

    Args:
        here: the page.
        shown: what its numbers are of.
    """
    data = {
        "version": shown.version,
        "automatic": here.name not in OFFERED,
        "every_ms": LOOK_EVERY_S * 1000,
        "label": say("live.show_new"),
    }
    _watch(key="news", data=data, on_show_change=_ignore)


def _ignore() -> None:
    """A run of the page is all that is wanted."""
