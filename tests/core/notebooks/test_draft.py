"""Drafts: each step is kept on the disk, can be taken back, and is there whatever happens."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import StoreError, UnknownName
from core.notebooks.draft import MOST_STEPS, Draft
from core.notebooks.drafts import Drafts
from core.notebooks.notebook import Notebook
from core.notebooks.shelf import Shelf
from core.notebooks.spoken import Spoken
from core.store.files import Files
from tests.core.notebooks.strategies import notebooks

EMPTY = Notebook("mine")


def called(title: str) -> Notebook:
    return EMPTY.with_(title=Spoken.of(title))


def title(draft: Draft) -> str:
    return draft.now.title.en


def test_steps_are_taken_back_and_forth() -> None:
    draft = Draft.of(EMPTY, "m").changed(called("a")).changed(called("b"))
    assert draft.is_changed
    back = draft.undone().undone()
    assert (title(back), back.can_undo, back.is_changed) == ("", False, False)
    assert title(back.undone().redone()) == "a"
    assert title(back.redone().redone().redone()) == "b"
    assert not back.redone().changed(called("c")).can_redo


def test_no_change_is_no_step() -> None:
    draft = Draft.of(EMPTY, "m")
    assert draft.changed(EMPTY) is draft


def test_only_so_many_steps_are_kept() -> None:
    draft = Draft.of(EMPTY, "m")
    for number in range(MOST_STEPS + 20):
        draft = draft.changed(called(str(number)))
    assert len(draft.steps) == MOST_STEPS + 1
    assert title(draft) == str(MOST_STEPS + 19)


@given(st.lists(notebooks(), max_size=4))
@settings(max_examples=50, deadline=None)
def test_a_draft_is_read_as_it_was_kept(steps: list[Notebook]) -> None:
    draft = Draft.of(EMPTY, "m")
    for step in steps:
        draft = draft.changed(step)
    draft = draft.undone()
    assert Draft.from_text(draft.to_text(), "mine") == draft


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"base": "", "mark": "m", "steps": [], "at": 0}', '{"steps": [3]}'])
def test_what_is_no_draft_is_told(text: str) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        Draft.from_text(text, "mine")


def test_a_draft_outlives_whoever_began_it(tmp_path: Path) -> None:
    drafts = Drafts(Files(tmp_path), "mine")
    one = drafts.begin(Draft.of(EMPTY, "m"))
    with drafts.changing(one) as change:
        change.draft = change.draft.changed(called("a"))
    assert title(Drafts(Files(tmp_path), "mine").load(one)) == "a"
    assert [draft.id for draft in drafts.unfinished()] == [one]
    drafts.drop(one)
    assert drafts.unfinished() == []
    with pytest.raises(UnknownName, match="Begin another"):
        drafts.load(one)


def test_saving_a_notebook_leaves_drafts_alone(tmp_path: Path) -> None:
    drafts = Drafts(Files(tmp_path), "mine")
    one = drafts.begin(Draft.of(called("draft"), "m"))
    Shelf(Files(tmp_path)).save(called("saved"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert title(drafts.load(one)) == "draft"
    assert Shelf(Files(tmp_path)).removed() == ()


@pytest.mark.parametrize("name", ["", "../x", "zzzzzzzz", "0123456"])
def test_an_id_that_is_none_finds_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownName):
        Drafts(Files(tmp_path), "mine").load(name)
