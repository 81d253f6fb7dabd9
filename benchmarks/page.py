"""docs/performance.md: what each benchmark says of itself, and the figures of its last full run."""

import ast
from collections import Counter

from benchmarks.machine import Machine, describe
from benchmarks.results import Figure
from benchmarks.suite import FOLDER, TITLES, Measured, kept

WRITTEN = "*Written by `make docs` out of the benchmarks and `benchmarks/results.json`; change those.*"
HOW = """
Each claim is a command. `make bench` runs all of them at a small size in some minutes; `make bench-full` runs them at
full size, which takes hours, keeps their figures and writes this page; `make bench-full ONLY=questions` replaces the
figures of one. Each line that a benchmark prints is one figure with its bar; it fails when something breaks or when
answers differ from those of what it is compared with, never because it was slow: that is told here.

Ways of doing the same job run in turns on the same machine, and medians are told. *Work* is processor seconds of all
cores together, which depend less than time on what else a machine is doing.
""".strip()


def performance() -> str:
    """The page."""
    measured = kept()
    usual = _usual(measured)
    sections = [_benchmark(name, measured.get(name), usual) for name in TITLES]
    machine = [f"Measured on a machine with {describe(usual)}, unless a section says otherwise."] if usual else []
    return "\n\n".join(["# Performance", WRITTEN, HOW, *machine, _bars(measured), *sections]) + "\n"


def _usual(measured: dict[str, Measured]) -> Machine:
    """The machine on which most benchmarks were measured."""
    told = Counter(describe(one.machine) for one in measured.values())
    most = max(told, key=lambda words: told[words], default="")
    return next((one.machine for one in measured.values() if describe(one.machine) == most), {})


def _bars(measured: dict[str, Measured]) -> str:
    """What was promised, and whether it is kept; the bars that are missed first."""
    promised = [(name, one) for name in TITLES if name in measured for one in measured[name].figures if one.promise]
    missed = sum(not one.is_kept for _, one in promised)
    head = f"## Bars\n\n{len(promised) - missed} of {len(promised)} are kept."
    rows = [
        f"| {_link(name)} | {one.section}: {one.name} | {one.told} | {one.promise} | {_fared(one)} |"
        for name, one in sorted(promised, key=lambda pair: pair[1].is_kept)
    ]
    table = ["| | | figure | bar | |", "|---|---|---:|---:|---|", *rows]
    return head + "\n\n" + "\n".join(table) if rows else head


def _benchmark(name: str, measured: Measured | None, usual: Machine) -> str:
    parts = [f"## {TITLES[name]}", _about(name)]
    if measured is None:
        return "\n\n".join([*parts, f"`python -m benchmarks.{name} --full` has not been kept yet."])
    elsewhere = "" if describe(measured.machine) == describe(usual) else f", on {describe(measured.machine)}"
    others = "" if measured.others is None else f"; other programs had {measured.others} % of the processors' time"
    parts.append(f"`python -m benchmarks.{name} --full` on {measured.on}{elsewhere}{others}:")
    sections = dict.fromkeys(one.section for one in measured.figures)
    return "\n\n".join([*parts, *(_table(section, measured.figures) for section in sections)])


def _table(section: str, figures: list[Figure]) -> str:
    rows = [
        f"| {one.name} | {one.told} | {one.promise} | {_fared(one)} | {one.note} |"
        for one in figures
        if one.section == section
    ]
    return "\n".join([f"| {section} | figure | bar | | |", "|---|---:|---:|---|---|", *rows])


def _fared(one: Figure) -> str:
    return "" if not one.promise else "kept" if one.is_kept else "**missed**"


def _about(name: str) -> str:
    """The module's `ABOUT`, read and not imported: this page is written where no benchmark could run."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    for one in tree.body:
        if isinstance(one, ast.Assign) and [ast.unparse(target) for target in one.targets] == ["ABOUT"]:
            return str(ast.literal_eval(one.value)).strip()
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def _link(name: str) -> str:
    kept_letters = "".join(letter for letter in TITLES[name].lower() if letter.isalnum() or letter in " -")
    return f"[{TITLES[name]}](#{kept_letters.replace(' ', '-')})"
