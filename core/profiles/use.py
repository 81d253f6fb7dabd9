"""Use: a profile by its name in the workspace or by its file, as the reading of a load."""

from pathlib import Path

from core.errors import SourceError, UnknownName
from core.profiles.profile import Profile
from core.profiles.reading import read_profile
from core.profiles.shelf import Shelf
from core.sources import Reading
from core.store.workspace import Workspace

ENDING = ".toml"


def find_profile(workspace: Workspace, given: str) -> tuple[Profile, str]:
    """A profile and its text.

    Args:
        given: its name in the workspace's `profiles`, or the path of a file that ends in `.toml`.

    Raises:
        UnknownName: there is none of that name.
        SourceError: the file cannot be read.
        DefinitionError: it says something that cannot be used.
    """
    if not given.endswith(ENDING):
        opened = Shelf(workspace.files).open(given)
        return opened.profile, opened.text
    path = Path(given).expanduser()
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError as problem:
        names = Shelf(workspace.files).names()
        raise UnknownName.among("profile", given, [f"{name}{ENDING}" for name in names]) from problem
    except OSError as problem:
        raise SourceError(f"{path} cannot be read: {problem.strerror}.") from problem
    return read_profile(text, path.stem), text


def reading_by(workspace: Workspace, given: str, time_zone: str = "") -> Reading:
    """How files are read by a profile: with its text as it is now, which is kept with the load.

    Args:
        given: as `find_profile`.
        time_zone: of times that name none, where the profile says none; the house's when empty.
    """
    profile, text = find_profile(workspace, given)
    return Reading(time_zone or workspace.house.time_zone, text, profile.name)
