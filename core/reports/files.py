"""A report as files of the formats that are asked for; all of them appear, or none."""

from collections.abc import Callable, Sequence
from errno import EISDIR
from pathlib import Path
from uuid import uuid4

from core.errors import StoreError, UnknownName
from core.exports.chart import write_png
from core.exports.csv import write_csv, write_machine_csv
from core.exports.xlsx import write_xlsx
from core.reports.facts_sheet import facts_sheet
from core.reports.html import write_html
from core.reports.pdf import write_pdf
from core.reports.report import Report

FORMATS = ("html", "pdf", "xlsx", "csv", "png")
MIME = {
    "html": "text/html",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "png": "image/png",
}


def check_formats(formats: Sequence[str]) -> None:
    """Nothing, when all of them are formats of a report.

    Raises:
        UnknownName: one is not.
    """
    for name in formats:
        if name not in FORMATS:
            raise UnknownName.among("format of a report", name, FORMATS)


def report_files(report: Report, formats: Sequence[str], *, is_machine: bool = False) -> dict[str, bytes]:
    """Name and content of each file: one of HTML, PDF and XLSX, one a table of CSV, one a chart of PNG.

    Args:
        is_machine: numbers and dates of CSV and XLSX for programs, not as the report's language writes them.

    Raises:
        UnknownName: no such format.
        QueryError: more rows than a format holds.
        StoreError: a file cannot be made.
    """
    check_formats(formats)
    writers: dict[str, Callable[[], dict[str, bytes]]] = {
        "html": lambda: {f"{report.stem}.html": write_html(report)},
        "pdf": lambda: {f"{report.stem}.pdf": write_pdf(report)},
        "xlsx": lambda: {f"{report.stem}.xlsx": report_xlsx(report, is_machine=is_machine)},
        "csv": lambda: _csv_files(report, is_machine=is_machine),
        "png": lambda: _png_files(report),
    }
    files: dict[str, bytes] = {}
    for name in dict.fromkeys(formats):
        files |= writers[name]()
    return files


def report_xlsx(report: Report, *, is_machine: bool = False) -> bytes:
    """A sheet for each table and chart, and one with everything that has to be known of them."""
    numbered = report.numbered
    sheets = [part.sheet for part in numbered if part.sheet]
    pictures = [
        write_png(part.drawing.spec, part.drawing.rows, title=part.title) if part.drawing else b"" for part in numbered
    ]
    return write_xlsx(sheets, report.facts, report.labels, is_machine=is_machine, pictures=pictures)


def _csv_files(report: Report, *, is_machine: bool) -> dict[str, bytes]:
    """One a table, and one that says what they are."""
    files = {}
    for part in report.numbered:
        if part.sheet:
            written = write_machine_csv(part.sheet) if is_machine else write_csv(part.sheet, report.labels, report.zone)
            files[f"{report.stem}.{part.cell.name}.csv"] = written
    about = facts_sheet(report)
    files[f"{report.stem}.about.csv"] = write_csv(about, report.labels, report.zone)
    return files


def _png_files(report: Report) -> dict[str, bytes]:
    """One a chart or map, with its title and what it is of."""
    facts = [f"{label}: {text}" for label, text in report.facts.lines]
    return {
        f"{report.stem}.{part.cell.name}.png": write_png(
            part.drawing.spec, part.drawing.rows, title=part.title, facts=facts
        )
        for part in report.parts
        if part.drawing
    }


def write_files(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write all of them into a folder, or none; what has the same name is replaced.

    Returns:
        Where they are, in their order.

    Raises:
        StoreError: the folder or a file cannot be written.
    """
    ending = f".{uuid4().hex}.part"
    parts = {name: folder / f".{name}{ending}" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            parts[name].write_bytes(content)
        for name in files:
            if (folder / name).is_dir():
                raise IsADirectoryError(EISDIR, f"{name} is a folder")
        for name, part in parts.items():
            part.replace(folder / name)
    except OSError as problem:
        told = problem.strerror or problem
        raise StoreError(f"{folder}: the report cannot be written there ({told}); choose another folder.") from problem
    finally:
        for part in parts.values():
            _forget(part)
    return [folder / name for name in files]


def _forget(part: Path) -> None:
    """Take away what was not finished; where even that is refused, the refusal before it is the one to tell."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
