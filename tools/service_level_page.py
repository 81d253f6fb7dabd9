"""The page of docs/ about the ways to count service level, out of their declarations."""

import polars as pl

from core.metrics import VARIANTS, Variant
from core.schema.tables import CONVERSATIONS
from core.settings import Settings

EXAMPLE = (
    (860, {"is_handled": True, "speed_of_answer_ms": 10_000}),
    (140, {"is_handled": True, "speed_of_answer_ms": 30_000}),
    (10, {"is_abandoned": True, "abandon_time_ms": 3_000}),
    (10, {"is_abandoned": True, "abandon_time_ms": 12_000}),
    (40, {"is_abandoned": True, "abandon_time_ms": 40_000}),
)
"""ICMI's: 1000 answered, 860 of them within 20 s; 60 given up, 20 of them within 20 s, of which 10 within 5 s."""

RULES = Settings(answer_within_s=20, short_abandon_s=5)

HEAD = """# Service level: eight ways to count

*Written by `make docs` out of the declarations; change those.*

Those who publish how they count service level do it in eight ways, and none of them is wrong.
`service_level_variant` in [`settings.toml`](settings.md) chooses the house's; `atalaya ask service_level --variant
NAME` asks for another, and the page *Service level* shows all of them on the same conversations, with the
conversations that count otherwise. Wherever the number stands, variant and target stand with it.

## What holds in all of them

* Inbound conversations that an agent answered, or that the customer gave up before anybody did; each once, by its
  first wait.
* Answered and later lost in a transfer is answered: the first wait is judged, not what came after it.
* Follow-ups (voicemail, callback request) are in none of them: the customer chose another way, which is neither an
  answer nor an abandon. Flex Insights' own text would count them by how long they had waited.
* Conversations that still wait, or are in their first talk, are in none of them yet; they come in once that is
  over. Cisco counts a call as soon as it has waited for the target, which is the same when nobody waits any more.
* An answer after *exactly* the target is late, a conversation given up after exactly the short-abandon time is a
  short abandon. Most who publish a formula write *within* and do not say on which side the edge is; those who do
  are followed.
* Whoever is above the line is also below it: the numerator is declared as a part of the denominator, and a test
  proves it on any days.
* The target of the first queue goes before that of the channel, and that before the house's.
"""

TABLE = """## The ways

The example is ICMI's: 1000 answered, 860 of them within the target of 20 s; 60 given up, 20 of them within 20 s, of
which 10 within 5 s.

| `service_level_variant` | formula | used by | example |
|---|---|---|---|
"""


def service_level() -> str:
    """The text of the page."""
    rows = [
        f"| [`{one.name}`](#{one.name}) | {one.formula.en} | {one.users.en} | {_example(one):.2%} |"
        for one in VARIANTS.values()
    ]
    return "\n\n".join([HEAD.strip(), TABLE + "\n".join(rows), *map(_variant, VARIANTS.values())]) + "\n"


def _variant(one: Variant) -> str:
    facts = [f"* Used by: {one.users.en}", f"* Source: {one.source}", f"* En español: *{one.label.es}*. {one.notes.es}"]
    return "\n\n".join((f"## {one.name}", f"*{one.label.en}*: {one.formula.en}.", one.notes.en, "\n".join(facts)))


def _example(one: Variant) -> float:
    nothing = dict.fromkeys(CONVERSATIONS.schema) | {"direction": "Inbound", "is_handled": False, "is_abandoned": False}
    rows = [nothing | given for number, given in EXAMPLE for _ in range(number)]
    calls = pl.DataFrame(rows, schema=CONVERSATIONS.schema, orient="row")
    formula = one.ratio(RULES)
    above, below = calls.select(a=formula.numerator.aggregate(), b=formula.denominator.aggregate()).row(0)
    return float(above / below)
