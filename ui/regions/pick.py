"""The region that is being drawn: its name, and its places out of lists."""

from collections.abc import Iterable
from functools import cache

import polars as pl
import streamlit as st

from core.geo.gazetteer import countries, states
from core.geo.names import plain as folded
from core.regions import assigned, removed, renamed
from core.regions.area_codes import known_area_codes
from core.settings import RegionRule
from ui.regions.draft import Draft, change, draft
from ui.regions.names import place_name, region_label, region_name
from ui.words import language, say

REGION, NEW = "regions-region", ""
"""In the session: the label of the region that is being drawn; empty for a new one."""

Place = tuple[str, str, str]
"""Country, state and area code, as a rule has them."""


def drawn_region(now: Draft) -> str:
    """Let the reader choose which region to draw; empty while a new one has no name yet."""
    options = (*now.labels, NEW)
    if st.session_state.get(REGION) not in options:
        st.session_state[REGION] = options[0]
    chosen: str = st.session_state[REGION]
    names = {label: region_name(label) if label else say("regions.new") for label in options}
    st.session_state["regions-drawn"] = chosen
    st.selectbox(say("regions.drawn"), options, format_func=names.__getitem__, key="regions-drawn", on_change=_choose)
    if chosen:
        with st.container(horizontal=True, gap="small"):
            _rename(chosen)
            st.button(
                say("regions.remove_region"),
                key="regions-remove-region",
                icon=":material/delete:",
                on_click=_remove,
                args=(chosen,),
            )
    if chosen:
        return chosen
    name = st.text_input(say("regions.new_name"), key="regions-new", max_chars=60, placeholder=say("regions.new_hint"))
    return region_label(name or "")


def pick_places(now: Draft, label: str, sizes: pl.DataFrame) -> None:
    """Countries, states and area codes of a region out of lists, in which one can search.

    Args:
        sizes: conversations by `country`, `state`; states that are known from them alone can be chosen too.
    """
    if not label:
        st.caption(say("regions.name_first"))
    mine = [rule for rule in now.reading.rules if label and rule.label == label]
    for level, names in _options(language()).items():
        own = [place for place in map(place_of, mine) if level_of(place) == level]
        others = [*own, *(_states_in_use(sizes) if level == "state" else ())]
        named = names | {place: place_name(*place) for place in others if place not in names}
        key = f"regions-{level}"
        st.session_state[key] = own
        st.multiselect(
            say(f"regions.pick_{level}"),
            list(named),
            format_func=named.__getitem__,
            key=key,
            placeholder=say("regions.search"),
            disabled=not label,
            on_change=_pick,
            args=(label, own, key),
            select_all=False,
        )


def toggle(label: str, place: Place) -> None:
    """Give a place to the region, or take it out when it is there."""
    rule = RegionRule(label, *place)
    text = draft().text
    _put(label, removed(text, [rule]) if rule in draft().reading.rules else assigned(text, [rule]))


def place_of(rule: RegionRule) -> Place:
    """The place of a rule."""
    return rule.country, rule.state, rule.area_code


def level_of(place: Place) -> str:
    """Which list a place stands in."""
    country, state, area_code = place
    return "area_code" if area_code else "state" if state else "country" if country else ""


def _states_in_use(sizes: pl.DataFrame) -> list[Place]:
    """The states that conversations come from: outside North America, nobody else knows how they are written."""
    in_any_case = pl.col("state").str.to_lowercase().alias("spelling")
    written = sizes.drop_nulls(("country", "state")).group_by("country", in_any_case).agg(pl.col("state").min())
    return written.sort("country", "state").select("country", "state", area_code=pl.lit("")).rows()


def _choose() -> None:
    st.session_state[REGION] = st.session_state["regions-drawn"]


def _pick(label: str, before: Iterable[Place], key: str) -> None:
    """What has been added to a list belongs to the region, what has been taken out no longer does."""
    chosen, had = st.session_state[key], set(before)
    gone = [RegionRule(label, *place) for place in had - set(chosen)]
    come = [RegionRule(label, *place) for place in chosen if place not in had]
    _put(label, assigned(removed(draft().text, gone), come))


def _put(label: str, text: str) -> None:
    change(text)
    # The last place of a region is the end of it; its name stays in the field, to go on with.
    if label in draft().labels:
        st.session_state[REGION] = label
        st.session_state.pop("regions-new", None)
    else:
        st.session_state[REGION], st.session_state["regions-new"] = NEW, label


def _rename(label: str) -> None:
    with (
        st.popover(say("regions.rename"), icon=":material/edit:", key="regions-rename"),
        st.form("regions-rename-form", border=False),
    ):
        st.text_input(say("regions.new_name"), value=region_name(label), key=f"regions-name-{label}", max_chars=60)
        st.form_submit_button(say("regions.rename"), on_click=_rename_to, args=(label,))


def _rename_to(label: str) -> None:
    wanted = region_label(st.session_state[f"regions-name-{label}"])
    if wanted and wanted != label:
        change(renamed(draft().text, label, wanted))
        st.session_state[REGION] = wanted


def _remove(label: str) -> None:
    now = draft()
    change(removed(now.text, [rule for rule in now.reading.rules if rule.label == label]))


@cache
def _options(tongue: str) -> dict[str, dict[Place, str]]:
    """Every place that can be chosen and what it is called, by level, in the order of the names in that language."""
    name, empty = f"name_{tongue}", pl.lit("")
    of_country = countries().drop_nulls("region").select(name, country="iso2", state=empty, area_code=empty)
    of_state = states().select(name, "country", "state", area_code=empty)
    of_code = known_area_codes().select(pl.col("area_code").alias(name), "area_code", country=empty, state=empty)
    return {
        level: {place: place_name(*place) for place in _sorted(rows, name)}
        for level, rows in (("country", of_country), ("state", of_state), ("area_code", of_code))
    }


def _sorted(rows: pl.DataFrame, name: str) -> list[Place]:
    return rows.sort(folded(pl.col(name)), "country").select("country", "state", "area_code").rows()
