"""Chance that does not depend on order: draws and ids computed from a seed and the id of what they are for."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ids = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DIGITS = pl.Series([f"{number:04x}" for number in range(65_536)])


def mix(ids: Ids, salt: int) -> Ids:
    """Scramble 64-bit ids one to one (SplitMix64's finaliser), differently for every salt."""
    with np.errstate(over="ignore"):
        mixed = ids.astype(np.uint64) + np.uint64((salt * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % 2**64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def uniform(ids: Ids, salt: int) -> Floats:
    """One number in [0, 1) for each id; the same id and salt always give the same number."""
    return (mix(ids, salt) >> np.uint64(11)).astype(np.float64) / 2**53


def choose(chance: Floats, weights: Floats) -> Ints:
    """The index that each number in [0, 1) falls on when the weights share out that range."""
    edges = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(edges, chance, side="right"), len(weights) - 1)


def sids(prefix: str, ids: Ids, seed: int, salt: int) -> pl.Series:
    """Ids as the platform writes them: two letters and 32 hexadecimal digits.

    Half of the digits change with the id and half only with the seed, so that the files stay small.
    """
    mixed = mix(ids, salt + 1_000 * seed)
    tail = f"{int(mix(np.array([seed], np.uint64), salt)[0]):016x}"
    parts = [
        _DIGITS.gather(((mixed >> np.uint64(shift)) & np.uint64(0xFFFF)).astype(np.uint32)) for shift in (48, 32, 16, 0)
    ]
    return pl.select(pl.concat_str([pl.lit(prefix), *parts, pl.lit(tail)])).to_series()


def sid(prefix: str, number: int, seed: int, salt: int) -> str:
    """One id; see `sids`."""
    return str(sids(prefix, np.array([number], np.uint64), seed, salt)[0])
