"""Against: in words, what a file's own values say against the profile by which it would be read."""

from core.profiles.several import Looked


def against(found: Looked, profile_name: str) -> list[str]:
    """Sentences in English: what would go wrong, and what tells it, with the numbers.

    Args:
        found: of the file.
        profile_name: by which it would be read.
    """
    told = []
    if found.order:
        trouble = (
            f"Its dates are rather written {found.order} than as the profile {profile_name} reads them: days and "
            "months would change places."
        )
        told.append(trouble)
    if found.lengths:
        trouble = (
            f"The values of {', '.join(found.lengths)} show another decimal sign or unit than the profile "
            f"{profile_name} says: times would be many times as long or short."
        )
        told.append(trouble)
    return [*told, *(note.said("en") for note in found.why)]
