"""Packed: the custom attributes of a conversation as one text, for where they have no rows of their own."""

import polars as pl

ID = "conversation_id"
PACKED = "packed_attributes"
_EACH = pl.List(pl.Struct({"key": pl.String, "value": pl.String}))


def packed(attributes: pl.DataFrame) -> pl.DataFrame:
    """`conversation_id` and its attributes as JSON text, in the order of their keys, out of rows of ATTRIBUTES."""
    each = attributes.sort(ID, "key").group_by(ID, maintain_order=True).agg(told=pl.struct("key", "value"))
    return each.select(ID, pl.struct("told").struct.json_encode().alias(PACKED))


def unpacked(key: str) -> pl.Expr:
    """The value of one attribute out of what is packed; null where the conversation has none of that key."""
    told = pl.col(PACKED).str.json_decode(pl.Struct({"told": _EACH})).struct.field("told")
    own, value = pl.element().struct.field("key") == key, pl.element().struct.field("value")
    return told.list.eval(value.filter(own)).list.first().alias(key)
