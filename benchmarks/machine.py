"""What was measured on: figures without it say nothing."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("polars", "duckdb", "pandas", "streamlit", "phonenumbers")

Machine = dict[str, str | int]
"""`processors`, `memory_gb`, `system`, `python`, and the version of each of `PACKAGES` that is installed."""


def machine() -> Machine:
    """This machine and what runs on it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    found: Machine = {
        "processors": os.cpu_count() or 1,
        "model": _model(),
        "memory_gb": round(memory / 1e9),
        "system": _system(),
        "python": platform.python_version(),
    }
    return found | {name: told for name in PACKAGES if (told := _version(name))}


def describe(one: Machine) -> str:
    """In one sentence without its end."""
    packages = ", ".join(f"{name} {one[name]}" for name in PACKAGES if name in one)
    cores = f"{one['processors']} processors ({one['model']})"
    return f"{cores}, {one['memory_gb']} GB of memory, {one['system']}; Python {one['python']}, {packages}"


def busy_seconds() -> float:
    """What all programs have worked so far on all cores, the machine's other tenants included; 0 where nobody tells."""
    try:
        ticks = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()[1:9]
    except OSError:
        return 0
    user, nice, system, _idle, _waiting, interrupts, soft_interrupts, stolen = map(int, ticks)
    return (user + nice + system + interrupts + soft_interrupts + stolen) / os.sysconf("SC_CLK_TCK")


def _model() -> str:
    """What Linux calls the processor; elsewhere its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
