"""Profiles in a workspace: one text file each, never overwritten unseen, and what they said before is kept."""

import pytest

from core.errors import DefinitionError, Overtaken, UnknownName
from core.profiles import NEW, Mapped, Profile, Shelf, find_profile, reading_by, write_profile
from core.store.workspace import Workspace

CALLS = Profile("calls", columns=(("start", Mapped(("when",))),))


def test_a_profile_is_saved_opened_changed_and_removed(workspace: Workspace) -> None:
    shelf = Shelf(workspace.files)
    mark = shelf.save(CALLS)
    assert shelf.open("calls") == (CALLS, write_profile(CALLS), mark)
    changed = CALLS.with_(platform="Old system")
    second = shelf.save(changed, mark)
    assert [earlier.content.decode() for earlier in shelf.earlier("calls")] == [write_profile(CALLS)]
    assert [entry.profile for entry in shelf.entries()] == [changed]
    shelf.remove("calls", second)
    assert shelf.names() == ()
    assert len(shelf.earlier("calls")) == 2


def test_nothing_is_overwritten_unseen(workspace: Workspace) -> None:
    shelf = Shelf(workspace.files)
    shelf.save(CALLS)
    with pytest.raises(Overtaken, match="open it again"):
        shelf.save(CALLS.with_(platform="x"), NEW)


def test_a_file_with_a_mistake_is_listed_with_it(workspace: Workspace) -> None:
    shelf = Shelf(workspace.files)
    with pytest.raises(DefinitionError, match="line 1"):
        shelf.save_text("broken", "kind = 1")
    assert shelf.names() == ()
    workspace.files.path("profiles").mkdir()
    workspace.files.path("profiles/broken.toml").write_text("kind = 1")
    (entry,) = shelf.entries()
    assert entry.profile is None
    assert "line 1" in entry.problem


def test_a_free_name_is_made_of_what_is_wanted(workspace: Workspace) -> None:
    shelf = Shelf(workspace.files)
    assert shelf.free_name("Calls") == "calls"
    shelf.save(CALLS)
    assert shelf.free_name("Calls") == "calls-2"
    assert shelf.free_name("Año Ñandú (2).csv") == "ano-nandu-2-csv"
    assert shelf.free_name("…") == "profile"


def test_a_profile_is_found_by_its_name_or_its_file(workspace: Workspace) -> None:
    Shelf(workspace.files).save(CALLS)
    path = workspace.files.path("profiles/calls.toml")
    assert find_profile(workspace, "calls") == find_profile(workspace, str(path)) == (CALLS, write_profile(CALLS))
    reading = reading_by(workspace, "calls", "Asia/Tokyo")
    assert (reading.time_zone, reading.profile, reading.profile_name) == ("Asia/Tokyo", write_profile(CALLS), "calls")
    with pytest.raises(UnknownName, match="did you mean calls"):
        find_profile(workspace, "call")
    with pytest.raises(UnknownName, match=r"calls\.toml"):
        find_profile(workspace, "nowhere/calls.toml")
