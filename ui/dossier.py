"""One conversation: found by the id in the address, told from its facts down to its raw events."""

from typing import Any

import streamlit as st

from core import dossier
from core.dossier import Dossier
from core.format import moment, number
from core.scope import Scope
from core.store.snapshot import Snapshot
from core.words import known
from ui import corrections, events, neighbours, origins, timeline
from ui.answers import snapshot
from ui.customer import reveal_switch, shown
from ui.details import where
from ui.labels import plain, value_label
from ui.links import METRIC, MOVED, PART, to_passport
from ui.listing import AT, BY_SNAPSHOT, of_list
from ui.sitemap import place
from ui.words import language, say

STATE_BADGES = {
    "handled": "green",
    "abandoned": "red",
    "lost in transfer": "violet",
    "follow-up": "blue",
    "in progress": "orange",
    "not handled": "gray",
}
TIMES = ("wait_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "handling_time_ms")
KEPT = 200


def show(view: Scope) -> None:
    """The conversation that the address names, or what to do when it names none."""
    wanted = st.query_params.get("id", "").strip()
    found = _find(snapshot(), wanted) if wanted else None
    if found is None:
        _not_found(view, wanted)
        return
    _header(view, found)
    corrections.of_conversation(view, found.facts["conversation_id"])
    _facts(view, found.facts)
    with st.container(border=True, key="timeline"):
        st.markdown(f"**{say('conversation.timeline')}**")
        timeline.chart(view, found)
    st.subheader(say("conversation.segments"), anchor=False)
    timeline.segments(view, found)
    origins.fields(view, found)
    st.subheader(say("conversation.events"), anchor=False)
    events.show(view, found)


@st.cache_data(max_entries=KEPT, show_spinner=False, hash_funcs=BY_SNAPSHOT)
def _find(now: Snapshot, wanted: str) -> Dossier | None:
    return dossier.find(now, wanted)


def _not_found(view: Scope, wanted: str) -> None:
    with st.container(border=True, key="not-found"):
        st.subheader(say("conversation.unknown" if wanted else "conversation.none"), anchor=False)
        st.markdown(say("conversation.unknown_help", id=plain(wanted)) if wanted else say("conversation.none_help"))
        _to_list(view)


def _to_list(view: Scope) -> None:
    """The way back: to the passport of the number that the conversation was opened from, else to the list."""
    if metric := st.query_params.get(METRIC, ""):
        more = {name: st.query_params.get(name, "") for name in (PART, "page")}
        to_passport(view, metric, say("conversation.back_to_number"), is_back=True, **more)
        return
    back = of_list()
    is_back = bool(back) or AT in st.query_params
    label = say("conversation.back_to_list" if is_back else "conversation.to_list")
    icon = ":material/arrow_upward:" if is_back else ":material/forum:"
    page = "service_level" if MOVED in back else "conversations"
    st.page_link(place(page).page(), label=label, icon=icon, query_params=view.params(**back))


def _header(view: Scope, found: Dossier) -> None:
    facts = found.facts
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(say(f"state.{facts['end_state']}"), color=STATE_BADGES[facts["end_state"]])  # type: ignore[arg-type]
        channel, direction = (value_label(name, facts[name]) for name in ("channel", "direction"))
        st.markdown(f"**{plain(channel)} · {plain(direction)}**", width="stretch")
        reveal_switch()
    with st.container(horizontal=True, vertical_alignment="center", key="neighbours"):
        _to_list(view)
        if found_at := neighbours.stand(view, facts["conversation_id"]):
            neighbours.show(view, found_at)
    with st.container(horizontal=True, vertical_alignment="center", key="customers"):
        for other, name in ((found.earlier, "earlier"), (found.later, "later")):
            if other:
                icon = ":material/arrow_back:" if name == "earlier" else ":material/arrow_forward:"
                st.button(
                    say(f"conversation.{name}"), key=name, icon=icon, type="tertiary", on_click=_open, args=(other,)
                )
        if found.others:
            everything = view.unfiltered().during_preset("all")
            st.page_link(
                place("conversations").page(),
                label=say("conversation.of_customer", count=number(found.others + 1, "count", language())),
                icon=":material/person:",
                query_params=everything.params(customer_of=facts["conversation_id"]),
            )


def _facts(view: Scope, facts: dict[str, Any]) -> None:
    with st.grid(len(TIMES), min_column_width=120, gap="small", key="times"):
        for name in TIMES:
            st.metric(say(f"conversation.{name}"), number(facts[name], "ms", language()), border=True)
    with st.container(border=True, key="facts"), st.grid(4, min_column_width=200, gap="small"):
        for label, value in _told(view, facts):
            st.markdown(f":small[:gray[{label}]]  \n{plain(value, most=500)}")


def _open(conversation_id: str) -> None:
    """Another one of the customer, which stands elsewhere in the list, or not in it."""
    st.query_params["id"] = conversation_id
    st.query_params.pop(AT, None)


def _told(view: Scope, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each fact that is known."""
    tongue = language()
    values = {
        "started_at": moment(facts["started_at"], view.zone, tongue),
        "answered_at": facts["answered_at"] and moment(facts["answered_at"], view.zone, tongue),
        "ended_at": facts["ended_at"] and moment(facts["ended_at"], view.zone, tongue),
        "outcome": facts["outcome"],
        "hang_up_by": facts["hang_up_by"],
        "customer_name": shown(facts["customer_name"]),
        "customer_phone": shown(facts["phone_e164"] or facts["customer_phone"]),
        "customer_email": shown(facts["customer_email"]),
        "place": _place(facts),
        "local_time": _local_time(facts, tongue),
        "queue_name": " → ".join(dict.fromkeys(filter(None, (facts["queue_name"], facts["last_queue_name"])))),
        "agent_name": facts["agent_name"],
        "handling_team_name": facts["handling_team_name"],
        "workflow_name": facts["workflow_name"],
        "language": facts["language"],
        "campaign": facts["campaign"],
        **{name: number(facts[name], "count", tongue) for name in ("transfer_count", "missed_count") if facts[name]},
        "conversation_id": facts["conversation_id"],
    }
    return [(say(f"conversation.{name}"), str(value)) for name, value in values.items() if value]


def _place(facts: dict[str, Any]) -> str | None:
    """Where the customer is, how precisely, and how that is known; or why it is not."""
    named = where(facts)
    if not named:
        reason = facts["place_reason"]
        return value_label("place_reason", reason) if reason else None
    finest = next(level for level in ("city", "state", "country") if facts[level])
    notes = [_word("precision", facts[f"{finest}_precision"]), _word("place_source", facts[f"{finest}_source"])]
    return f"{named} ({', '.join(note for note in notes if note)})"


def _local_time(facts: dict[str, Any], tongue: str) -> str | None:
    zone = facts["time_zone"]
    return f"{moment(facts['started_at'], zone, tongue, seconds=False)} ({zone})" if zone else None


def _word(section: str, value: str | None) -> str | None:
    return say(f"{section}.{value}") if known(f"{section}.{value}") else value
