"""SQL: questions of analysts on the declared tables, read-only, in a process of their own."""

from core.sql.frames import ASKED
from core.sql.given import given_between, given_of
from core.sql.question import Answer, Limits
from core.sql.refusal import Refusal
from core.sql.run import Running, run_sql, start_sql
from core.sql.sheet import as_sheet

__all__ = [
    "ASKED",
    "Answer",
    "Limits",
    "Refusal",
    "Running",
    "as_sheet",
    "given_between",
    "given_of",
    "run_sql",
    "start_sql",
]
