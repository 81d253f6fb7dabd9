"""Two people edit one notebook: what both did is there afterwards, and where both did the same they are asked."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from core.notebooks.cell import Cell
from core.notebooks.merge import BOTH, MINE, THEIRS, aligned, merge
from core.notebooks.notebook import Notebook, read_notebook
from core.notebooks.spoken import Spoken
from tests.core.notebooks.strategies import notebooks
from tests.thorough import examples


def text(name: str, words: str = "") -> Cell:
    return Cell("text", name, text=Spoken.of(words or name))


def of(*cells: Cell, **parts: object) -> Notebook:
    return Notebook("mine", cells=cells).with_(**parts)


BASE = of(text("a"), text("b"), text("c"), scope={"period": "7d"})


def names(notebook: Notebook) -> str:
    return " ".join(cell.name for cell in notebook.cells)


def test_changes_of_different_cells_are_both_there() -> None:
    mine = of(text("a", "A"), text("b"), text("c"), scope={"period": "7d", "queue": "Sales"})
    theirs = of(text("a"), text("b"), text("c", "C"), scope={"period": "30d"}, title=Spoken.of("T"))
    merged = merge(BASE, mine, theirs)
    assert not merged.clashes
    assert merged.notebook == of(
        text("a", "A"),
        text("b"),
        text("c", "C"),
        scope={"period": "30d", "queue": "Sales"},
        title=Spoken.of("T"),
    )


def test_new_cells_of_both_stand_where_they_were_put() -> None:
    mine = of(text("m0"), text("a"), text("b"), text("m1"), text("c"))
    theirs = of(text("a"), text("t1"), text("b"), text("c"), text("t2"))
    assert names(merge(BASE, mine, theirs).notebook) == "m0 a t1 b m1 c t2"


def test_moves_of_one_and_changes_of_the_other_are_both_there() -> None:
    mine = of(text("c"), text("a"), text("b"))
    theirs = of(text("a"), text("b", "B"), text("c"), text("d"))
    merged = merge(BASE, mine, theirs).notebook
    assert names(merged) == "c d a b"
    assert merged.cell("b") == text("b", "B")
    assert names(merge(BASE, theirs, mine).notebook) == "c d a b"


def test_a_cell_that_one_took_out_is_gone_unless_the_other_changed_it() -> None:
    without = of(text("a"), text("c"))
    assert names(merge(BASE, without, BASE).notebook) == "a c"
    assert names(merge(BASE, BASE, without).notebook) == "a c"
    changed = of(text("a"), text("b", "B"), text("c"))
    for mine, theirs in ((without, changed), (changed, without)):
        merged = merge(BASE, mine, theirs)
        assert names(merged.notebook) == "a b c"
        assert [clash.key for clash in merged.clashes] == ["cell:b"]


@pytest.mark.parametrize(
    ("choice", "told"),
    [(MINE, ["m", "b", "c"]), (THEIRS, ["t", "b", "c"]), (BOTH, ["m", "t", "b", "c"])],
)
def test_where_both_changed_a_cell_they_choose(choice: str, told: list[str]) -> None:
    mine, theirs = of(text("a", "m"), text("b"), text("c")), of(text("a", "t"), text("b"), text("c"))
    merged = merge(BASE, mine, theirs, {"cell:a": choice})
    assert [cell.text.en for cell in merged.notebook.cells] == told
    assert [(clash.key, clash.mine, clash.theirs) for clash in merged.clashes] == [
        ("cell:a", text("a", "m"), text("a", "t"))
    ]


def test_a_choice_can_take_a_cell_out() -> None:
    mine, theirs = of(text("a"), text("c")), of(text("a"), text("b", "B"), text("c"))
    assert names(merge(BASE, mine, theirs, {"cell:b": MINE}).notebook) == "a c"
    assert names(merge(BASE, mine, theirs, {"cell:b": THEIRS}).notebook) == "a b c"


def test_where_both_changed_the_period_they_choose() -> None:
    mine, theirs = BASE.with_(scope={"period": "90d"}), BASE.with_(scope={})
    merged = merge(BASE, mine, theirs)
    assert [clash.key for clash in merged.clashes] == ["scope:period"]
    assert merged.notebook.scope == {"period": "90d"}
    assert merge(BASE, mine, theirs, {"scope:period": THEIRS}).notebook.scope == {}


def test_cells_without_names_are_known_by_what_they_say() -> None:
    told = '[[cell]]\nkind = "text"\ntext = "{}"\n'
    base = read_notebook(told.format("one") + told.format("two"), "mine")
    theirs = read_notebook(told.format("new") + told.format("one") + told.format("two"), "mine")
    assert [cell.name for cell in aligned(base, theirs).cells] == ["cell-1-2", "cell-1", "cell-2"]
    mine = base.with_(cells=(base.cells[0], replace(base.cells[1], text=Spoken.of("2"))))
    merged = merge(base, mine, theirs)
    assert not merged.clashes
    assert [cell.text.en for cell in merged.notebook.cells] == ["new", "one", "2"]


@given(notebooks(), notebooks())
@settings(max_examples=examples(60, 1_500), deadline=None)
def test_who_alone_changed_something_gets_exactly_that(base: Notebook, mine: Notebook) -> None:
    assert merge(base, mine, base).notebook == mine
    assert merge(base, base, mine).notebook == aligned(base, mine)
    assert not merge(base, mine, base).clashes


@given(notebooks(), notebooks(), notebooks())
@settings(max_examples=examples(60, 1_500), deadline=None)
def test_nothing_that_either_wrote_is_lost(base: Notebook, mine: Notebook, theirs: Notebook) -> None:
    contents = {repr(cell.named("x")) for cell in merge(base, mine, theirs).notebook.cells}
    known = {repr(cell.named("x")) for cell in base.cells}
    for one in (mine, theirs):
        assert {repr(cell.named("x")) for cell in one.cells} - known <= contents
