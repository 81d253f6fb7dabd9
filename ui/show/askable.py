"""Questions that a metric cannot be asked: what the address is narrowed to does not mean something for every number."""

import streamlit as st

from core.grains import CUSTOMER
from core.plan import groups_of
from core.scope import Scope
from ui.answers import declared
from ui.labels import column_label
from ui.words import say


def askable(view: Scope, *metrics: str) -> Scope:
    """The scope without those filters that one of the metrics cannot have, and a line that says which were left out.

    Agents' time has no channel, no queue and no customer, and so no customer's clock; the address may carry all of them
    from another page.
    """
    known = [set(groups_of(declared(metric))) for metric in metrics]
    narrowed = [column for column, _ in (*view.filters, *view.parts)]
    lifted = [column for column in narrowed if any(column not in groups for groups in known)]
    wider = view.narrowed(**dict.fromkeys(lifted, ()))
    told = [column_label(column).lower() for column in lifted]
    if view.clock == CUSTOMER and any("time_zone" not in groups for groups in known):
        wider = wider.in_zone("")
        told.append(say("scope.zone_customer").lower())
    if told:
        st.caption(say("show.not_narrowed", filters=", ".join(told)))
    return wider
