"""Lists: the conversations behind a number are the ones that it counts, searched, sorted and cut into pages."""

from pathlib import Path

import polars as pl
import pytest

from core.answer import answer
from core.details import details
from core.errors import QueryError, UnknownName
from core.listing import SORTS, Listing, as_csv, count, forget, listed, page, table
from core.metrics import METRICS
from core.query import Query
from core.schema.tables import INTERVALS, WORKLOAD
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.callbacks import taken_in
from tests.stories import answered, given_up, transferred_call
from tests.story import at

RULES = Settings()
ALL = Query(("conversations",))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    stories = [
        *transferred_call(),
        *given_up("WT2", "10:00:00", "10:00:40", **{"from": "+34911234567"}),
        *given_up("WT3", "10:05:00", "10:05:03", **{"from": "+14155550171"}),
        *answered(
            "WT4", "11:00:00", "Ana", **{"from": "+442079460103", "customers": {"external_id": "C-77", "tier": "gold"}}
        ),
        *answered(
            "WT5", "11:05:00", "Ben", queue="Sales", conversations={"conversation_id": "CONV 5", "cart": "Order 66"}
        ),
    ]
    workspace, done = taken_in(tmp_path_factory.mktemp("list") / "workspace", *stories)
    assert not done.failures
    return workspace.snapshot()


def ids(snapshot: Snapshot, listing: Listing) -> list[str]:
    return page(snapshot, listing, RULES, 1)["conversation_id"].to_list()


def test_all_conversations_come_newest_first(snapshot: Snapshot) -> None:
    assert ids(snapshot, Listing(ALL)) == ["CONV 5", "WT4", "WT3", "WT2", "WT1"]


def test_each_ended_in_one_way(snapshot: Snapshot) -> None:
    rows = page(snapshot, Listing(ALL, descending=False), RULES, 1)
    assert rows["end_state"].to_list() == ["handled", "abandoned", "abandoned", "handled", "handled"]
    assert rows["wait_ms"].to_list() == [25_000, 40_000, 3_000, 10_000, 10_000]


@pytest.mark.parametrize("metric", [name for name in METRICS if not {WORKLOAD, INTERVALS} & {*METRICS[name].tables}])
def test_behind_a_number_are_the_conversations_that_it_counts(snapshot: Snapshot, metric: str) -> None:
    counted = count(snapshot, Listing(ALL, metric), RULES)
    assert counted == page(snapshot, Listing(ALL, metric), RULES, 1).height
    value = answer(snapshot, Query((metric,)), RULES).item()
    if metric.startswith("conversations") and METRICS[metric].unit == "count":
        assert counted == value
    assert bool(counted) == bool(value is not None and (value or counted))


@pytest.mark.parametrize(("metric", "table"), [("occupancy", "WORKLOAD"), ("reported_offered", "INTERVALS")])
def test_behind_agents_time_and_files_of_counts_there_is_no_conversation(
    snapshot: Snapshot, metric: str, table: str
) -> None:
    with pytest.raises(QueryError, match=f"{metric} counts rows of {table}, which are of no conversation"):
        count(snapshot, Listing(ALL, metric), RULES)


def test_a_ratio_falls_into_what_is_counted_and_what_is_not(snapshot: Snapshot) -> None:
    parts = [ids(snapshot, Listing(ALL, "service_level", part)) for part in ("", "counted", "uncounted")]
    assert parts == [["CONV 5", "WT4", "WT2", "WT1"], ["CONV 5", "WT4", "WT1"], ["WT2"]]


def test_a_condition_on_queue_or_agent_finds_later_parts_too(snapshot: Snapshot) -> None:
    assert ids(snapshot, Listing(ALL.with_condition("queue_name", "Billing"))) == ["WT1"]
    assert ids(snapshot, Listing(ALL.with_condition("agent_name", "Ben"))) == ["CONV 5", "WT1"]
    both = ALL.with_condition("agent_name", "Ben").with_condition("queue_name", "Billing")
    assert ids(snapshot, Listing(both)) == []


def test_the_period_and_recurring_hours_narrow_the_list(snapshot: Snapshot) -> None:
    morning = ALL.with_(since=at("10:00:00"), until=at("11:00:00"))
    assert ids(snapshot, Listing(morning)) == ["WT3", "WT2"]
    assert ids(snapshot, Listing(ALL.with_condition("hour_of_day", 11))) == ["CONV 5", "WT4"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("wt4", ["WT4"]),
        ("WT5", ["CONV 5"]),
        ("CA1", ["WT1"]),
        ("911 23 45", ["WT2"]),
        ("(415) 555-0171", ["WT3", "WT1"]),
        ("020 7946 0103", ["WT4"]),
        ("lópez", ["WT1"]),
        ("BEN", ["CONV 5", "WT1"]),
        ("c-77", ["WT4"]),
        ("order 66", ["CONV 5"]),
        ("GOL", ["WT4"]),
        ("go", []),
        ("%", []),
        (".*", []),
    ],
)
def test_search_finds_ids_numbers_names_and_agents(snapshot: Snapshot, search: str, found: list[str]) -> None:
    assert ids(snapshot, Listing(ALL, search=search)) == found


def test_what_has_no_value_comes_last_in_either_direction(snapshot: Snapshot) -> None:
    up = ids(snapshot, Listing(ALL, sort="talk_time_ms", descending=False))
    down = ids(snapshot, Listing(ALL, sort="talk_time_ms"))
    assert (up, down) == (["CONV 5", "WT4", "WT1", "WT2", "WT3"], ["WT1", "CONV 5", "WT4", "WT2", "WT3"])


def test_a_customers_conversations_can_be_asked_for_without_naming_the_customer(snapshot: Snapshot) -> None:
    assert ids(snapshot, Listing(ALL, same_customer_as="WT3")) == ["WT3", "WT1"]


def test_pages_cut_the_list_without_gap_or_overlap(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.listing.PAGE_ROWS", 2)
    pages = [page(snapshot, Listing(ALL), RULES, number)["conversation_id"].to_list() for number in (1, 2, 3, 4)]
    assert pages == [["CONV 5", "WT4"], ["WT3", "WT2"], ["WT1"], []]


def test_the_csv_has_every_row_and_masks_on_request(snapshot: Snapshot) -> None:
    names = ("started_at", "phone_e164", "customer_email", "attributes", "customer")
    shown, masked = (
        as_csv(snapshot, Listing(ALL), RULES, names, zone="Europe/Madrid", is_masked=is_masked) for is_masked in (0, 1)
    )
    rows = pl.read_csv(masked, infer_schema=False)
    assert (rows.height, rows.columns) == (5, [*names, "conversation_id"])
    assert rows["started_at"][0] == "2026-03-02T12:05:00.000+01:00"
    assert set(rows["attributes"].to_list()) == {"•••"}
    assert b"+14155550171" in shown
    assert b"ana.lopez" in shown
    assert b"0171" not in masked
    assert b"lopez" not in masked


def test_nothing_in_the_csv_can_run_as_a_formula(tmp_path: Path) -> None:
    attack = {"from": "+14155550171", "customers": {"name": "=HYPERLINK(1)", "phone": "@SUM(1)"}}
    workspace, _ = taken_in(tmp_path / "workspace", *given_up("WT1", "10:00:00", "10:01:00", **attack))
    names = ("customer_name", "customer_phone", "phone_e164")
    text = as_csv(workspace.snapshot(), Listing(ALL), RULES, names, zone="UTC", is_masked=False).decode()
    cells = pl.read_csv(text.encode(), infer_schema=False).row(0)
    assert not [cell for cell in cells if cell and cell[0] in "=+-@"]
    assert "'=HYPERLINK(1)" in cells


def test_a_file_of_the_list_has_its_rows_in_its_order(snapshot: Snapshot) -> None:
    listing = Listing(ALL, sort="talk_time_ms", descending=False)
    rows = table(snapshot, listing, RULES, ("conversation_id", "talk_time_ms"), is_masked=True)
    assert rows.columns == ["conversation_id", "talk_time_ms"]
    assert rows["conversation_id"].to_list() == ids(snapshot, listing)


def test_everything_that_a_list_can_tell_is_told(snapshot: Snapshot) -> None:
    names = details(snapshot)
    rows = page(snapshot, Listing(ALL), RULES, 1, names)
    assert rows.columns == ["conversation_id", *(name for name in names if name != "conversation_id")]
    assert {"end_state", "customer", "first.kind", "conversations.cart", "customers.tier"} < set(names)


def test_custom_attributes_and_the_first_segment_stand_with_their_conversation(snapshot: Snapshot) -> None:
    names = ("conversations.cart", "customers.tier", "first.kind", "customer", "place")
    rows = page(snapshot, Listing(ALL), RULES, 1, names).rows()
    assert rows[:2] == [
        ("CONV 5", "Order 66", None, "Queue", None, None),
        ("WT4", None, "gold", "Queue", "+442079460103", "London, GB"),
    ]


def test_a_detail_that_does_not_exist_is_told(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownName, match="queue_name"):
        page(snapshot, Listing(ALL), RULES, 1, ("queue_nam",))


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_is_sorted_by_any_instant_duration_or_count(snapshot: Snapshot, sort: str) -> None:
    up, down = (
        page(snapshot, Listing(ALL, sort=sort, descending=way), RULES, 1, (sort,))[sort] for way in (False, True)
    )
    known = up.drop_nulls()
    assert known.to_list() == sorted(known.to_list())
    assert down.drop_nulls().to_list() == sorted(known.to_list(), reverse=True)
    assert up.head(len(known)).null_count() == down.head(len(known)).null_count() == 0


def test_the_list_is_lazy_until_it_is_cut(snapshot: Snapshot) -> None:
    assert isinstance(listed(snapshot, Listing(ALL), RULES), pl.LazyFrame)


@pytest.mark.parametrize("metric", ["", "conversations"])
def test_pages_beyond_the_beginning_that_is_kept_go_on_where_it_ends(
    snapshot: Snapshot, metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ids(snapshot, Listing(ALL, metric, search="e"))
    monkeypatch.setattr("core.listing.PAGE_ROWS", 1)
    monkeypatch.setattr("core.listing.BEGINNING_ROWS", 1)
    forget()
    listing = Listing(ALL, metric, search="e")
    pages = [page(snapshot, listing, RULES, number)["conversation_id"].to_list() for number in range(1, len(whole) + 2)]
    forget()
    assert len(whole) > 1
    assert pages == [*([one] for one in whole), []]


def test_rows_that_are_equal_in_what_they_are_sorted_by_are_all_in_the_list(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.listing.PAGE_ROWS", 2)
    for descending in (True, False):
        listing = Listing(ALL, sort="hold_time_ms", descending=descending)
        found = [one for number in (1, 2, 3) for one in page(snapshot, listing, RULES, number)["conversation_id"]]
        assert sorted(found) == ["CONV 5", "WT1", "WT2", "WT3", "WT4"]


def test_the_customer_of_an_unknown_conversation_has_none(snapshot: Snapshot) -> None:
    assert ids(snapshot, Listing(ALL, same_customer_as="WT404")) == []


def test_a_whole_id_names_one_conversation_and_a_part_of_it_all_that_have_it(tmp_path: Path) -> None:
    short = "WT0123456789abcdef"
    stories = [*given_up(short, "10:00:00", "10:00:40"), *given_up(f"{short}0", "11:00:00", "11:00:40")]
    workspace, _ = taken_in(tmp_path / "workspace", *stories)
    now = workspace.snapshot()
    assert ids(now, Listing(ALL, search=short)) == [short]
    assert ids(now, Listing(ALL, search=f"{short}0")) == [f"{short}0"]
    assert ids(now, Listing(ALL, search=short[:-1])) == [f"{short}0", short]
    assert ids(now, Listing(ALL, search=short.lower())) == [f"{short}0", short]
