"""Twins: two conversations of different sources that are one contact; known by an id, else by customer and time.

Of each pair the one whose source tells less is the copy. As one order of the sources holds for all pairs, who leaves
all copies out leaves each contact in once.
"""

import polars as pl

from core.geo.address import NAME, is_anonymous, number_text

NEAR_MS = 10_000
"""Two tellings of one contact begin, or end, no further apart: clocks differ, and one may begin behind a menu."""

LEAST_TWINS, LEAST_SHARE = 3, 0.2
"""On a day two sources have so many twins, and one of them this share of its conversations in them, before what has
but customer and time in common is taken for the same."""

LEAST_ID = 8
"""Characters of an id by which conversations of several sources are known: shorter ones may be any numbering."""

MOST_SHARING = 20
"""Conversations that share an id at most; what more of them bear is the name of something else."""

LEAST_DIGITS = 7
"""The last digits by which numbers are compared: one source may write the country's code and another not."""

AN_ID, A_TIME = "one id", "customer and time"
_ID_AT_HEAD = r"^([^:]*\d[^:]*):"
_SIDE = ("conversation_id", "started_at", "whole", "tellers", "rank", "day", "is_out")


def address() -> dict[str, pl.Expr]:
    """`whole`: the customer's number in digits, else e-mail address; null where it is hidden or none. `address`: what
    conversations of one customer have in common however it is written."""
    number = number_text(pl.coalesce("phone_e164", "customer_phone"))
    digits = number.str.replace_all(r"[\s().\-/+]", "").str.strip_chars_start("0")
    is_hidden = is_anonymous(pl.col("customer_phone")).fill_null(value=False)
    is_number = digits.str.contains(rf"^\d{{{LEAST_DIGITS},}}$") & ~number.str.contains(NAME) & ~is_hidden
    told = pl.when(is_number).then(digits)
    mail = pl.coalesce("customer_email", pl.when(number.str.contains("@", literal=True)).then(number))
    whole = pl.coalesce(told, mail.str.strip_chars().str.to_lowercase())
    return {"whole": whole, "address": pl.coalesce(told.str.slice(-LEAST_DIGITS), whole)}


def keys(told: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    """The ids by which a conversation may be known to another source.

    Profiles put their platform before an id, and call detail records theirs before the rest of a name.

    Args:
        told: `conversation_id` and `platform`.
        tasks: `conversation_id`, `task_id` and `call_id`.

    Returns:
        `conversation_id` and `id`, each pair once.
    """
    own = told.select("conversation_id", "platform", id="conversation_id")
    of_tasks = tasks.join(told.select("conversation_id", "platform"), on="conversation_id")
    named = [own, *(of_tasks.select("conversation_id", "platform", id=name) for name in ("task_id", "call_id"))]
    bare = pl.col("id").str.strip_prefix(pl.col("platform").fill_null("") + ":")
    each = pl.concat(named).drop_nulls("id").select("conversation_id", id=bare)
    heads = each.select("conversation_id", id=pl.col("id").str.extract(_ID_AT_HEAD))
    return pl.concat([each, heads]).filter(pl.col("id").str.len_chars() >= LEAST_ID).unique()


def twins(told: pl.LazyFrame, ids: pl.LazyFrame) -> pl.LazyFrame:
    """The pairs.

    Args:
        told: one row a conversation: `conversation_id`, `started_at`, `ended_at` (null while it lasts), `direction`,
            `whole` and `address`, `tellers` (ranks of the sources that tell of it), `rank` (the best of them), `day`,
            and `is_out`, whether the house has left it out.
        ids: as `keys` gives them.

    Returns:
        `conversation_id` (the copy), `twin_id`, `started_at`, `what` (`AN_ID` or `A_TIME`) and `amount_ms`, by how much
        the copy begins later. What is left out has no twin any more, though it counts for what the day's share is.
    """
    apart = (pl.col("started_at") - pl.col("started_at_twin")).abs()
    by_id = _facing(_of_one_id(ids), told).filter(apart <= pl.duration(days=1))
    same = pl.col("whole").str.ends_with(pl.col("whole_twin")) | pl.col("whole_twin").str.ends_with(pl.col("whole"))
    by_time = _facing(_near(told), told).filter(same)
    both = pl.concat([by_id.with_columns(what=pl.lit(AN_ID)), by_time.with_columns(what=pl.lit(A_TIME))])
    found = both.collect().lazy()
    of_days = ("rank", "rank_twin", "day")
    by_chance = found.filter(pl.col("what") == A_TIME).join(_days(found, told), on=of_days, how="anti")
    pair = ("conversation_id", "twin_id")
    return (
        found.join(by_chance, on=[*pair, "what"], how="anti")
        .filter(~pl.col("is_out"), ~pl.col("is_out_twin"))
        .sort(*pair, pl.col("what") == A_TIME)
        .unique(pair, keep="first", maintain_order=True)
        .select(
            *(*pair, "started_at", "what", "rank_twin"),
            amount_ms=(pl.col("started_at") - pl.col("started_at_twin")).dt.total_milliseconds(),
        )
    )


def _of_one_id(ids: pl.LazyFrame) -> pl.LazyFrame:
    """Conversations that share an id: `conversation_id` and `twin_id`, both ways round."""
    shared = ids.filter(pl.len().over("id").is_between(2, MOST_SHARING))
    others = shared.rename({"conversation_id": "twin_id"})
    return shared.join(others, on="id").select("conversation_id", "twin_id").unique()


def _near(told: pl.LazyFrame) -> pl.LazyFrame:
    """Those of one address and direction that begin together, or end together.

    Time is cut into tiles, so that of an address with thousands of contacts only those nearby are compared.
    """
    of_one = ("address", "direction")
    ranks = told.group_by(of_one).agg(pl.col("rank").n_unique())
    known = told.join(ranks.filter(pl.col("rank") > 1), on=of_one, how="semi")
    met = []
    for moment in ("started_at", "ended_at"):
        at = pl.col(moment).dt.epoch("ms")
        ours = known.drop_nulls(moment).select("conversation_id", *of_one, "rank", at=at, tile=at // NEAR_MS)
        around = pl.concat_list(pl.col("tile") + step for step in (-1, 0, 1))
        theirs = ours.rename({"conversation_id": "twin_id"}).with_columns(tile=around)
        theirs = theirs.explode("tile", empty_as_null=False, keep_nulls=False)
        both = ours.join(theirs, on=[*of_one, "tile"], suffix="_twin")
        is_near = (pl.col("at") - pl.col("at_twin")).abs() <= NEAR_MS
        met.append(both.filter(pl.col("rank") > pl.col("rank_twin"), is_near).select("conversation_id", "twin_id"))
    return pl.concat(met).unique()


def _facing(pairs: pl.LazyFrame, told: pl.LazyFrame) -> pl.LazyFrame:
    """The pairs with what is told of both, the copy first; without those that one source tells both of."""
    ours, theirs = told.select(_SIDE), told.select(pl.col(_SIDE).name.suffix("_twin"))
    both = pairs.join(ours, on="conversation_id").join(theirs, left_on="twin_id", right_on="conversation_id_twin")
    of_both = pl.col("tellers").list.set_intersection("tellers_twin")
    return both.filter(pl.col("rank") > pl.col("rank_twin"), of_both.list.len() == 0)


def _days(pairs: pl.LazyFrame, told: pl.LazyFrame) -> pl.LazyFrame:
    """Of which sources and on which days so many have a twin that it is no chance: `rank`, `rank_twin`, `day`."""
    each = told.group_by("rank", "day").agg(pl.len().alias("each"))
    copies = pairs.group_by("rank", "rank_twin", "day").agg(copies=pl.col("conversation_id").n_unique())
    told_of = pairs.group_by("rank", "rank_twin", day="day_twin").agg(twins=pl.col("twin_id").n_unique())
    days = (
        copies.join(told_of, on=["rank", "rank_twin", "day"], how="left")
        .join(each, on=["rank", "day"])
        .join(each.rename({"rank": "rank_twin"}), on=["rank_twin", "day"], how="left", suffix="_twin")
    )
    share = pl.max_horizontal(pl.col("copies") / pl.col("each"), pl.col("twins") / pl.col("each_twin"))
    return days.filter(pl.col("copies") >= LEAST_TWINS, share >= LEAST_SHARE)
