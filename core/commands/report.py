"""`atalaya report`: a notebook as files that need nothing else, for a reader or for a scheduler."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import DONE, PROBLEM, USAGE, ProgressLine, open_workspace, say, tell
from core.commands.words import read_moment
from core.errors import AtalayaError, DefinitionError, QueryError, StoreError
from core.progress import Progress

if TYPE_CHECKING:
    from core.horizon import Horizon
    from core.notebooks import Notebook
    from core.reports import Report
    from core.store.workspace import Workspace

SOME_FAILED, NO_DATA, NOT_WRITTEN = 4, 5, 6
"""Exit codes of its own: files are written but some cells say why they have no numbers; no conversation, no files;
the files cannot be written."""

EXAMPLE = """examples:
  atalaya report weekly --since 2026-03-02 --until 2026-03-08 --format html,pdf -o reports
  atalaya report atalaya.overview --set queue=Support --lang es --format xlsx -o reports
  atalaya report board.toml --tz Europe/Madrid --vs year --merge-below 10 -o reports
  atalaya report --list

exit codes beside those of `atalaya --help`:
  2  the command line or the notebook was not understood; nothing is written
  4  the files are written, but some cells could not be worked out; they say why
  5  there is no conversation in that period under these filters; nothing is written
  6  the files cannot be written there; nothing is"""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("notebook", nargs="?", default="", help="its name (see --list), or a path to a .toml file")
    parser.add_argument("--list", action="store_true", help="list the notebooks of the workspace and the built-in ones")
    parser.add_argument("--since", help="from this day or time on, in the zone (default: the notebook's period)")
    parser.add_argument("--until", help="to this day, itself included, or to just before this time")
    parser.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=VALUE",
        help="parameters of the notebook, such as queue=Support; several values with commas between; none for all",
    )
    parser.add_argument("--tz", "--zone", metavar="ZONE", help="IANA time zone, or customer (default: the notebook's)")
    parser.add_argument("--vs", choices=("previous", "weekdays", "year", "none"), help="what numbers are compared with")
    parser.add_argument("--lang", "--language", choices=("en", "es"), default="en", help="of the report (default: en)")
    parser.add_argument(
        "--format", default="html", metavar="FORMATS", help="html, pdf, xlsx, csv, png, with commas between"
    )
    parser.add_argument("-o", "--output", default=".", metavar="FOLDER", help="where the files go (default: here)")
    parser.add_argument(
        "--merge-below",
        type=int,
        default=0,
        metavar="K",
        help="merge places with fewer than K different customers, so that no number speaks of a handful of people",
    )
    parser.add_argument("--machine", action="store_true", help="numbers and dates of CSV and XLSX for programs")
    parser.add_argument(
        "--publish", action="store_true", help="remember its numbers: `atalaya published` tells when they change"
    )
    parser.add_argument("--reveal", action="store_true", help="show personal data in answers to SQL (default: masked)")


def run(arguments: Namespace) -> int:
    """Write the files; name each on standard output, and on standard error what is wrong with any cell."""
    workspace = open_workspace(arguments)
    if arguments.list:
        return _list(workspace, arguments.lang)
    try:
        report = _worked(workspace, arguments)
    except (DefinitionError, QueryError) as problem:
        tell(f"atalaya: {problem}")
        return USAGE
    if report.is_empty:
        tell(f"atalaya: {report.labels.say('report.empty')}")
        return NO_DATA
    return _write(workspace, report, arguments)


def _worked(workspace: "Workspace", arguments: Namespace) -> "Report":
    """The notebook as it is asked for.

    Raises:
        DefinitionError: a notebook that cannot be read, a parameter that it does not have, or a value it cannot have.
        QueryError: a format, a period, or a value that the data does not have.
    """
    from core.horizon import horizon
    from core.notebooks.asked import set_words
    from core.reports import work_report
    from core.reports.files import check_formats

    check_formats(_formats(arguments))
    if arguments.merge_below < 0:
        raise QueryError(f"--merge-below is {arguments.merge_below}; give a number of customers, 0 for none.")
    if not arguments.notebook:
        raise QueryError("Which notebook? Give its name or its file; --list names them.")
    snapshot, rules = workspace.snapshot(), workspace.settings
    notebook = _notebook(workspace, arguments.notebook)
    words = _set(arguments.set)
    words |= {name: value for name, value in (("tz", arguments.tz), ("vs", arguments.vs)) if value}
    zone = words.get("tz") or notebook.scope.get("tz", "") or rules.time_zone
    if period := _period(arguments, horizon(snapshot), rules.time_zone if zone == "customer" else zone):
        words["period"] = period
    line = ProgressLine()
    try:
        return work_report(
            set_words(notebook, words),
            snapshot,
            rules,
            {},
            arguments.lang,
            merge_below=arguments.merge_below,
            is_masked=not arguments.reveal,
            on_cell=lambda done, count, name: line.show(
                Progress("working", share=done / count, file=name, file_number=done + 1, files=count)
            ),
        )
    finally:
        line.clear()


def _write(workspace: "Workspace", report: "Report", arguments: Namespace) -> int:
    from core.reports.files import report_files, write_files

    try:
        files = report_files(report, _formats(arguments), is_machine=arguments.machine)
        written = write_files(files, Path(arguments.output).expanduser())
        if arguments.publish:
            from core.schedules.make import publish_report

            tell(f"Published as {publish_report(workspace, report, files)}.")
    except StoreError as problem:
        tell(f"atalaya: {problem}")
        return NOT_WRITTEN
    except AtalayaError as problem:
        tell(f"atalaya: {problem}")
        return PROBLEM
    for path in written:
        say(str(path))
    for name, reason in report.problems:
        tell(f"atalaya: {name}: {reason}")
    return SOME_FAILED if report.problems else DONE


def _formats(arguments: Namespace) -> list[str]:
    return [name.strip().lower() for name in arguments.format.split(",") if name.strip()] or ["html"]


def _notebook(workspace: "Workspace", name: str) -> "Notebook":
    """One of the workspace, a built-in one, or a file; what ends in `.toml` or has a folder in it is a file."""
    from core.notebooks import read_notebook
    from core.notebooks.shelf import Shelf

    path = Path(name).expanduser()
    if path.suffix.lower() != ".toml" and len(path.parts) < 2:
        return Shelf(workspace.files).open(name).notebook
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as problem:
        raise DefinitionError(
            f"{path}: cannot be read ({problem.strerror or problem}); give a .toml file."
        ) from problem
    return read_notebook(text, path.stem)


def _set(given: list[str]) -> dict[str, str]:
    """Parameters and their values; one that is given twice has both."""
    words: dict[str, list[str]] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise QueryError(f"--set has {text!r}; write NAME=VALUE, such as queue=Support.")
        words.setdefault(name.strip(), []).append(value.strip())
    return {name: ",".join(filter(None, values)) for name, values in words.items()}


def _period(arguments: Namespace, data: "Horizon | None", zone: str) -> str:
    """The period that is asked for, as an address has it; empty for the notebook's own."""
    from core.grains import check_zone
    from core.horizon import EPOCH
    from core.period import read_period, stretch

    if not (arguments.since or arguments.until):
        return ""
    zone = check_zone(zone)
    since = read_moment("--since", arguments.since, zone)
    until = read_moment("--until", arguments.until, zone, end=True)
    everything = read_period("all", data, zone) if data else None
    first, last = everything.instants(zone) if everything else (EPOCH, EPOCH)
    begin, end = since or first, until or last
    if begin >= end:
        raise QueryError(f"The period is empty: {begin.isoformat()} is not before {end.isoformat()}.")
    return stretch(begin, end, zone).name


def _list(workspace: "Workspace", language: str) -> int:
    from core.notebooks.shelf import Shelf

    entries = Shelf(workspace.files).entries()
    width = max(len(one.name) for one in entries)
    for one in entries:
        say(f"{one.name:{width}}  {one.problem or one.headline(language)}")
    return DONE
