"""Levels of places: which groups name one place on a map."""

LEVELS = ("region", "country", "state", "area_code", "city")

COLUMNS = {
    "region": ("region",),
    "country": ("country",),
    "state": ("country", "state"),
    "area_code": ("area_code",),
    "city": ("country", "state", "city"),
}
"""What makes one place of a level; a figure may leave out what its places lie in, when it is about one such place."""


def place_level(groups: tuple[str, ...]) -> str | None:
    """The level of the places that groups name: the last of them, when the others are what it lies in; else None."""
    if not groups or groups[-1] not in LEVELS:
        return None
    return groups[-1] if set(groups) <= set(COLUMNS[groups[-1]]) else None
