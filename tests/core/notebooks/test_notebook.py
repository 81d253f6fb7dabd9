"""A notebook's file says what it says: read, written, read again; and what is wrong is told with its line."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.condition import Condition
from core.errors import DefinitionError
from core.figures import Figure
from core.figures.figure import Highlight
from core.notebooks.cell import Cell
from core.notebooks.notebook import Notebook, read_notebook, write_notebook
from core.notebooks.schema import CELL_KEYS, CELL_OWN, HIGHLIGHT_KEYS
from core.notebooks.spoken import Spoken
from tests.core.notebooks.strategies import notebooks
from tests.thorough import examples

MONDAY = '''# Looked at every Monday.
title = "Monday morning"   # short
[scope]
period = "30d"
queue = ["Support ES", "Support EN"]
customers.tier = "gold"

# The line that matters.
[[cell]]
kind = "chart"   # a line
metrics = ["service_level"]
rows = ["day"]

[[cell]]
kind = "text"
name = "why"
text = """
# Why
[[cell]]
"""
'''


def notebook() -> Notebook:
    return read_notebook(MONDAY, "monday")


def problem_of(text: str) -> str | None:
    """What is wrong with a text; None of a notebook."""
    try:
        read_notebook(text, "mine")
    except DefinitionError as problem:
        return str(problem)
    return None


def is_told_with_its_line(problem: str | None) -> bool:
    return problem is None or problem.startswith("mine.toml, line ")


def test_a_file_is_read_as_a_notebook() -> None:
    assert notebook() == Notebook(
        "monday",
        Spoken.of("Monday morning"),
        scope={"period": "30d", "queue": "Support ES,Support EN", "customers.tier": "gold"},
        cells=(
            Cell("chart", "cell-1", figure=Figure(("service_level",), ("day",))),
            Cell("text", "why", text=Spoken.of("# Why\n[[cell]]\n")),
        ),
    )


def test_what_has_not_changed_is_written_as_it_stood() -> None:
    assert write_notebook(notebook(), MONDAY) == MONDAY


def test_a_change_leaves_comments_and_form_of_all_else_alone() -> None:
    first, second = notebook().cells
    changed = replace(first, figure=first.figure_told("en").with_(top=3))
    text = write_notebook(notebook().with_(title=Spoken.of("Tuesday"), cells=(changed, second)), MONDAY)
    assert text == MONDAY.replace("Monday morning", "Tuesday").replace('rows = ["day"]\n', 'rows = ["day"]\ntop = 3\n')


def test_a_moved_cell_takes_its_comment_along_and_keeps_its_name() -> None:
    moved = notebook().with_(cells=notebook().cells[::-1])
    text = write_notebook(moved, MONDAY)
    assert text.index('name = "why"') < text.index("# The line that matters.\n[[cell]]\n") < text.index("cell-1")
    assert read_notebook(text, "monday") == moved


def test_a_removed_and_an_added_cell_leave_the_others_alone() -> None:
    added = Cell("divider", "line")
    text = write_notebook(notebook().with_(cells=(notebook().cells[0], added)), MONDAY)
    assert text == MONDAY[: MONDAY.rindex('[[cell]]\nkind = "text"')] + '[[cell]]\nkind = "divider"\nname = "line"\n'


@given(notebooks())
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_again(made: Notebook) -> None:
    assert read_notebook(write_notebook(made), made.name) == made


@given(notebooks(), notebooks())
@settings(max_examples=examples(80, 2_000), deadline=None)
def test_what_is_written_over_another_text_is_read_again(before: Notebook, made: Notebook) -> None:
    text = write_notebook(before)
    assert read_notebook(write_notebook(made, text), made.name) == made
    assert write_notebook(before, text) == text


@given(notebooks(), st.data())
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_notebook_or_a_mistake_with_its_line(made: Notebook, data: st.DataObject) -> None:
    text = write_notebook(made)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    broken = text[:start] + data.draw(st.text(max_size=8)) + text[end:]
    assert is_told_with_its_line(problem_of(broken))


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    assert is_told_with_its_line(problem_of(text))


CHART = '[[cell]]\nkind = "chart"\nmetrics = ["service_level"]\n'


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("title = 3", 1, "title is 3; give a text in quotes"),
        ('title = { fr = "x" }', 1, "one in each language"),
        ("x =", 1, "not readable as TOML"),
        ('title = "a"\n\udcff', 2, "no UTF-8"),
        ("a = " + "[" * 5000, 1, "too deeply nested"),
        ('\nname = "x"', 2, "no key called 'name'"),
        ('[scope]\n\nperiod = "30 days"', 3, "period is '30 days'; give one of 7d"),
        ('[scope]\ntz = "Europe/Madird"', 2, "did you mean Europe/Madrid"),
        ('[scope]\nvs = "yaer"', 2, "give one of previous"),
        ('[scope]\ntime = "now"', 2, "give one of started"),
        ("[scope]\nweekday = [8]", 2, "weekday is '8'"),
        ('[scope]\nqeue = "x"', 2, "did you mean queue"),
        ("[scope]\nqueue = true", 2, "True cannot be a value"),
        ('[scope]\nperiod = ["7d", "30d"]', 2, "give one text in quotes"),
        ('[scope]\nqueue = ""', 2, "queue is empty"),
        ('parameters = [\n  "period",\n  "qeue",\n]', 3, "did you mean queue"),
        ('parameters = ["tz", "tz"]', 1, "twice"),
        ("\n[[cell]]", 2, "kind is missing; give one of text, tiles"),
        ('[[cell]]\nkind = "chrat"', 2, "did you mean chart"),
        ('[[cell]]\nkind = "text"\nrows = ["day"]', 3, "a cell of kind text has no rows"),
        ('[[cell]]\nkind = "text"\ntxet = "x"', 3, "did you mean text"),
        ('[[cell]]\nkind = "text"\nname = "A b"', 3, "cannot be called 'A b'"),
        ('[[cell]]\nkind = "text"\nname = "a"\n[[cell]]\nkind = "text"\nname = "a"', 6, "another cell is called 'a'"),
        ('[[cell]]\nkind = "table"', 1, "metrics is missing"),
        (CHART + "metrics = []", 4, "not readable as TOML"),
        (CHART.replace('"service_level"', ""), 3, "1 to 20 metrics"),
        (CHART + 'rows = ["dya"]\nlook = "line"', 4, "did you mean day"),
        (CHART + 'look = "lin"', 4, "did you mean line"),
        (CHART + 'look = "pivot"', 4, "a cell of kind table shows pivot"),
        (CHART + "top = 0", 4, "top is 0"),
        (CHART + "top = true", 4, "top is True; give a whole number"),
        (CHART + 'sort = "queue"', 4, "no metric or row group"),
        (CHART + 'where = ["weekday=Mon"]', 4, "'Mon' is not a whole number"),
        (CHART + 'where = ["voice"]', 4, "is no condition"),
        (CHART + '[[cell.highlights]]\nmetric = "x"\ntone = "god"', 6, "did you mean good"),
        (CHART + '[[cell.highlights]]\nmetric = "service_level"\ntone = "good"\nat_least = nan', 7, "give a number"),
        ("[[cell]]\nkind = 'divider'\n" * 201, 401, "200 are the most"),
    ],
)
def test_a_mistake_is_told_with_file_line_value_and_way_out(text: str, line: int, told: str) -> None:
    with pytest.raises(DefinitionError) as problem:
        read_notebook(text, "monday")
    assert str(problem.value).startswith(f"monday.toml, line {line}: ")
    assert told in str(problem.value)


def test_a_scope_takes_values_as_an_address_has_them() -> None:
    text = '[scope]\nperiod = 2026-03-01\nqueue = ["A, B", "~"]\nchannel = "voice,chat"\nweekday = [1, 2]'
    read = read_notebook(text, "mine")
    assert read.scope == {"period": "2026-03-01", "queue": "A\\, B,~", "channel": "voice,chat", "weekday": "1,2"}
    assert read_notebook(write_notebook(read), "mine") == read


def test_a_figures_title_is_its_cells() -> None:
    cell = Cell("chart", "mine", figure=Figure(("conversations",), title="All"))
    assert cell.title == Spoken.of("All")
    assert cell.figure_told("es").title == "All"


@pytest.mark.parametrize(
    "cell",
    [
        ("chart", "a"),
        ("text", "a", Spoken(), Spoken(), Figure(("conversations",))),
        ("chrat", "a"),
        ("text", "a b"),
        ("tiles", "a", Spoken(), Spoken(), Figure(("conversations",), look="line")),
    ],
    ids=["no figure", "a figure", "no kind", "no name", "another look"],
)
def test_a_cell_that_contradicts_itself_is_refused(cell: tuple[object, ...]) -> None:
    with pytest.raises(DefinitionError):
        Cell(*cell)  # type: ignore[arg-type]


def test_a_null_in_a_condition_is_read_again() -> None:
    figure = Figure(("conversations",), where=(Condition("queue_name", "in", (None, "A")),))
    made = Notebook("mine", cells=(Cell("table", "a", figure=figure),))
    assert read_notebook(write_notebook(made), "mine") == made


def test_the_schema_has_every_field_of_a_figure() -> None:
    assert set(CELL_KEYS) - set(CELL_OWN) == {field.name for field in fields(Figure)} - {"title"}
    assert set(HIGHLIGHT_KEYS) == {field.name for field in fields(Highlight)}
