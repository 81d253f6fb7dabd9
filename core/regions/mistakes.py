"""What can be wrong in a region file: each mistake with its line, the value, and the way out."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import polars as pl

from core.geo.gazetteer import WITH_STATES, countries, country_name, states
from core.geo.names import to_country, to_region, to_state
from core.regions.area_codes import known_area_codes
from core.regions.sheet import COLUMNS, Sheet

MISTAKES = {
    "header": "the line is {value!r}; give the header {other} first.",
    "quotes": "{value!r} has a quotation mark that is not closed; close it, or write it twice within a name.",
    "fields": "{value!r} has not four fields; give {other}, and put a name that has the separator in it in quotes.",
    "label": "{value!r} names no region; give its name in the last field.",
    "place": "{value!r} names no place; give a country, a country and a state, or an area code.",
    "country": "there is no country called {value!r}; give its ISO code such as ES, or its name in English or Spanish.",
    "country_near": "there is no country called {value!r}; did you mean {other}?",
    "state_alone": "the state {value!r} stands without a country; give the country too.",
    "state": "{place} has no state called {value!r}; give its postal code such as CA, or its name.",
    "area_code_form": "the area code is {value!r}; give three digits of the North American plan, such as 212.",
    "area_code": "there is no area code {value!r} in the North American plan; give one such as 212.",
    "area_code_elsewhere": "the area code {value} belongs to {place}; leave country and state empty.",
    "duplicate": "{value!r} has a rule already, in line {other}; keep one of them.",
}
"""What is told of each kind: `{value}` is what the file says, `{place}` contradicts it, `{other}` is wanted."""


@dataclass(frozen=True)
class Mistake:
    """One line that cannot be used.

    Args:
        line: its number in the file, from 1.
        what: one of `MISTAKES`.
        value: what the file says there.
        other: what is wanted, or the other line.
        country, state: codes of the place that it contradicts.
    """

    line: int
    what: str
    value: str
    other: str = ""
    country: str = ""
    state: str = ""

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.state, country_name(self.country))))
        return f"line {self.line}: {MISTAKES[self.what].format(value=self.value, other=self.other, place=place)}"


def find_mistakes(sheet: Sheet) -> tuple[pl.DataFrame, tuple[Mistake, ...]]:
    """The lines of a file with codes in place of names, and every mistake in them, in the file's order.

    Returns:
        The right lines, one row a line: `line`, `country`, `state`, `area_code` (null where there is none; a rule by
        area code has neither country nor state) and `region`; then the mistakes, one a line.
    """
    if not sheet.header:
        head = sheet.lines[sheet.header_line - 1].strip() if sheet.header_line else ""
        missing = (Mistake(sheet.header_line, "header", head, ",".join(COLUMNS)),) if sheet.header_line else ()
        return _coded(sheet).clear().select("line", *COLUMNS), missing
    lines = _without_repetition(_coded(sheet).with_columns(what=_what()))
    right = lines.filter(pl.col("what").is_null())
    by_code = pl.col("area_code").is_not_null()
    ruled = right.with_columns(pl.when(~by_code).then(pl.col("country", "state")).name.keep())
    wrong = lines.filter(pl.col("what").is_not_null())
    return ruled.select("line", *COLUMNS), tuple(_mistakes(wrong, sheet))


def _coded(sheet: Sheet) -> pl.DataFrame:
    """Names replaced by codes beside the text as written (`*_text`), null where there is nothing; and known facts."""
    blank_to_null = pl.when(pl.col(COLUMNS) != "").then(pl.col(COLUMNS)).name.keep()
    known_states = states().select("country", "state", is_state=pl.lit(True))
    return (
        sheet.cells.with_columns(blank_to_null)
        .with_columns(pl.col("country", "state").name.suffix("_text"))
        .with_columns(country=to_country(pl.col("country")), region=to_region(pl.col("region")))
        .with_columns(state=to_state(pl.col("state"), pl.col("country")))
        .join(known_area_codes(), on="area_code", how="left", maintain_order="left")
        .join(known_states, on=("country", "state"), how="left", maintain_order="left")
    )


def _what() -> pl.Expr:
    """The first mistake of a line; null when it is right."""
    country, state, code = pl.col("country"), pl.col("state"), pl.col("area_code")
    elsewhere = (country != pl.col("code_country")) | state.ne_missing(pl.col("code_state")) & state.is_not_null()
    mistakes = {
        "quotes": pl.col("fields") < 0,
        "fields": pl.col("fields") != len(COLUMNS),
        "label": pl.col("region").is_null(),
        "place": pl.all_horizontal(pl.col("country_text", "state_text", "area_code").is_null()),
        "country": pl.col("country_text").is_not_null() & country.is_null(),
        "state_alone": state.is_not_null() & country.is_null() & code.is_null(),
        "area_code_form": ~code.str.contains(r"^[0-9]{3}$"),
        "area_code": code.is_not_null() & pl.col("code_country").is_null(),
        "area_code_elsewhere": code.is_not_null() & elsewhere,
        "state": country.is_in(WITH_STATES) & state.is_not_null() & code.is_null() & pl.col("is_state").is_null(),
    }
    return pl.coalesce(pl.when(holds).then(pl.lit(what)) for what, holds in mistakes.items())


def _without_repetition(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines whose place an earlier right line has are duplicates of it: `first_line`."""
    is_right = pl.col("what").is_null()
    of_country = pl.concat_str(pl.col("country"), pl.col("state").str.to_lowercase().fill_null(""), separator=" ")
    keyed = lines.with_columns(key=pl.when(is_right).then(pl.coalesce("area_code", of_country)))
    first = pl.col("line").min().over("key")
    repeats = pl.col("key").is_not_null() & (pl.col("line") > first)
    return keyed.with_columns(what=pl.when(repeats).then(pl.lit("duplicate")).otherwise("what"), first_line=first)


def _mistakes(wrong: pl.DataFrame, sheet: Sheet) -> Iterator[Mistake]:
    for row in wrong.sort("line").iter_rows(named=True):
        line, what = row["line"], row["what"]
        if what == "country":
            near = _near(row["country_text"])
            yield Mistake(line, "country_near" if near else what, row["country_text"], near)
        elif what in ("state", "state_alone"):
            yield Mistake(line, what, row["state_text"], country=row["country"] or "")
        elif what.startswith("area_code"):
            owner = {"country": row["code_country"] or "", "state": row["code_state"] or ""}
            yield Mistake(line, what, row["area_code"], **owner)
        else:
            wanted = {"fields": sheet.delimiter.join(COLUMNS), "duplicate": str(row["first_line"])}
            yield Mistake(line, what, row["text"], wanted.get(what, ""))


def _near(text: str) -> str:
    """Names of countries that are spelt almost so."""
    return ", ".join(get_close_matches(text.title(), _country_names(), n=3, cutoff=0.7))


@cache
def _country_names() -> tuple[str, ...]:
    return tuple(name for column in ("name_en", "name_es") for name in countries()[column])
