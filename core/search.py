"""Search: whether a conversation is what somebody looks for."""

import polars as pl

from core.schema.tables import CONVERSATIONS, TASKS
from core.store.snapshot import Snapshot

NAMED_BY = ("conversation_id", "customer_id", "customer_name", "customer_email", "customer_phone", "agent_name")
NUMBERS = ("phone_e164", "customer_phone")
FEWEST_DIGITS = 4


def found(snapshot: Snapshot, text: str) -> pl.Expr:
    """Of CONVERSATIONS: named by the text; case does not matter, nor how a number is written."""
    # Such a pattern looks at texts as they are stored; writing each in lower case first costs as much again.
    wanted = f"(?i){pl.escape_regex(text)}"
    is_found = [
        pl.col(NAMED_BY).str.contains(wanted),
        pl.col("conversation_id").is_in(_of_tasks(snapshot, wanted).implode()),
    ]
    digits = "".join(sign for sign in text if sign.isdigit()).lstrip("0")
    if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in text):
        is_found.append(pl.col(NUMBERS).str.contains(r"\D*".join(digits)))
    return pl.any_horizontal(*is_found).fill_null(False)


def _of_tasks(snapshot: Snapshot, wanted: str) -> pl.Series:
    """The conversations of the task and of the call of exactly that id."""
    is_it = pl.any_horizontal(pl.col("task_id", "call_id").str.contains(f"^{wanted}$"))
    return snapshot.scan(TASKS).filter(is_it).select("conversation_id").collect()["conversation_id"]


def of_same_customer(snapshot: Snapshot, conversation_id: str) -> pl.Expr:
    """Of CONVERSATIONS: of that one's customer; so an address can ask for them without naming the customer."""
    of_one = snapshot.scan(CONVERSATIONS).filter(pl.col("conversation_id") == conversation_id)
    customers = of_one.select("customer_id").collect()["customer_id"]
    # One value is compared while it is read; a join would read them all first.
    return pl.col("customer_id") == customers[0] if customers.len() else pl.lit(False)
