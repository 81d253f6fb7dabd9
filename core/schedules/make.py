"""Make the report of a schedule, for the time at which it is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from core.format import moment
from core.ledger.log import Run
from core.ledger.numbers import Asked
from core.ledger.publish import Published
from core.notebooks import Notebook
from core.notebooks.shelf import Shelf
from core.period import DEFAULT
from core.reports import Report, report_scope, work_report
from core.reports.files import MIME, report_files
from core.reports.small_cells import MERGED
from core.schedules.period import period_on
from core.schedules.schedule import Schedule
from core.scope_words import period_in_words
from core.sending import Attachment, Parcel
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from core.words import say_in


@dataclass(frozen=True, eq=False)
class Made:
    """A report that has been made.

    Args:
        published: to be remembered.
        problems: the cells that could not be shown, each with the reason; empty when all could.
    """

    published: Published
    problems: str


def make(workspace: Workspace, schedule: Schedule, due: datetime) -> Made:
    """Work the notebook out and write its files.

    Args:
        due: when it is due: what `last-month` means follows from that, not from when it is made.

    Raises:
        AtalayaError: there is no such notebook, a value that the data does not have, or a form that cannot be written.
    """
    notebook = Shelf(workspace.files).open(schedule.notebook).notebook
    rules, snapshot = workspace.settings, workspace.snapshot()
    zone = schedule.zone or rules.time_zone
    word = schedule.parameters.get("period") or notebook.scope.get("period", DEFAULT)
    params = {**schedule.parameters, "period": period_on(word, due, zone, rules.week_start)}
    return make_files(notebook, snapshot, rules, params, schedule.language, schedule.formats, prefix=schedule.name)


def make_files(
    notebook: Notebook,
    snapshot: Snapshot,
    rules: Settings,
    params: Mapping[str, str],
    language: str,
    formats: tuple[str, ...],
    *,
    prefix: str,
) -> Made:
    """Work a notebook out and write its files.

    Args:
        prefix: what the names of the files begin with.

    Raises:
        AtalayaError: as `make`.
    """
    report = work_report(notebook, snapshot, rules, params, language)
    scope = report_scope(notebook, snapshot, rules, params, language)
    period = period_in_words(scope.period, scope.zone, report.labels) if scope.period else ""
    files = {f"{prefix}.{name}": content for name, content in report_files(report, formats).items()}
    problems = " ".join(f"{cell}: {problem}" for cell, problem in report.problems)
    return Made(Published(report.title, period, snapshot, rules, files, asked_of(report)), problems)


def asked_of(report: Report) -> list[Asked]:
    """The numbers of a report as the ledger remembers them."""
    parts = {part.cell.name: part.worked for part in report.parts if part.worked}
    found = []
    for name, query, answer in report.published():
        worked = parts[name]
        is_whole = worked.kept is None and worked.row_groups.height == worked.rows_there
        is_whole = is_whole and worked.column_groups.height == worked.columns_there
        # What a small-cell rule has merged is no group that could be asked for.
        own = answer
        for group in query.by:
            if own[group].dtype == pl.String:
                own = own.filter(own[group].ne_missing(MERGED))
        found.append(Asked(name, query, own, is_whole and own.height == answer.height))
    return found


def parcel_of(schedule: Schedule, run: Run, contents: Mapping[str, bytes]) -> Parcel:
    """What is sent of a run.

    Args:
        run: of the log; its report has been made.
        contents: its files by name.
    """
    files = tuple(
        Attachment(name, MIME.get(name.rpartition(".")[2], "application/octet-stream"), content)
        for name, content in contents.items()
    )
    zone, language = schedule.zone or "UTC", schedule.language
    due = moment(run.due, zone, language, seconds=False)
    end = moment(run.data_end, zone, language, seconds=False)
    words = {"schedule": schedule.name, "notebook": run.notebook, "period": run.period, "date": f"{run.due:%Y-%m-%d}"}
    lines = [say_in(language, "letter.what", title=run.title, period=run.period)]
    lines += [say_in(language, "letter.data", moment=end, zone=zone)] if run.data_end else []
    lines += [say_in(language, "letter.files", names=", ".join(contents))]
    lines += ["", say_in(language, "letter.who", schedule=schedule.name, moment=due, zone=zone, run=run.id)]
    facts = {
        **{key: value for key, value in words.items() if key != "date"},
        "language": language,
        "due": run.due.isoformat(),
        "version": str(run.version),
        "data_end": run.data_end.isoformat() if run.data_end else "",
    }
    return Parcel(run.id, run.title, "\n".join(lines) + "\n", files, facts, words)
