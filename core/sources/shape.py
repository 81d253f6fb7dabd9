"""The keys of JSON objects, with those of opened objects below them."""

from typing import Union

import polars as pl

Shape = dict[str, Union["Shape", None]]
"""Keys of an object, each with the shape of the opened object below it, or None for a value."""


def dtypes(shape: Shape) -> dict[str, pl.DataType]:
    """A Polars schema that reads every value as text; one unused field when there are no keys, as Polars needs one."""
    return {
        name: pl.String() if below is None else pl.Struct(dtypes(below))
        for name, below in (shape or {"": None}).items()
    }


def ordered(shape: Shape) -> Shape:
    """The same with all keys in alphabetical order."""
    return {name: None if below is None else ordered(below) for name, below in sorted(shape.items())}
