"""Beside the findings: the balance of queues in numbers, what reports say beside it, and how late events arrive."""

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import group, number
from core.quality import BALANCE_GRAINS, COUNTED, OUT
from core.schema.tables import INTERVALS
from core.scope import Scope
from ui.answers import snapshot
from ui.grid import Reader, counts, durations, grid
from ui.labels import column_label, source_label
from ui.quality.asked import agreed, late
from ui.quality.asked import balance as balance_of
from ui.show.card import stamp
from ui.words import language, say

MOST_ROWS = 500
OF_REPORTS = ("queue_name", "channel", "direction", "profile")
LATE = ("median_ms", "p90_ms", "p99_ms", "longest_ms")


def balance(view: Scope) -> None:
    """The law of queues, per queue and interval: both sides and their difference."""
    opened = st.expander(say("quality.balance"), key="balance", on_change="rerun")
    if not opened.open:
        return
    with opened:
        names = {grain: column_label(grain) for grain in BALANCE_GRAINS}
        grain = st.segmented_control(
            say("quality.balance_grain"),
            BALANCE_GRAINS,
            default="hour",
            format_func=names.__getitem__,
            required=True,
            key="balance-grain",
        )
        cells = balance_of(view, str(grain))
        off = int((cells["difference"] != 0).sum())
        told = {"off": number(off, "count", language()), "count": number(cells.height, "count", language())}
        st.caption(say("quality.balance_off" if off else "quality.balance_sound", **told))
        amounts = ("difference", "offered", *OUT)
        columns: dict[str, ColumnConfig] = {
            "queue_name": st.column_config.TextColumn(column_label("queue_name")),
            **{name: st.column_config.Column(say(f"quality.column_{name}")) for name in ("interval",)},
            **{name: st.column_config.Column(say(f"quality.column_{name}"), alignment="right") for name in amounts},
        }
        tongue = language()
        readers: dict[str, Reader] = {
            "interval": lambda value: group(value, str(grain), tongue),
            **dict.fromkeys(amounts, counts()),
        }
        key = f"balance-{grain}-{stamp(view)}"
        grid(cells.head(MOST_ROWS), columns, readers, key=key, alt=say("quality.balance"))


def agreement(view: Scope) -> None:
    """What files of counts say of each queue beside what its events tell; nothing where there are no such files."""
    if not snapshot().rows(INTERVALS):
        return
    opened = st.expander(say("quality.agreement"), key="agreement", on_change="rerun")
    if not opened.open:
        return
    with opened:
        queues = agreed(view)
        st.caption(say("quality.agreement_help" if queues.height else "quality.agreement_none"))
        if queues.is_empty():
            return
        told = [name for name in OF_REPORTS if queues[name].null_count() < queues.height]
        pairs = [side for name in COUNTED for side in (f"reported_{name}", f"counted_{name}", f"{name}_difference")]
        amounts = ["intervals", "differing", *(name for name in pairs if queues[name].null_count() < queues.height)]
        columns: dict[str, ColumnConfig] = {
            **{name: st.column_config.TextColumn(column_label(name)) for name in told},
            **{name: st.column_config.Column(say(f"quality.column_{name}"), alignment="right") for name in amounts},
        }
        readers = dict.fromkeys(amounts, counts())
        grid(queues, columns, readers, key=f"agreement-{stamp(view)}", alt=say("quality.agreement"))


def lateness(view: Scope) -> None:
    """How late events arrive, by platform and shape."""
    opened = st.expander(say("quality.lateness"), key="lateness", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(say("quality.lateness_help"))
        columns: dict[str, ColumnConfig] = {
            "platform": st.column_config.TextColumn(column_label("platform")),
            "source": st.column_config.TextColumn(say("load.column_source")),
            "events": st.column_config.Column(say("quality.column_events"), alignment="right"),
            **{name: st.column_config.Column(say(f"quality.column_{name}"), alignment="right") for name in LATE},
        }
        readers: dict[str, Reader] = {
            "source": source_label,
            "events": counts(),
            **dict.fromkeys(LATE, durations()),
        }
        grid(late(view), columns, readers, key=f"lateness-{stamp(view)}", alt=say("quality.lateness"))
