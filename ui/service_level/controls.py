"""The rules that are tried: variant, target and short abandons of the house, and what is done with them."""

import streamlit as st

from core.metrics import VARIANTS
from core.settings_edit import Key, value_at
from core.settings_text import Value
from ui.labels import plain, value_label
from ui.service_level.trial import SINGLE, Trial, forget, put, save, told
from ui.words import language, say


def controls(now: Trial) -> None:
    """Fields for what the house has one of, and the buttons that save it or give it up."""
    with st.container(border=True, key="lab-rules"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            _variant(now)
            for name in ("within", "short"):
                _seconds(now, name)
        variant = VARIANTS[now.rules.service_level_variant]
        texts = {
            part: plain(getattr(getattr(variant, part), language()), 600) for part in ("formula", "users", "notes")
        }
        st.markdown(say("lab.formula", formula=texts["formula"]))
        st.caption(f"{say('lab.users', users=texts['users'])} {texts['notes']}")
        _differences(now)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                say("lab.save"),
                key="lab-save",
                type="primary",
                icon=":material/save:",
                disabled=not now.changes,
                help=say("lab.save_help"),
                on_click=save,
                args=(now.house, dict(now.changes)),
            )
            st.button(
                say("lab.forget"), key="lab-forget", icon=":material/undo:", disabled=not now.changes, on_click=forget
            )
        _outcome(now)


def _differences(now: Trial) -> None:
    """What would be saved, rule by rule."""
    told = [
        say("lab.change", rule=_rule(key), before=_value(value_at(now.house, key)), after=_value(value))
        for key, value in now.changes
    ]
    if told:
        st.markdown("\n".join(f"* {one}" for one in told))


def _rule(key: Key) -> str:
    name = say("lab.variant") if key == SINGLE["variant"] else rule_name(key[-1])
    column = {"queues": "queue_name", "channels": "channel"}.get(key[0])
    return f"{plain(value_label(column, key[1]))}: {name}" if column else name


def _value(value: Value | None) -> str:
    if value is None:
        return say("lab.nothing_own")
    return variant_label(value) if isinstance(value, str) else str(value)


def variant_label(name: str) -> str:
    """What a variant is called."""
    return str(getattr(VARIANTS[name].label, language()))


def rule_name(rule: str) -> str:
    """What a target is called."""
    return say(f"lab.{rule}")


def _variant(now: Trial) -> None:
    names = {name: variant_label(name) for name in VARIANTS}
    st.session_state["lab-variant"] = now.rules.service_level_variant
    st.selectbox(
        say("lab.variant"),
        list(names),
        format_func=names.__getitem__,
        key="lab-variant",
        filter_mode=None,
        width=360,
        on_change=lambda: put(SINGLE["variant"], st.session_state["lab-variant"]),
    )


def _seconds(now: Trial, name: str) -> None:
    (rule,) = SINGLE[name]
    key = f"lab-{name}"
    st.session_state[key] = int(getattr(now.rules, rule))
    st.number_input(rule_name(rule), 0, step=5, key=key, width=190, on_change=lambda: put((rule,), _given(key)))


def _given(key: str) -> Value:
    return int(st.session_state[key])


def _outcome(now: Trial) -> None:
    """What came of saving, and what of the address could not be used."""
    outcome = told()
    if outcome == "":
        st.success(say("lab.saved"), icon=":material/check:")
    elif outcome:
        st.error(say("lab.not_saved", problem=plain(outcome, 2_000)), icon=":material/error:")
    if now.problem:
        st.warning(say("lab.bad_address", problem=plain(now.problem, 600)), icon=":material/filter_alt_off:")
