"""The page: the answer first, what to be careful with, the findings, then all checks and the balance of queues."""

import streamlit as st

from core.format import number
from core.quality import CARE, CHECKS, DOUBT, NOTHING, SOUND, Quality
from core.scope import Scope
from ui.labels import metric_label
from ui.quality import exclude, findings, numbers
from ui.quality.asked import quality, title
from ui.words import language, say

LOOK = {SOUND: ":material/verified:", CARE: ":material/info:", DOUBT: ":material/warning:"}


def show(view: Scope) -> None:
    """All of it, for the page's scope."""
    exclude.follow(view)
    with st.spinner(say("quality.examining")):
        found = quality(view)
    _answer(found)
    if found.verdict == NOTHING and not found.findings:
        exclude.in_force(view)
        return
    _careful(found)
    findings.show(view, found)
    exclude.in_force(view)
    _checks(found)
    numbers.balance(view)
    numbers.agreement(view)
    numbers.lateness(view)


def _answer(found: Quality) -> None:
    """The answer in plain words; that there is nothing to judge, where neither a conversation nor a count is."""
    if found.verdict == NOTHING:
        st.info(say("report.empty"), icon=":material/info:")
        return
    told = {
        "laws": number(found.laws, "count", language()),
        "held": number(found.laws - found.broken, "count", language()),
        "count": number(found.conversations, "count", language()),
        "touched": number(found.touched, "count", language()),
        "share": number(found.share, "%", language()),
    }
    others = len(found.findings) - found.broken
    with st.container(border=True, key=f"answer-{found.verdict}"):
        st.subheader(f"{LOOK[found.verdict]} {say(f'quality.verdict_{found.verdict}')}", anchor=False)
        words = [say("quality.some_hold" if found.broken else "quality.all_hold", **told)]
        if others:
            key = "quality.more" if others > 1 else "quality.more_one"
            words.append(say(key, count=number(others, "count", language())))
        if found.intervals:
            words.append(say("quality.of_intervals", count=number(found.intervals, "count", language())))
        st.markdown(" ".join(words))
        st.caption(say("quality.follows"))


def _careful(found: Quality) -> None:
    """The metrics that graver findings touch, those of the same findings together, and what does not hold for them."""
    together: dict[tuple[str, ...], list[str]] = {}
    for metric, checks in found.careful().items():
        together.setdefault(checks, []).append(metric_label(metric))
    if not together:
        return
    st.subheader(say("quality.careful"), anchor=False, help=say("quality.careful_help"))
    lines = [
        say("quality.careful_because", metrics=", ".join(metrics), checks="; ".join(map(title, checks)))
        for checks, metrics in together.items()
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _checks(found: Quality) -> None:
    """Every check with its law, and whether it holds."""
    told = st.expander(say("quality.checks", count=number(len(found.checks), "count", language())), key="all-checks")
    faults = {one.check.name: one.count for one in found.findings}
    names = [check.name for check in CHECKS if check.name in found.checks]
    rows = [(title(name), _state(faults.get(name, 0)), say(f"quality.check.{name}.law")) for name in names]
    heads = tuple(say(f"quality.column_{name}") for name in ("check", "state", "law"))
    # Not in a grid: laws are sentences, and its cells show one line.
    told.markdown("\n".join(f"| {' | '.join(row)} |" for row in (heads, ("---",) * len(heads), *rows)))


def _state(faults: int) -> str:
    return say("quality.fails", count=number(faults, "count", language())) if faults else f"✓ {say('quality.passes')}"
