"""What may make the numbers of tables wrong though every row of them can be read, told before they are taken in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import tell

if TYPE_CHECKING:
    from core.profiles import Looked, Profile
    from core.store.workspace import Workspace


def tell_doubts(workspace: "Workspace", names: Mapping[Path, str], profile: "Profile", zone: str) -> list[str]:
    """Tell what is odd about each file, by itself, beside the others and beside what was loaded by the profile before.

    Args:
        workspace: with the earlier files.
        names: the files, and what each is called.
        profile: by which they would be loaded.
        zone: of times that name none.

    Returns:
        The names of those that contradict the profile.
    """
    from core.errors import SourceError
    from core.profiles import against, compared, loaded_by, look, see

    seen = []
    for path, name in names.items():
        try:
            seen.append(see(path, name, profile, zone))
        except SourceError:
            continue  # told when it is taken in
    looked = [look(each, profile, zone) for each in seen]
    found = compared(seen, looked, profile, loaded_by(workspace, profile.name))
    for each, own in zip(seen, found, strict=True):
        for line in [*against(own, profile.name), *_lines(own, profile)]:
            tell(f"{each.name}: {line}")
    return [each.name for each, own in zip(seen, found, strict=True) if own.is_contrary]


def tell_refused(contrary: Sequence[str], files: int, profile: "Profile") -> None:
    """Tell that nothing is loaded, and the ways out."""
    is_one = len(contrary) == 1
    them, their = ("it", "its") if is_one else ("them", "their")
    seem = f"{'seems' if is_one else 'seem'} to contradict the profile {profile.name}"
    if files == 1:
        what = f"{contrary[0]} {seem}. Read it"
    else:
        what = (
            f"of {files:,} files, {len(contrary):,} {seem} ({', '.join(contrary)}). Leave {them} out, and read {them}"
        )
    tell(
        f"Nothing is loaded: {what} by a profile of {their} own (atalaya profile suggest FILE -o OTHER.toml, then "
        f"atalaya ingest --profile OTHER.toml FILE); or, if {'it is' if is_one else 'they are'} right, say --anyway."
    )


def _lines(found: "Looked", profile: "Profile") -> list[str]:
    """What else is odd about one file."""
    lines = []
    if found.units:
        seem = "seems" if len(found.units) == 1 else "seem"
        lines.append(
            f"{', '.join(found.units)} {seem} to count another unit than the profile {profile.name} says: times would "
            "be many times as long or short."
        )
    if found.lacking:
        lines.append(f"lacks {', '.join(found.lacking)}, which the profile {profile.name} reads; that stays empty.")
    return lines
