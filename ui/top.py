"""Every page begins at its top: without help the browser stays as far down as the page that was left."""

import streamlit as st

_SCRIPT = """
export default function ({ data }) {
  const main = document.querySelector("[data-testid=stMain]");
  if (!main || main.dataset.page === data.page) return;
  // The first page begins at its top by itself; this may come late, when the reader has scrolled already.
  if (main.dataset.page) main.scrollTo(0, 0);
  main.dataset.page = data.page;
}
"""
_begin = st.components.v2.component("atalaya.begin_at_top", js=_SCRIPT)


def begin_at_top(page: str) -> None:
    """Scroll up when another page is opened; a rerun of the same one stays where the reader is.

    Args:
        page: what makes it another page: its name, and the id of what it shows.
    """
    _begin(key="begin-at-top", data={"page": page})
