"""House rules, asked when a question is asked: history follows them, no table is rewritten for them."""

from dataclasses import dataclass, fields
from datetime import date
from math import isfinite
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.custom import is_custom
from core.errors import DefinitionError
from core.hours import DAYS, parse_hours

SERVICE_LEVEL_VARIANTS = (
    "short_abandons_left_out",
    "short_abandons_met",
    "abandons_failed",
    "abandons_left_out",
    "early_abandons_left_out",
    "early_abandons_met",
    "stat_server",
    "flex_insights",
)
"""The ways to count service level; `core.metrics.variants` tells what each of them counts."""

Opening = tuple[str, tuple[date, ...]]
"""Opening hours, and the days that are closed although they would be open."""


@dataclass(frozen=True)
class RegionRule:
    """One rule of a house's own regions: the customers of that place belong to the region `label`.

    Args:
        label: the region's name.
        country: ISO 3166-1 alpha-2; empty in a rule by area code.
        state: code of a state of that country; empty for the whole country.
        area_code: three digits of the North American plan; empty for countries and states.
    """

    label: str
    country: str = ""
    state: str = ""
    area_code: str = ""


@dataclass(frozen=True)
class QueueRule:
    """What one queue has for itself, table `[queues."its name"]`; None where it does as its channel and the house do.

    Args:
        name: of the queue, as the data has it.
        answer_within_s, short_abandon_s: as the house's; they go before the channel's.
        opening_hours: as the house's, on the house's clock.
        holidays: in place of the house's; none at all when it is empty.
    """

    name: str
    answer_within_s: int | None = None
    short_abandon_s: int | None = None
    opening_hours: str | None = None
    holidays: tuple[date, ...] | None = None

    def __post_init__(self) -> None:
        _arrange_holidays(self)


@dataclass(frozen=True)
class ChannelRule:
    """What one channel has for itself, table `[channels.its_name]`; None where it does as the house does.

    Args:
        name: of the channel, as the data has it.
        answer_within_s, short_abandon_s: as the house's.
    """

    name: str
    answer_within_s: int | None = None
    short_abandon_s: int | None = None


@dataclass(frozen=True)
class WatchRule:
    """A folder whose files are taken in as they come, `[[watch]]`.

    Args:
        folder: an absolute path, or one within the workspace; `~` is the home of the user that runs Atalaya.
        profile: by which its files are read; empty where their own format is recognised.
        zone: IANA zone of times that name none; empty for the profile's or the house's.
    """

    folder: str
    profile: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Settings:
    """The house rules of one workspace, in `settings.toml`; every key is optional.

    Equal rules are equal values: queues and channels are kept by name, those that say nothing not at all, and holidays
    by date, each once.

    Args:
        time_zone: the house's IANA zone, used where a question names none.
        week_start: the day that weeks begin with, `Mon` to `Sun`.
        answer_within_s: an answer counts as in time when the wait is *less* than this (seconds).
        short_abandon_s: whoever gives up within this is not counted against service level (seconds).
        service_level_variant: which of the ways to count service level is the house's; see `core.metrics.variants`.
        repeat_within_days: it is a repeat contact when the customer's conversation before began at most so long ago.
        default_country: ISO code assumed for numbers written in national form; empty for none.
        memory_gb: how much an ingest may hold in memory, about (GB); with less it takes somewhat longer. The numbers
            are the same.
        exact_percentiles_up_to: of so many rows percentiles are exact; of more they may come from counts of values, and
            lie within 1 % of the exact ones.
        opening_hours: when the house is open, on its own clock, such as `Mon-Fri 09:00-18:00; Sat 10:00-14:00`; empty
            for always. `core.hours` tells what can be written.
        holidays: days on which the house is closed all day, by its own clock.
        waking_hours: when customers may be reached, each on the customer's own clock; written in the same way.
        available_activities: the agents' activities in which conversations are offered, as the platform writes them.
        offline_activities: the activities in which an agent is not there; in all others the agent is logged in.
        satisfaction_key: the custom column that holds the score that a customer gave, `conversations.KEY` or
            `customers.KEY`.
        satisfied_from: a score of at least this is a satisfied customer's.
        queues, channels: what single queues and channels have for themselves; a queue goes before its channel.
        resolved_outcomes: the outcomes that count as resolved, as the data has them; none when outcomes do not tell.
        refresh_every_s: what waits in the inbox, in watched folders and at the collector is in the numbers within about
            so many seconds, while the app is served; 0 for only when it is told to.
        watch: folders besides the inbox whose files are taken in as they come.
        regions: the house's own regions, in order, the first rule that fits a customer wins; kept in `regions.csv`.
        metrics: the text of the house's own metrics, kept in `metrics.toml`; `core.metrics.own` reads it.
    """

    time_zone: str = "UTC"
    week_start: str = "Mon"
    answer_within_s: int = 60
    short_abandon_s: int = 5
    service_level_variant: str = "short_abandons_left_out"
    repeat_within_days: int = 7
    default_country: str = ""
    memory_gb: float = 6.0
    exact_percentiles_up_to: int = 1_000_000
    opening_hours: str = "Mon-Fri 09:00-18:00"
    holidays: tuple[date, ...] = ()
    waking_hours: str = "08:00-22:00"
    available_activities: tuple[str, ...] = ("Available",)
    offline_activities: tuple[str, ...] = ("Offline",)
    resolved_outcomes: tuple[str, ...] = ()
    satisfaction_key: str = "conversations.conversation_measure_1"
    satisfied_from: float = 4.0
    queues: tuple[QueueRule, ...] = ()
    channels: tuple[ChannelRule, ...] = ()
    refresh_every_s: int = 60
    watch: tuple[WatchRule, ...] = ()
    regions: tuple[RegionRule, ...] = ()
    metrics: str = ""

    def __post_init__(self) -> None:
        _check_zone(self.time_zone)
        if self.week_start not in DAYS:
            raise DefinitionError(f"week_start is {self.week_start!r}; give one of: {', '.join(DAYS)}.")
        if self.service_level_variant not in SERVICE_LEVEL_VARIANTS:
            known = ", ".join(SERVICE_LEVEL_VARIANTS)
            raise DefinitionError(f"service_level_variant is {self.service_level_variant!r}; give one of: {known}.")
        if self.repeat_within_days < 1:
            raise DefinitionError(f"repeat_within_days is {self.repeat_within_days}; give days, 1 or more.")
        if self.exact_percentiles_up_to < 0:
            raise DefinitionError(f"exact_percentiles_up_to is {self.exact_percentiles_up_to}; give rows, 0 or more.")
        if len(set(self.resolved_outcomes) - {""}) < len(self.resolved_outcomes):
            raise DefinitionError(f"resolved_outcomes is {list(self.resolved_outcomes)}; name each outcome once.")
        if not isfinite(self.memory_gb) or self.memory_gb < 1:
            raise DefinitionError(f"memory_gb is {self.memory_gb}; give gigabytes, 1 or more.")
        if self.refresh_every_s < 0:
            raise DefinitionError(f"refresh_every_s is {self.refresh_every_s}; give seconds, or 0 for never.")
        _check_hours(self, "opening_hours", "waking_hours")
        _arrange_own(self)
        own: tuple[Settings | QueueRule | ChannelRule, ...] = (self, *self.queues, *self.channels)
        for rule in own:
            _check_targets(rule)
        _arrange_holidays(self)
        _arrange_activities(self)
        _check_satisfaction(self)
        _check_watched(self.watch)

    def queue(self, name: str | None) -> QueueRule:
        """What that queue has for itself; a rule that says nothing, when it has none."""
        return next((rule for rule in self.queues if rule.name == name), QueueRule(name or ""))

    def channel(self, name: str | None) -> ChannelRule:
        """What that channel has for itself; a rule that says nothing, when it has none."""
        return next((rule for rule in self.channels if rule.name == name), ChannelRule(name or ""))

    def opening(self, queue: str | None = None) -> Opening:
        """When the house is open, or one of its queues."""
        own = self.queue(queue)
        hours = self.opening_hours if own.opening_hours is None else own.opening_hours
        return hours, self.holidays if own.holidays is None else own.holidays


KEPT_APART = ("regions", "metrics")
"""House rules that are in files of their own."""

LOADING = ("memory_gb", "refresh_every_s", "watch")
"""House rules about how data come in, on which no number depends."""

KEYS = tuple(field.name for field in fields(Settings) if field.name not in KEPT_APART)
"""What `settings.toml` may hold."""


def _check_zone(zone: str, name: str = "time_zone") -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise DefinitionError(f"{name} is {zone!r}; give an IANA zone such as Europe/Madrid.") from problem


def _check_watched(rules: tuple[WatchRule, ...]) -> None:
    folders = [rule.folder.rstrip("/") for rule in rules]
    if "" in folders or len(set(folders)) < len(folders):
        raise DefinitionError(f"[[watch]]: the folders are {[rule.folder for rule in rules]}; name each once.")
    for rule in rules:
        if rule.zone:
            _check_zone(rule.zone, f"[[watch]] {rule.folder!r}: zone")


def _arrange_holidays(rule: Settings | QueueRule) -> None:
    if rule.holidays:
        object.__setattr__(rule, "holidays", tuple(sorted(set(rule.holidays))))


def _arrange_activities(rules: Settings) -> None:
    """Activities by name, each once and in one list; without an available one nobody could ever be idle."""
    for name in ("available_activities", "offline_activities"):
        activities = tuple(sorted(set(getattr(rules, name))))
        if "" in activities:
            raise DefinitionError(f"{name} holds an empty text; give activities as the platform writes them.")
        object.__setattr__(rules, name, activities)
    if not rules.available_activities:
        raise DefinitionError('available_activities is empty; name one or more, such as ["Available"].')
    if both := set(rules.available_activities) & set(rules.offline_activities):
        raise DefinitionError(f"offline_activities: {', '.join(sorted(both))} is among the available ones too.")


def _check_satisfaction(rules: Settings) -> None:
    if not is_custom(rules.satisfaction_key):
        raise DefinitionError(
            f"satisfaction_key is {rules.satisfaction_key!r}; give a custom column such as conversations.csat."
        )
    if not isfinite(rules.satisfied_from):
        raise DefinitionError(f"satisfied_from is {rules.satisfied_from}; give a number such as 4.")


def _arrange_own(rules: Settings) -> None:
    """Queues and channels by name; a name must be one that data can have, and stand once."""
    for table in ("queues", "channels"):
        own: tuple[QueueRule, ...] | tuple[ChannelRule, ...] = getattr(rules, table)
        names = [rule.name for rule in own]
        if "" in names or len(set(names)) < len(names):
            raise DefinitionError(f"{table}: the names are {names}; give each a name of its own.")
        telling = [rule for rule in own if rule != type(rule)(rule.name)]
        object.__setattr__(rules, table, tuple(sorted(telling, key=lambda rule: rule.name)))
    for queue in rules.queues:
        _check_hours(queue, "opening_hours")


def _check_targets(rule: Settings | QueueRule | ChannelRule) -> None:
    for name in ("answer_within_s", "short_abandon_s"):
        seconds = getattr(rule, name)
        if seconds is not None and seconds < 0:
            raise DefinitionError(f"{_where(rule)}{name} is {seconds}; give seconds, 0 or more.")


def _check_hours(rule: Settings | QueueRule, *names: str) -> None:
    for name in names:
        try:
            parse_hours(getattr(rule, name) or "")
        except DefinitionError as problem:
            raise DefinitionError(f"{_where(rule)}{name}: {problem}") from problem


def _where(rule: Settings | QueueRule | ChannelRule) -> str:
    """How a message names the table."""
    table = {QueueRule: "queues", ChannelRule: "channels"}.get(type(rule))
    return f'[{table}."{rule.name}"] ' if table and not isinstance(rule, Settings) else ""
