"""The area codes of the North American plan, with the country and the state that each belongs to."""

from functools import cache

import polars as pl

from core.geo.gazetteer import area_codes

ISLANDS = {
    "AG": ("268",),
    "AI": ("264",),
    "AS": ("684",),
    "BB": ("246",),
    "BM": ("441",),
    "BS": ("242",),
    "DM": ("767",),
    "DO": ("809", "829", "849"),
    "GD": ("473",),
    "GU": ("671",),
    "JM": ("658", "876"),
    "KN": ("869",),
    "KY": ("345",),
    "LC": ("758",),
    "MP": ("670",),
    "MS": ("664",),
    "PR": ("787", "939"),
    "SX": ("721",),
    "TC": ("649",),
    "TT": ("868",),
    "VC": ("784",),
    "VG": ("284",),
    "VI": ("340",),
}
"""The plan's countries and territories beside the United States and Canada; none of them has states here."""


@cache
def known_area_codes() -> pl.DataFrame:
    """One row an area code, by `area_code`: `code_country` and `code_state` (null on the islands)."""
    of_states = area_codes().select("area_code", code_country="country", code_state="state")
    pairs = [(code, country) for country, codes in ISLANDS.items() for code in codes]
    of_islands = pl.DataFrame(pairs, schema={"area_code": pl.String, "code_country": pl.String}, orient="row")
    islands = of_islands.join(of_states, on="area_code", how="anti").with_columns(code_state=pl.lit(None, pl.String))
    return pl.concat([of_states, islands]).sort("area_code")
