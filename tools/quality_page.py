"""The page of docs/ about the checks of data quality, out of their declarations and the words of the app."""

from core.quality import CHECKS, LAWS, Check
from core.quality.check import HIGH, LOW, MEDIUM, SUBJECTS, Rule
from core.words import say_in

HEADINGS = {
    "balance": "Laws of balance: two tables tell the same",
    "order": "Laws of order: everything in its time",
    "links": "Laws of links: nothing is missing, nothing stays open",
    "arrival": "How data arrive",
    "content": "What data say of customers",
}

HEAD = """# Data quality: can I believe these numbers?

*Written by `make docs` out of the declarations and the words of the app; change those.*

The page *Data quality* answers for the period and the filters of the moment, `atalaya quality` on the command line.
It says in a sentence how many laws hold and how many conversations are touched, names the metrics to be careful with,
and lists what was found: how grave it is, how much it touches, on which days, in which queue, file, platform or agent
most of it is. **Every finding opens its rows**, with the keys under which they are stored, and each row its
conversation.

## How it works

* A law has two sides that are told apart. Entries into queues are counted from EVENTS as they arrived, the ways out
  from SEGMENTS as they were cut: `offered = handled + abandoned + flowed out + follow-up + still open`, per queue and
  interval. A law whose sides are read from one table would prove nothing.
* Conversations are those that began in the period and meet the filters, with all their tasks, events and segments,
  also those after the period. Findings about files, agents' statuses and the feed follow the period, the platform and
  the agent alone; those about files of counts queue, channel and direction too.
* Instants may be cut to whole seconds on one route and not on another, so nothing is found below one second.
* What began less than 24 hours before the end of the data may still be going on: it is neither stuck nor without end.
* Silence is told from quiet hours by the same hour of the week in the other weeks (their lower quartile, three weeks
  at least, looked for up to 13 weeks back and on) and by how much those hours vary: about once in e¹² such stretches
  it is chance. Holidays of `settings.toml` are quiet by right.
* **Reports beside events.** Where a file of counts and events tell of the same platform, queue and interval, what the
  report says is compared with the waits that began in the interval: offered, handled, abandoned, by channel and
  direction where the report tells them. Rows of agents, of no queue, and of files that count a contact where it ended
  (`counted_at = "end"`) are not compared, nor intervals that reach beyond the first or last event of the platform,
  queues that the events do not know by that name, and intervals out of which the house has excluded a conversation of
  the queue. Of an interval with a wait that is still open, only what was offered is compared. Below the findings
  stands the sum per queue: reported, counted, and their difference.
* A queue's interval is missing where it has one at that time of the week in three weeks of four (three weeks at least,
  looked for as silence is) and its report goes on; by the queue's lower quartile twelve contacts or more must be due
  in all that is missing between two of its rows. Holidays are quiet by right.
* **One contact, two sources.** Shapes in which a platform tells the same events, with the same ids, are one source;
  every other source or profile is another. Two conversations that one source tells both of are never the same. Of two
  that are, the one that is listed is of the source that tells less: the one that leaves out more quantities, one that
  a profile reads rather than a platform's own, else the one that came later. Ids are those of conversation, task and
  call, of eight characters at least, and the two begin within a day. By customer and time the two have one direction,
  a number that ends in the same digits (seven at least) or one e-mail address, and they begin, or end, within ten
  seconds; on the day (UTC) of the one listed the two sources have three such pairs at least, and these are a fifth of
  the conversations of one of them. What corrections have left out is still counted for that share, and is itself in
  no pair. Where all data are of one source, nothing is looked at.
* Two tellings that bear one conversation's id are one conversation: then it is its talks and waits that are told
  twice, where they have half of the shorter one's time in common, and nothing can be left out of it. It takes a
  workspace with one of the two sources.
* Of 60,000 conversations at a time all checks are made together, so memory does not grow with the period.

## How grave

| the share that is touched | medium from | high from |
|---|---|---|
"""

TAIL = """
High: do not rely on the numbers that it touches yet. Medium: with care. Low: good to know. `atalaya quality` ends
with exit code 4 when a finding is as grave as `--fail-on` (high unless told otherwise), with 0 when none is, and with
1 when the question could not be answered, so a monitor needs nothing but the code:

    atalaya quality --since 2026-10-31 --fail-on medium || notify "data quality"

`--json` gives everything, with up to 1,000 rows of each finding; its `verdict` is `sound`, `care`, `doubt`, or
`nothing` where there is neither a conversation nor a count that could be judged. Other pages say in a line below
their title that the data of their period have a finding of high severity, and lead here. The line follows the
page's filters by queue, channel, agent and platform and names them; of what is found in the feed as a whole it says
that it holds whatever the filters. Nobody waits for it: it is looked for beside the pages, again at most every ten
minutes, and in periods of up to 300,000 conversations; until what the filters leave is known, the line is that of
the whole period.

## Ending a status

A row of *Statuses end* leads to the correction that ends the status (kind `end_status`, `docs/corrections.md`),
with its agent and its beginning filled in. What somebody has ended is in no finding any more.

## Leaving conversations out

From a finding, its conversations can be left out of all numbers, all of them or some, with a name and a reason. That
is a correction of the house (kind `exclude`): what arrived stays as it is, every number that is touched says so, and
whoever wants takes it back. A conversation that is left out is in no finding any more.

## Every check
"""


def quality() -> str:
    """The text of the page."""
    rules = {check.rule: check for check in CHECKS}
    table = "\n".join(f"| {_of(rule)} | {_from(rule.medium_from)} | {_from(rule.high_from)} |" for rule in rules)
    parts = [HEAD + table + "\n" + TAIL]
    for subject in SUBJECTS:
        parts.append(f"\n### {HEADINGS[subject]}\n")
        parts += [_check(check) for check in CHECKS if check.subject == subject]
    return "\n".join(parts)


def _of(rule: Rule) -> str:
    return ", ".join(f"`{check.name}`" for check in CHECKS if check.rule == rule)


def _from(share: float | None) -> str:
    return "never" if share is None else "any" if share == 0 else f"{share:.1%}"


def _check(check: Check) -> str:
    def words(part: str) -> str:
        return say_in("en", f"quality.check.{check.name}.{part}")

    kind = "a law" if check.name in LAWS else "no law"
    worst = next(severity for severity in (HIGH, MEDIUM, LOW) if check.rule.severity(1.0) == severity)
    metrics = ", ".join(f"`{name}`" for name in check.metrics) or "none"
    return (
        f"**{words('title')}** (`{check.name}`, {kind}, at most {worst}; share of the {check.unit})\n"
        "\n"
        f"* {words('law')}\n"
        f"* *For the numbers:* {words('means')}\n"
        f"* *Metrics:* {metrics}\n"
    )
