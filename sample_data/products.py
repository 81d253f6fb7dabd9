"""What conversations are about: the products of the invented maker, by code and name."""

import numpy as np
import polars as pl

from sample_data.chance import Ids, choose, uniform

PRODUCTS = {
    "W-200": "Washing machine",
    "D-310": "Dishwasher",
    "F-480": "Fridge freezer",
    "O-620": "Oven",
    "C-55": "Coffee machine",
    "V-90": "Vacuum cleaner",
    "T-150": "Tumble dryer",
    "H-240": "Induction hob",
    "A-70": "Air purifier",
}
_OF_CAMPAIGN = {"Recall W-200": "W-200", "Filter Club": "A-70"}
_SHARES = np.array([0.2, 0.14, 0.12, 0.1, 0.1, 0.09, 0.07, 0.05, 0.04, 0.09])  # the last: no product is named


def products(ids: Ids, seed: int) -> pl.Series:
    """The code of the product that each contact is about; null where none is named."""
    return pl.Series([*PRODUCTS, None]).gather(choose(uniform(ids, 34 + 64 * seed), _SHARES))


def product_code() -> pl.Expr:
    """The code as the flow tells it: that of the campaign's own product, if it has one."""
    promoted = pl.col("campaign").replace_strict(_OF_CAMPAIGN, default=None, return_dtype=pl.String)
    return pl.coalesce(promoted, "product")
