"""Where customers live: a place per area code or number range, with language, clock and share of the customers."""

import csv
from pathlib import Path

import numpy as np
import polars as pl

from sample_data.chance import Floats, Ints

_HERE = Path(__file__).parent
_UNITED_STATES, _CANADA = 52.0, 5.5
_EXCHANGE = {False: ("55501", 2), True: ("555", 4)}


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of one of this package's tables."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places(many: bool) -> pl.DataFrame:
    """One row a place: country, state, city, area_code, zone, language, culture, weight, prefix, digits.

    Args:
        many: more customers than the numbers kept for fiction can tell apart in North America (555-0100 … 555-0199):
            take the whole of exchange 555, which connects nobody either.
    """
    exchange, digits = _EXCHANGE[many]
    codes = read_csv("area_codes.csv")
    per_country = {country: sum(row["country"] == country for row in codes) for country in ("US", "CA")}
    total = {"US": _UNITED_STATES, "CA": _CANADA}
    american = [
        row
        | {
            "language": "fr" if row["state"] == "QC" else "en",
            "culture": "fr" if row["state"] == "QC" else "en",
            "weight": total[row["country"]] / per_country[row["country"]],
            "prefix": f"+1{row['area_code']}{exchange}",
            "digits": digits,
        }
        for row in codes
    ]
    others = [
        row | {"state": "", "city": "", "area_code": "", "weight": float(row["weight"]), "digits": int(row["digits"])}
        for row in read_csv("numbers.csv")
    ]
    return pl.from_dicts(american + others, infer_schema_length=None).select(
        "country", "state", "city", "area_code", "zone", "language", "culture", "weight", "prefix", "digits"
    )


def phones(place: Ints, rank: Ints, known: pl.DataFrame) -> pl.Series:
    """The number of each customer: the place's prefix and the customer's rank there, spread over the range."""
    prefix, digits = known["prefix"].gather(place), known["digits"].to_numpy()[place]
    size = 10**digits
    step = np.where(digits == 2, 37, 6_700_417)
    number = (rank * step + 11) % size
    return pl.select(pl.concat_str([prefix, pl.Series(number + size).cast(pl.String).str.slice(1)])).to_series()


def weights(known: pl.DataFrame, factor: dict[str, float]) -> Floats:
    """Each place's share on a day when some countries call less (or more)."""
    countries = known["country"].to_list()
    return known["weight"].to_numpy() * np.array([factor.get(country, 1.0) for country in countries])
