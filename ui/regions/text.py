"""The draft as text, as the file will have it; what is wrong with it; and the texts that the file had before."""

import streamlit as st

from core.format import moment, number
from core.store.region_file import Version
from ui.regions.draft import Draft, change, region_file
from ui.regions.names import mistake_text
from ui.words import language, say

TEXT_PIXELS = 360
MISTAKES_SHOWN = 10


def write_text(now: Draft) -> None:
    """The draft in a field, to be written by hand."""
    st.session_state["regions-text"] = now.text
    st.text_area(
        say("regions.text"),
        key="regions-text",
        height=TEXT_PIXELS,
        placeholder="country,state,area_code,region\nES,,,Iberia\nUS,CA,,West\n,,212,New York",
        on_change=lambda: change(st.session_state["regions-text"]),
    )
    st.caption(say("regions.text_help"))


def mistakes(now: Draft) -> None:
    """Every line that cannot be used, with its way out."""
    found = now.reading.mistakes
    if not found:
        return
    told = [mistake_text(mistake) for mistake in found[:MISTAKES_SHOWN]]
    if len(found) > MISTAKES_SHOWN:
        told.append(say("regions.more_mistakes", count=len(found) - MISTAKES_SHOWN))
    st.error("\n".join([say("regions.mistakes"), "", *(f"* {one}" for one in told)]), icon=":material/error:")


def earlier_versions(zone: str) -> None:
    """The texts that were saved before; one of them can become the draft."""
    versions = {version.name: version for version in region_file().versions()}
    if not versions:
        st.caption(say("regions.no_versions"))
        return
    st.caption(say("regions.versions_help"))
    names = {name: _version_name(version, zone) for name, version in versions.items()}
    name = st.selectbox(
        say("regions.version"),
        list(names),
        format_func=names.__getitem__,
        key="regions-version",
        filter_mode=None,
        width=480,
    )
    chosen = versions[name]
    st.code(chosen.text, language=None, height=min(TEXT_PIXELS, 60 + 24 * chosen.text.count("\n")))
    st.button(
        say("regions.take_version"),
        key="regions-take",
        icon=":material/history:",
        on_click=change,
        args=(chosen.text,),
    )


def _version_name(version: Version, zone: str) -> str:
    when = moment(version.saved_at, zone, language())
    rules = say(
        "regions.rules_one" if version.rules == 1 else "regions.rules", count=number(version.rules, "count", language())
    )
    return f"{when} · {rules}"
