"""One finding: the law, what it means for the numbers, where and when it is, and its rows."""

import polars as pl
import streamlit as st

from core.charts import trend_rows, trend_spec
from core.format import number
from core.quality import Finding
from core.scope import Scope
from ui.labels import metric_label, plain
from ui.quality import exclude, rows
from ui.quality.asked import title, what
from ui.show.card import draw
from ui.show.narrow import narrow_to
from ui.words import language, say


def show(view: Scope, finding: Finding) -> None:
    """All that is known of it."""
    name = finding.check.name
    with st.container(border=True, key=f"finding-{name}"):
        st.subheader(title(name), anchor=False)
        st.markdown(f"**{say('quality.law')}.** {say(f'quality.check.{name}.law')}")
        st.markdown(f"**{say('quality.means')}.** {say(f'quality.check.{name}.means')}")
        metrics = ", ".join(map(metric_label, finding.check.metrics))
        st.caption(say("quality.touches", metrics=metrics) if metrics else say("quality.touches_none"))
        if finding.median_ms is not None:
            st.caption(say("quality.shift", amount=rows.apart(finding.median_ms)))
        _concentrated(finding)
        _days(view, finding)
        rows.show(view, finding)
        exclude.show(finding)


def _concentrated(finding: Finding) -> None:
    """The values with the most rows, column by column."""
    lines = []
    for column, top in finding.where.items():
        values = ", ".join(
            f"{plain(what(value) if column == 'what' else value)} ({number(count, 'count', language())})"
            for value, count in top
        )
        lines.append(f"- {rows.label(column)}: {values}")
    if lines:
        st.markdown("\n".join(lines))


def _days(view: Scope, finding: Finding) -> None:
    """Faults a day, from the first with one to the last; a click goes to the day."""
    if finding.days.height < 2:
        return
    st.markdown(f"**{say('quality.days')}**")
    first, last = finding.days["day"].min(), finding.days["day"].max()
    every = pl.select(day=pl.date_range(pl.lit(first), pl.lit(last), "1d"))
    answers = every.join(finding.days, on="day", how="left", maintain_order="left")
    answers = answers.select("day", value=pl.col("count").fill_null(0))
    shown = trend_rows(answers, "value", "count", language())
    spec = trend_spec("count", "day", language(), say("quality.column_count"))
    alt = say("quality.alt_days", count=number(answers.height, "count", language()))
    picked = draw(f"days-{finding.check.name}", view, shown, spec, alt)
    if picked is not None:
        narrow_to(view, {"day": answers["day"][picked]})
