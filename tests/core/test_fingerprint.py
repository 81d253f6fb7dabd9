"""Fingerprints: equal texts share one, different texts never do."""

import polars as pl

from core.fingerprint import fingerprint


def test_different_texts_have_different_fingerprints_and_equal_ones_the_same() -> None:
    number = pl.int_range(pl.len())
    ids = pl.LazyFrame({"id": [""] * 200_000}).select(
        id=pl.concat_str(pl.lit("WT"), (number % 100_000).cast(pl.String).str.zfill(32))
    )
    counted = ids.select(texts=pl.col("id").n_unique(), prints=fingerprint(pl.col("id")).n_unique())
    assert counted.collect().row(0) == (100_000, 100_000)


def test_both_halves_tell_texts_apart() -> None:
    marks = pl.Series("id", [f"CA{number}" for number in range(10_000)]).to_frame().select(fingerprint(pl.col("id")))
    high, low = (marks.select(half.n_unique()).item() for half in (pl.all() // (1 << 64), pl.all() % (1 << 64)))
    assert (high, low) == (10_000, 10_000)


def test_nothing_is_like_no_text() -> None:
    texts = pl.DataFrame({"id": [None, "", "None", "null"]}, schema={"id": pl.String})
    assert texts.select(fingerprint(pl.col("id")).n_unique()).item() == 4
