"""Attributes: the JSON text that integrations hang on tasks and agents, read with patience."""

import polars as pl

TASK_PATHS: dict[str, tuple[str, ...]] = {
    "direction": ("direction",),
    "from": ("from",),
    "to": ("to",),
    "caller": ("caller",),
    "called": ("called",),
    "call_sid": ("call_sid",),
    "customer_leg": ("conference", "participants", "customer"),
    "interaction_id": ("flexInteractionSid",),
    "previous_task": ("previous_task_sid",),
    "transfer_link": ("transfer_sid",),
    "reason": ("reason",),
    **{
        f"{side}_{level}": (f"{side}_{level}",)
        for side in ("from", "to", "caller", "called")
        for level in ("country", "state", "city", "zip")
    },
    **{
        key: ("conversations", key)
        for key in (
            "conversation_id",
            "queue",
            "channel",
            "outcome",
            "abandoned",
            "abandoned_phase",
            "language",
            "campaign",
            "hang_up_by",
            "initiated_by",
            "handling_team_id",
            "handling_team_name",
            "handling_department_name",
            "hold_time",
            "first_response_time",
            "average_response_time",
            "focus_time",
        )
    },
    "given_direction": ("conversations", "direction"),
    **{
        f"customer_{key}": ("customers", key)
        for key in (
            "external_id",
            "name",
            "phone",
            "email",
            "region",
            "country",
            "state",
            "area",
            "city",
            "zip",
            "geo_location",
        )
    },
}
"""Column → where it stands in a task's attributes. The names are those of Flex Insights' integration."""

AGENT_PATHS: dict[str, tuple[str, ...]] = {
    key: (key,)
    for key in (
        "full_name",
        "email",
        "location",
        "manager",
        "role",
        "team_id",
        "team_name",
        "department_name",
    )
}
"""Column → where it stands in an agent's attributes."""

Paths = dict[str, tuple[str, ...]]
MOST_SECONDS = 1e9
"""Thirty years: more is no duration but a mistake."""

FEW = 64
"""Rows that are looked up field by field rather than halved once more."""


def read_attributes(texts: pl.Series, paths: Paths) -> pl.DataFrame:
    """Read the fields at `paths` out of JSON texts, one row a text, all of them text.

    Text that is no JSON object counts as one without fields, a field that is no scalar as its JSON text, and blank
    text as absent: bad attributes cost their fields, never the event.
    """
    trimmed = texts.str.strip_chars()
    objects = trimmed.set(~(trimmed.str.starts_with("{") & trimmed.str.ends_with("}")), None)
    fields = _decode(objects.fill_null("{}"), paths)
    stripped = pl.all().str.strip_chars()
    return fields.with_columns(pl.when(stripped != "").then(stripped))


def milliseconds(seconds: str) -> pl.Expr:
    """A column of seconds as text in whole milliseconds; null what is no number of them, negative or beyond reason."""
    given = pl.col(seconds).cast(pl.Float64, strict=False)
    return (pl.when(given.is_between(0, MOST_SECONDS)).then(given) * 1000).round().cast(pl.Int64)


def _decode(objects: pl.Series, paths: Paths) -> pl.DataFrame:
    """Decode all at once where all are well formed; where some are not, halve until the odd ones stand alone.

    Decoding against a fixed type is several times faster than looking up each path, but one odd value fails the
    whole column.
    """
    if not len(objects):
        return pl.DataFrame(schema=dict.fromkeys(paths, pl.String))
    try:
        decoded = objects.str.json_decode(_dtype(paths)).alias("o").to_frame()
    except pl.exceptions.ComputeError:
        if len(objects) <= FEW:
            return _look_up(objects, paths)
        half = len(objects) // 2
        return pl.concat([_decode(objects.slice(0, half), paths), _decode(objects.slice(half), paths)])
    return decoded.select(_field(path).alias(name) for name, path in paths.items())


def _look_up(objects: pl.Series, paths: Paths) -> pl.DataFrame:
    found = {
        name: objects.str.json_path_match("$" + "".join(f"['{key}']" for key in path)) for name, path in paths.items()
    }
    return pl.DataFrame(found).with_columns(pl.all().replace("null", None))


def _field(path: tuple[str, ...]) -> pl.Expr:
    field = pl.col("o")
    for key in path:
        field = field.struct.field(key)
    return field


def _dtype(paths: Paths) -> pl.Struct:
    tree: dict[str, list[tuple[str, ...]]] = {}
    for path in paths.values():
        tree.setdefault(path[0], []).append(path[1:])
    return pl.Struct(
        {
            key: pl.String() if rests == [()] else _dtype({".".join(rest): rest for rest in rests})
            for key, rests in tree.items()
        }
    )
