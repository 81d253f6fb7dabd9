"""Search: whether a conversation is what somebody looks for."""

import re

import polars as pl

from core.schema.tables import ATTRIBUTES, CONVERSATIONS, TASKS
from core.store.snapshot import Snapshot

NAMED_BY = ("conversation_id", "customer_id", "customer_name", "customer_email", "customer_phone", "agent_name")
NUMBERS = ("phone_e164", "customer_phone")
FEWEST_DIGITS = 4
FEWEST_SIGNS = 3

_WHOLE_ID = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.:-]{16,}", re.ASCII)
"""What may be an id that was copied; a name or a number is none, nor is what somebody types to find several."""


def found(snapshot: Snapshot, rows: pl.LazyFrame, text: str) -> pl.LazyFrame:
    """Of rows of CONVERSATIONS those named by the text; case does not matter, nor how a number is written.

    The whole id of a conversation, else of a task or call, names just that one. Texts of `FEWEST_SIGNS` and more are
    also looked for in the custom attributes; shorter ones would be found in most.
    """
    of_id = _of_whole_id(snapshot, text) if _WHOLE_ID.fullmatch(text) else None
    if of_id is not None:
        return rows.filter(of_id)
    # Such a pattern looks at texts as they are stored; writing each in lower case first costs as much again.
    wanted = f"(?i){pl.escape_regex(text)}"
    is_it = pl.any_horizontal(pl.col("task_id", "call_id").str.contains(f"^{wanted}$"))
    of_tasks = snapshot.scan(TASKS).filter(is_it).select("conversation_id").collect()["conversation_id"]
    is_found = [pl.col(NAMED_BY).str.contains(wanted), pl.col("conversation_id").is_in(of_tasks.implode())]
    digits = "".join(sign for sign in text if sign.isdigit()).lstrip("0")
    if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in text):
        is_found.append(pl.col(NUMBERS).str.contains(r"\D*".join(digits)))
    named = pl.any_horizontal(*is_found).fill_null(False)
    if len(text) < FEWEST_SIGNS or not snapshot.parts(ATTRIBUTES):
        return rows.filter(named)
    told = snapshot.scan(ATTRIBUTES).filter(pl.any_horizontal(pl.col("value", "label").str.contains(wanted)))
    theirs = told.select("conversation_id", is_told=pl.lit(True)).unique("conversation_id")
    either = rows.join(theirs, on="conversation_id", how="left").filter(named | pl.col("is_told").fill_null(False))
    return either.drop("is_told")


def _of_whole_id(snapshot: Snapshot, text: str) -> pl.Expr | None:
    """The conversation of that very id, else those of a task or call of that id; None when there is none.

    Each column alone: what is equal to one value is found while that column is read, and nothing else is.
    """
    is_it = pl.col("conversation_id") == text
    began = snapshot.scan(CONVERSATIONS).filter(is_it).select("started_at").collect()["started_at"]
    if began.len():
        # With its moment, so that no other time is looked through again.
        is_then: pl.Expr = pl.col("started_at") == began[0]
        return is_it & is_then
    tasks = snapshot.scan(TASKS)
    asked = (tasks.filter(pl.col(name) == text).select("conversation_id") for name in ("task_id", "call_id"))
    ids = pl.concat(pl.collect_all(asked))["conversation_id"]
    return pl.col("conversation_id").is_in(ids.implode()) if ids.len() else None


def of_same_customer(snapshot: Snapshot, conversation_id: str) -> pl.Expr:
    """Of CONVERSATIONS: of that one's customer; so an address can ask for them without naming the customer."""
    of_one = snapshot.scan(CONVERSATIONS).filter(pl.col("conversation_id") == conversation_id)
    customers = of_one.select("customer_id").collect()["customer_id"]
    # One value is compared while it is read; a join would read them all first.
    return pl.col("customer_id") == customers[0] if customers.len() else pl.lit(False)
