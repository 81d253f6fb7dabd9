"""Under what a number was asked: period, comparison, filters, clock, house rules, and the state of the data."""

import streamlit as st

from core.format import moment, number
from core.passport import Passport
from core.scope import Scope
from core.scope_words import part_in_words
from core.settings_text import settings_text
from core.untold import untold_in_words
from ui.answers import settings
from ui.labels import filter_label, labels, plain
from ui.versus import between, briefly, when
from ui.words import language, say

LONGEST = 1_000
"""Letters of what is not told."""


def show(view: Scope, one: Passport) -> None:
    """A card with one line a fact, and the house rules as the settings have them."""
    st.subheader(say("passport.facts"), anchor=False)
    st.markdown("  \n".join(f"**{say(f'passport.fact.{name}')}** {text}" for name, text in _told(view, one).items()))
    if rules := _rules(one):
        st.markdown(f"**{say('passport.fact.rules')}**")
        st.code(rules, language="toml", wrap_lines=True)
    else:
        st.markdown(f"**{say('passport.fact.rules')}** {say('passport.no_rules')}")


def _told(view: Scope, one: Passport) -> dict[str, str]:
    """The facts that there are, by their names in the catalogues."""
    chosen = [filter_label(column, values) for column, values in view.filters]
    filters = [*chosen, *(plain(part_in_words(column, text, labels())) for column, text in view.parts)]
    versus = one.comparison
    told = {
        "period": between(one.query, view.zone),
        "zone": say("passport.customers_clock", zone=view.zone) if view.clock != view.zone else view.zone,
        "filters": "; ".join(filters) or say("passport.no_filters"),
        "attribution": say(f"attribution.told_{one.attribution}") if one.attribution else "",
        "before": briefly(view, versus),
        "data": _data(view, one),
    }
    if versus.before:
        before = number(one.before, one.metric.unit, language())
        told["before"] = say("passport.before", value=before, when=when(versus, view.zone))
    if versus.before and versus.cut_at:
        told["cut"] = say("compare.cut", end=moment(versus.cut_at, view.zone, language(), seconds=False))
    told["untold"] = " ".join(plain(untold_in_words(each, language()), LONGEST) for each in one.untold)
    return {name: text for name, text in told.items() if text}


def _data(view: Scope, one: Passport) -> str:
    committed = moment(one.committed_at, view.zone, language())
    last = moment(one.data.end if one.data else None, view.zone, language())
    return say("passport.data", version=one.version, committed=committed, last=last)


def _rules(one: Passport) -> str:
    """The rules as `settings.toml` would say them; the regions are in a file of their own."""
    rules = settings()
    lines = settings_text(rules, one.rules).strip()
    regions = say("passport.regions", count=len(rules.regions)) if "regions" in one.rules else ""
    return "\n".join(part for part in (lines, regions) if part)
