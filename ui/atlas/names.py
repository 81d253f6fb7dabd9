"""What places are called: in the reader's language, and with what they lie in where that is not clear."""

from functools import cache

import polars as pl

from core.geo.gazetteer import area_codes, country_name
from core.regions import regions_of_area_codes
from core.scope import Scope, Value
from ui.atlas.levels import COLUMNS, Level
from ui.labels import state_label, value_label
from ui.words import language


def place_names(view: Scope, level: Level, rows: pl.DataFrame) -> list[str]:
    """One name a row: `Texas` within a country, `Texas, United States` in the world, `Austin, Texas`."""
    parents = [column for column in reversed(COLUMNS[level][:-1]) if not is_one(view, column)]
    return [_name(level, row, parents) for row in rows.iter_rows(named=True)]


def value_name(view: Scope, level: Level, value: Value) -> str:
    """A value of a filter; a state's by the country that is chosen with it."""
    country = view.values("country")
    return _own(level, value, country[0] if len(country) == 1 else None)


def is_one(view: Scope, level: str) -> bool:
    """Whether the scope lies in one known place of that level."""
    values = view.values(level)
    return len(values) == 1 and values[0] is not None


def _name(level: Level, row: dict[str, Value], parents: list[str]) -> str:
    country = row.get("country")
    larger = [_own(parent, row[parent], country) for parent in parents if row[parent] is not None]
    return ", ".join([_own(level, row[level], country), *larger[:1]])


def _own(level: str, value: Value, country: Value) -> str:
    if level == "state" and value is not None and country is not None:
        return state_label(str(value), str(country))
    if level == "area_code" and (where := _of_codes(language()).get(str(value))):
        return f"{value} · {where}"
    return value_label(level, value)


@cache
def _of_codes(code: str) -> dict[str, str]:
    """Where each area code is: its major city, of an island's the island."""
    islands = regions_of_area_codes(()).select("area_code", "country").iter_rows()
    cities = area_codes().select("area_code", "city").drop_nulls().iter_rows()
    return {number: country_name(country, code) for number, country in islands} | dict(cities)
