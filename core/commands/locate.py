"""`atalaya locate`: where phone numbers were issued, level by level, with source and precision."""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from core.commands.addresses import read_addresses
from core.commands.console import DONE, open_workspace, say

if TYPE_CHECKING:
    import polars as pl

    from core.settings import Settings

EXAMPLE = """examples:
  atalaya locate "+1 (415) 555-2671" whatsapp:+34612345678
  atalaya locate 612345678 --country ES
  atalaya locate customers.csv --format csv > places.csv
  cut -f3 calls.tsv | atalaya locate - --format json
A number tells where it was issued, which need not be where its owner is: numbers move with people."""

NUMBER = ("address", "e164", "is_valid", "number_type", "phone_country", "description_en", "description_es", "reason")
WIDTH = len("geolocation")
"""Of the names of the levels in text."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "addresses",
        nargs="+",
        metavar="NUMBER|FILE",
        help="numbers or addresses of any channel; text files with one a line, CSV files with one in the first "
        "column; - for standard input",
    )
    parser.add_argument(
        "--country", metavar="XX", help="ISO code assumed for numbers in national form (default: the house's, or none)"
    )
    parser.add_argument(
        "--format",
        choices=("text", "csv", "json"),
        default="text",
        help="default: text; in csv a leading + gets an apostrophe, so that spreadsheets leave it as it is",
    )


def run(arguments: Namespace) -> int:
    """Answer on standard output, in the order of the addresses."""
    settings = open_workspace(arguments).settings
    country = settings.default_country if arguments.country is None else _country_named(arguments.country)
    rows = _located(read_addresses(arguments.addresses), country, settings)
    {"text": _as_text, "csv": _as_csv, "json": _as_json}[arguments.format](rows)
    return DONE


def _country_named(text: str) -> str:
    """The code of a country by its code or name; empty stays empty."""
    import polars as pl
    from phonenumbers import SUPPORTED_REGIONS

    from core.errors import QueryError
    from core.geo.names import to_country

    code = pl.select(to_country(pl.lit(text))).item() or text.upper()
    if code and code not in SUPPORTED_REGIONS:
        raise QueryError(f"--country is {text!r}; give the ISO code of a country with telephones, such as ES.")
    return str(code)


def _located(addresses: list[str], country: str, settings: "Settings") -> "pl.DataFrame":
    """One row an address, in order: the number, then each level with its source and precision."""
    import polars as pl

    from core.geo import place
    from core.geo.numbers import read_numbers
    from core.geo.place import INPUTS
    from core.regions import region_of

    given = pl.Series("address", addresses, pl.String)
    numbers = read_numbers(given, country).select("e164", "is_valid", "description_en", "description_es")
    rows = numbers.lazy().with_columns(given, **dict.fromkeys(INPUTS, pl.lit(None, pl.String)))
    return (
        place(rows.with_columns(customer_address="address"), country)
        .with_columns(region_of(settings.regions), reason="place_reason")
        .select(*NUMBER, *(name for level in _levels() for name in (*_values(level), *_told(level))))
        .collect()
    )


def _levels() -> tuple[str, ...]:
    from core.schema.columns import PLACE_LEVELS

    return PLACE_LEVELS


def _values(level: str) -> tuple[str, ...]:
    """The columns of a level's value, the one that is never null where it is known first."""
    return {"geolocation": ("latitude", "longitude"), "country": ("country", "sovereign")}.get(level, (level,))


def _told(level: str) -> tuple[str, str]:
    return f"{level}_source", f"{level}_precision"


def _as_csv(rows: "pl.DataFrame") -> None:
    import polars as pl

    from core.spreadsheet import harmless_text

    sys.stdout.write(rows.with_columns(harmless_text(pl.col(pl.String))).write_csv())


def _as_json(rows: "pl.DataFrame") -> None:
    json.dump(rows.to_dicts(), sys.stdout, ensure_ascii=False, indent=1)
    say("")


def _as_text(rows: "pl.DataFrame") -> None:
    """A block an address: what is known, a level a line."""
    for row in rows.iter_rows(named=True):
        say(row["address"] or "(empty)")
        say(f"  {'number':{WIDTH}}  {_number(row)}")
        if row["description_en"]:
            say(f"  {'issued in':{WIDTH}}  {row['description_en']}")
        lines = [(level, _value(level, row), _told(level)) for level in _levels() if row[_values(level)[0]] is not None]
        width = max((len(value) for _, value, _ in lines), default=0)
        for level, value, told in lines:
            origin = ", ".join(row[name] for name in told)
            say(f"  {level.replace('_', ' '):{WIDTH}}  {value:{width}}  {origin}")


def _number(row: dict[str, Any]) -> str:
    if not row["is_valid"]:
        return f"{row['e164'] or 'none'}: {row['reason']}"
    place = f"; no place: {row['reason']}" if row["reason"] else ""
    return f"{row['e164']}, valid, {row['number_type']}{place}"


def _value(level: str, row: dict[str, Any]) -> str:
    from core.geo.gazetteer import country_name

    if level == "geolocation":
        return f"{row['latitude']:.4f}, {row['longitude']:.4f}"
    if level == "country":
        belongs_to = f", of {row['sovereign']}" if row["sovereign"] not in (row["country"], None) else ""
        return f"{row['country']} ({country_name(row['country'])}){belongs_to}"
    return str(row[level])
