"""Custom attributes: what integrations say of a conversation and its customer under keys of their own."""

import polars as pl

from core.custom import as_number
from core.pipeline.attributes import TASK_PATHS
from core.pipeline.stage import stage
from core.schema.tables import ATTRIBUTES

SIDES = ("conversations", "customers")
READ = {".".join(path) for path in TASK_PATHS.values() if path[0] in SIDES}
"""Keys that are columns of the model already, among them what a customer is called and reached by, which is masked."""

LONGEST_VALUE = 128
"""Characters that are kept of a value, as many as Flex Insights keeps; the whole text stays on the conversation."""

MOST_KEYS = 100
"""Keys that are kept of one object; of one with more the first by the alphabet."""

MOST_BYTES = 100_000
"""An object longer than this is no attributes; the platform's own limit is far below."""

DEPTH = 8
"""How deep objects within a value may nest."""

NOTHING = ("null", '""', "{}", "[]")
"""Values that say nothing, as JSON writes them."""

_LABEL = r"^(conversations\.conversation|customers\.customer)_label_(\d+)$"
_TEXT = r'"(?:[^"\\]|\\.)*"'


def _nested(depth: int) -> str:
    """An object or a list whose brackets nest at most so deep; that they match is known."""
    within = rf"|{_nested(depth - 1)}" if depth > 1 else ""
    return rf'[\[{{](?:[^\[\]{{}}"]|{_TEXT}{within})*[\]}}]'


_PAIR = rf'(?s){_TEXT}:(?:{_TEXT}|[^",\[\]{{}}]+|{_nested(DEPTH)})'
_KEY_AND_VALUE = r'(?s)^"((?:[^"\\]|\\.)*)":(.*)$'


@stage(reads="tasks, conversations", writes=ATTRIBUTES)
def read_custom(tasks: pl.LazyFrame, conversations: pl.LazyFrame) -> pl.LazyFrame:
    """Read every key under `conversations` and `customers` that is no column; the last task to tell a key is believed.

    An attribute told without its label is its own label. A label told without its attribute is for ids, of which each
    conversation has its own: its conversation stands as the value.

    Args:
        tasks: `task_id`, `conversation_id`, `created_at` and `attributes` (JSON text, as the task ended).
        conversations: rows of CONVERSATIONS of these tasks.

    Returns:
        One row a conversation and key. Objects and lists are JSON text. Attributes that are no JSON object, an object
        beyond `MOST_BYTES` or `DEPTH`, and keys without a value or longer than a value may be have no row.
    """
    told = tasks.select("task_id", "conversation_id", "created_at", "attributes").with_row_index("task")
    values = _fields(_pairs(told).collect().lazy()).group_by("task", "key").max()
    last = _last(values, told.drop("attributes"))
    number = as_number(pl.col("value"))
    value = pl.coalesce("value", "conversation_id")
    return last.join(conversations.select("conversation_id", "started_at"), on="conversation_id").with_columns(
        value=value.str.slice(0, LONGEST_VALUE),
        number=number,
        label=pl.coalesce("label", value).str.slice(0, LONGEST_VALUE),
    )


def _last(values: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """One row a conversation and key, out of its last task that tells it; most conversations have but one task."""
    numbered = tasks.with_columns(is_single=pl.len().over("conversation_id") == 1)
    told = values.join(numbered, on="task")
    several = (
        told.filter(~pl.col("is_single"))
        .sort("created_at", "task_id")
        .group_by("conversation_id", "key")
        .agg(pl.col("value", "label").last())
    )
    return pl.concat([told.filter("is_single").select("conversation_id", "key", "value", "label"), several])


def _pairs(told: pl.LazyFrame) -> pl.LazyFrame:
    """The fields of the objects of each task as `"key":value`, as they are written: `task`, `side` and `pair`.

    An object is cut by one expression, so its keys need not be known and their number costs no more than its length.
    What is left over when the fields are taken away tells an object that is none, or that nests too deep.
    """
    # Looked up and not decoded: an object has as many types as there are sets of keys.
    objects = (pl.col("attributes").str.json_path_match(f"$['{side}']").alias(side) for side in SIDES)
    said = told.select("task", *objects).unpivot(SIDES, index="task", variable_name="side", value_name="object")
    few = said.filter(pl.col("object").str.len_bytes().is_between(len('{"":0}'), MOST_BYTES))
    cut = few.with_columns(pair=pl.col("object").str.extract_all(_PAIR))
    commas = pl.col("pair").list.len() - 1
    length = pl.col("pair").list.eval(pl.element().str.len_bytes()).list.sum() + commas + len("{}")
    is_whole = pl.col("object").str.starts_with("{") & (length == pl.col("object").str.len_bytes())
    kept = cut.filter(is_whole).select("task", "side", pl.col("pair").list.sort().list.head(MOST_KEYS))
    return kept.explode("pair")


def _fields(pairs: pl.LazyFrame) -> pl.LazyFrame:
    """`task`, `key`, `value` and `label`, all as text; without what says nothing or is a column of the model.

    A label stands with the key of the attribute that it belongs to.

    Integrations tell the same few pairs again and again: each is taken apart once.
    """
    parts = pl.col("pair").str.extract_groups(_KEY_AND_VALUE).struct
    key, value = pl.col("key"), pl.col("value")
    is_label = key.str.contains(_LABEL)
    is_text = value.str.starts_with('"')
    text = _unescaped(value.str.slice(1, value.str.len_chars() - 2))
    distinct = (
        pairs.select("side", "pair")
        .unique()
        .with_columns(key=parts.field("1"), value=parts.field("2"))
        .filter(~value.is_in(NOTHING))
        .select(
            "side",
            "pair",
            key=pl.col("side") + "." + _unescaped(key),
            value=pl.when(is_text).then(text).otherwise(value).str.strip_chars(),
        )
        .filter(value != "", ~key.is_in(READ), key.str.len_chars() <= LONGEST_VALUE)
        .select(
            "side",
            "pair",
            key=key.str.replace(_LABEL, "${1}_attribute_$2"),
            value=pl.when(~is_label).then(value),
            label=pl.when(is_label).then(value),
        )
    )
    return pairs.join(distinct, on=["side", "pair"]).select("task", "key", "value", "label")


def _unescaped(text: pl.Expr) -> pl.Expr:
    """What a JSON text says, of what stands between its quotes."""
    written = pl.lit('"') + text + pl.lit('"')
    return pl.when(text.str.contains("\\", literal=True)).then(written.str.json_path_match("$")).otherwise(text)
