"""Notebooks that Hypothesis makes."""

from hypothesis import strategies as st

from core.address import write_values
from core.condition import Condition
from core.figures import Figure, Highlight
from core.notebooks.cell import LOOKS_OF, Cell, meant_look
from core.notebooks.notebook import Notebook
from core.notebooks.spoken import Spoken

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
SPOKEN = st.one_of(TEXTS.map(Spoken.of), st.builds(Spoken, TEXTS, TEXTS))
METRICS = ("conversations", "service_level", "abandon_rate", "average_handling_time")
GROUPS = ("queue_name", "channel", "day", "country", "customers.tier")
VALUES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(
    lambda text: text.strip() and text != "~"
)
CONDITIONS = st.builds(lambda values: Condition("queue_name", "in", tuple(values)), st.lists(VALUES, min_size=1))


@st.composite
def cells(draw: st.DrawFn, name: str) -> Cell:
    """A cell of any kind under that name."""
    kind = draw(st.sampled_from(("text", "sql", "divider", *LOOKS_OF)))
    title, text = draw(SPOKEN), draw(SPOKEN)
    if kind == "divider":
        return Cell(kind, name, title)
    if kind not in LOOKS_OF:
        return Cell(kind, name, title, text, sql=draw(TEXTS) if kind == "sql" else "")
    metrics = draw(st.lists(st.sampled_from(METRICS), min_size=1, unique=True))
    groups = draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=4))
    cut = draw(st.integers(0, len(groups)))
    figure = Figure(
        tuple(metrics),
        tuple(groups[:cut]),
        tuple(groups[cut:]),
        where=tuple(draw(st.lists(CONDITIONS, max_size=1))),
        top=draw(st.none() | st.integers(1, 50)),
        totals=draw(st.booleans()),
        highlights=tuple(
            draw(
                st.lists(
                    st.builds(Highlight, st.just(metrics[0]), st.just("bad"), st.none() | st.floats(0, 9)), max_size=2
                )
            )
        ),
    )
    look = draw(st.sampled_from((meant_look(kind, figure), *LOOKS_OF[kind])))
    return Cell(kind, name, title, text, figure.with_(look=look))


@st.composite
def notebooks(draw: st.DrawFn, name: str = "mine") -> Notebook:
    """A notebook with up to five cells, some of them named as cells without a name are."""
    names = draw(st.lists(NAMES | st.integers(1, 6).map(lambda place: f"cell-{place}"), unique=True, max_size=5))
    scope = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "period": st.sampled_from(("7d", "all", "2026-03-01")),
                "vs": st.just("year"),
                "queue": st.lists(st.none() | VALUES, min_size=1, unique=True).map(
                    lambda values: write_values(tuple(values))
                ),
                "customers.tier": st.just("gold,silver"),
            },
        )
    )
    parameters = draw(st.sampled_from((("period", "tz", "vs"), (), ("period", "queue"))))
    made = tuple(draw(cells(one)) for one in names)
    return Notebook(name, draw(SPOKEN), draw(SPOKEN), scope, parameters, made)
