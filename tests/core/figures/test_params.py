"""A figure in an address: it reads as it was written, and whatever else stands there is told and left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.condition import Condition
from core.figures import LOOKS, Figure, Highlight, read_params, write_params
from core.figures.figure import SHARES, TONES
from core.figures.params import PARAMS
from core.scope import FILTERS, OWN
from core.settings import Settings
from core.words import known

METRICS = ("service_level", "segments", "conversations", "average_handling_time", "average.conversations.a:b,c")
GROUPS = ("queue_name", "channel", "day", "hour_of_day", "country", "customers.tier, or so")
HOUSE = Settings()

bounds = st.none() | st.floats(-1e9, 1e9) | st.integers(0, 100).map(float)
texts = st.text(max_size=12)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    metrics = tuple(draw(st.lists(st.sampled_from(METRICS), min_size=1, max_size=4, unique=True)))
    groups = draw(st.lists(st.sampled_from(GROUPS), max_size=5, unique=True))
    cut = draw(st.integers(0, len(groups)))
    rows, columns = tuple(groups[:cut]), tuple(groups[cut:])
    value = draw(texts.filter(bool) | st.none())
    return Figure(
        metrics,
        rows,
        columns,
        look=draw(st.sampled_from(("", *LOOKS))),
        where=(Condition("queue_name", "in", (value, "a,b\\")),) if draw(st.booleans()) else (),
        sort=draw(st.sampled_from(("", *metrics, *rows))),
        top=draw(st.none() | st.integers(1, 10_000)),
        share=draw(st.sampled_from(SHARES)),
        highlights=tuple(
            draw(
                st.lists(
                    st.builds(Highlight, st.sampled_from(metrics), st.sampled_from(TONES), bounds, bounds),
                    max_size=3,
                    unique=True,
                )
            )
        ),
        **{name: draw(st.booleans()) for name in ("ascending", "others", "totals", "running", "compared")},
    )


@settings(deadline=None)
@given(figures())
def test_a_figure_reads_as_it_was_written(figure: Figure) -> None:
    assert read_params(write_params(figure), HOUSE) == (figure, ())


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(PARAMS), texts | st.sampled_from((*METRICS, *GROUPS, "a=b", "x:bad:1..2", "yes")))
)
def test_whatever_stands_in_an_address_is_read_or_told_in_words(params: dict[str, str]) -> None:
    figure, problems = read_params(params, HOUSE)
    assert figure is None or read_params(write_params(figure), HOUSE)[0] == figure
    assert all(known(problem.key) for problem in problems)


def test_the_address_is_short_and_readable() -> None:
    figure = Figure(("service_level", "conversations"), ("queue_name",), look="bar", top=5, others=True)
    assert write_params(figure) == {
        "metrics": "service_level,conversations",
        "rows": "queue_name",
        "look": "bar",
        "top": "5",
        "others": "yes",
    }


def test_no_part_of_a_figure_is_called_as_a_filter() -> None:
    assert not set(PARAMS) & {*FILTERS, *FILTERS.values(), *OWN}


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        ({"metrics": "service_level,nonsense"}, "metrics"),
        ({"metrics": "nonsense"}, "nothing"),
        ({"look": "bar"}, "nothing"),
        ({"metrics": "segments", "rows": "moon"}, "groups"),
        ({"metrics": "segments", "rows": "day", "columns": "day"}, "twice"),
        ({"metrics": "segments", "look": "cake"}, "choice"),
        ({"metrics": "segments", "sort": "conversations"}, "choice"),
        ({"metrics": "segments", "totals": "maybe"}, "choice"),
        ({"metrics": "segments", "top": "0"}, "number"),
        ({"metrics": "segments", "top": "ten"}, "number"),
        ({"metrics": "segments", "top": "99999999999999999999999"}, "number"),
        ({"metrics": "segments", "where": "talk_time_ms>=long"}, "where"),
        ({"metrics": "segments", "where": "moon=full"}, "where"),
        ({"metrics": "segments", "highlights": "service_level:bad:..1"}, "highlights"),
        ({"metrics": "segments", "highlights": "segments:bad:nan..1"}, "highlights"),
        ({"metrics": "segments", "rows": "queue_name,channel,day,country,state,city,region"}, "many"),
    ],
)
def test_what_cannot_be_used_is_named(params: dict[str, str], kind: str) -> None:
    _, problems = read_params(params, HOUSE)
    assert f"figure.address.{kind}" in [problem.key for problem in problems]


def test_the_rest_of_a_bad_address_is_used() -> None:
    figure, _ = read_params({"metrics": "segments,nonsense", "rows": "moon,queue", "top": "x", "look": "bar"}, HOUSE)
    assert figure == Figure(("segments",), ("queue_name",), look="bar")
