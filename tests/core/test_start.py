"""Start: an answer in a terminal does not wait for what only pages, maps and ingestion need."""

import subprocess
import sys

import pytest

HEAVY = (
    "aiohttp",
    "altair",
    "duckdb",
    "fastexcel",
    "numpy",
    "pandas",
    "phonenumbers",
    "pyarrow",
    "pydeck",
    "pydantic",
    "requests",
    "starlette",
    "streamlit",
    "twilio",
    "uvicorn",
)
LOADED = f"import sys; {{}}; print(*(name for name in {HEAVY!r} if name in sys.modules))"


@pytest.mark.parametrize(
    "module",
    [
        "core.answer",
        "core.listing",
        "core.comparison",
        "core.cli",
        "core.commands.ask",
        "core.quality",
        "core.profiles",
    ],
)
def test_asking_loads_no_library_for_drawing_or_reading_numbers(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADED.format(f"import {module}")], check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == []


def test_the_command_line_loads_the_engine_only_to_work() -> None:
    asked = LOADED.replace(repr(HEAVY), repr(("polars",))).format("import core.cli; core.cli.parser()")
    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert told.stdout.split() == []
