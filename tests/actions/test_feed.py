"""The data feed: what its tables hold, how programs read them, and who gets an answer."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Status
from actions.domain.feed import FeedType, order_of
from actions.models import DateChange, FeedToken, Plan, StatusUpdate
from actions.presenters.feed_schema import feed_schema
from actions.selectors.status_as_at import quarter_statuses
from actions.services.feed_tokens import revoke_feed_token
from actions.services.taking_back import take_back_update
from tests.support.client_ip import newcomer, within_one_minute
from tests.support.factories import UserFactory
from tests.support.feed import TABLES, FeedReader, basic, token_of
from tests.support.many_plans import many_plans
from tests.support.two_areas import Area
from wsoa.accounts.models import AreaRole, Organisation, PostHolding, User
from wsoa.core.clock import today
from wsoa.core.log_redaction import without_tokens

pytestmark = pytest.mark.django_db
NAMES = tuple(TABLES)
# The token, the plans, and the rows.
QUERIES = dict.fromkeys(NAMES, 3) | {"plans": 2, "statuses": 5, "dates": 4}


@pytest.fixture
def reader(sheffield: Plan) -> FeedReader:
    return FeedReader.of(sheffield.local_area)


# --- what is in it --------------------------------------------------------------------------------


def test_every_table_says_the_same_in_both_formats_by_the_types_it_describes(
    reader: FeedReader,
) -> None:
    schema = feed_schema("http://testserver/feed/")
    for name in NAMES:
        rows = reader.json(name)
        assert rows, name
        assert reader.csv(name) == rows, name
        described = schema["components"]["schemas"][name]
        for row in rows:
            assert list(row) == described["required"] == list(described["properties"]), name
            for column, value in row.items():
                assert fits(described["properties"][column], value), (name, column, value)


def fits(described: dict[str, Any], value: object) -> bool:
    """Whether a value is of a type that the schema describes."""
    kinds = {
        str: "string",
        int: "integer",
        float: "number",
        bool: "boolean",
        type(None): "null",
    }
    allowed = {*([described["type"]] if isinstance(described["type"], str) else described["type"])}
    allowed |= {"integer"} if "number" in allowed else set()
    return kinds[type(value)] in allowed and value in described.get("enum", [value])


def test_ids_are_unique_in_order_and_lead_to_rows_of_the_other_tables(reader: FeedReader) -> None:
    tables = {name: reader.json(name) for name in NAMES}
    keys = {name: [next(iter(row.values())) for row in rows] for name, rows in tables.items()}
    for name, ids in keys.items():
        assert len({*ids}) == len(ids), name
        assert sorted(ids, key=order_of) == ids, name
        # Programs that guess types would take "1.10" for 1.1, and so for another row.
        assert all(isinstance(key, int) or re.match(r"[a-z]_\d", key) for key in ids), name
    owners = {TABLES[name].columns[0].name: {*ids} for name, ids in keys.items()}
    owners |= {"succeeded_by_id": owners["organisation_id"], "owner_post_id": owners["post_id"]}
    for name, rows in tables.items():
        for row in rows:
            for column, value in [*row.items()][1:]:
                if column.endswith("_id") and column != "series_id" and value is not None:
                    assert value in owners[column], (name, column, value)


def test_statuses_are_those_that_pages_show(reader: FeedReader, sheffield: Plan) -> None:
    shown = {
        (action, quarter): (status.status, status.accepted, status.risk, status.waits is not None)
        for action, by_quarter in quarter_statuses(sheffield).items()
        for quarter, status in by_quarter.items()
    }
    settled = {"accepted", "recorded"}
    assert shown == {
        (row["action_id"], row["period_id"]): (
            row["status"],
            row["acceptance"] in settled,
            row["significant_risk"],
            row["later_update_waits"],
        )
        for row in reader.json("statuses")
    }
    assert len(shown) > 100


def test_a_status_says_who_has_accepted_or_recorded_it(reader: FeedReader, sheffield: Plan) -> None:
    rows = reader.json("statuses", "?period=2019-10")
    count = Counter(row["acceptance"] for row in rows)
    assert {*count} == {"accepted", "recorded", "not_yet_accepted", "returned"} & {*count}
    assert (
        count["not_yet_accepted"]
        == sum(
            not status.accepted
            for by_quarter in quarter_statuses(sheffield).values()
            for quarter, status in by_quarter.items()
            if quarter == sheffield.periods.get(kind="quarter", key="2019-10").pk
        )
        - count["returned"]
    )
    assert all(row["by_office"] for row in rows if row["acceptance"] == "recorded")
    assert all((row["acceptance"] == "accepted") == bool(row["accepted_on"]) for row in rows)


def test_the_ledger_of_dates_leads_to_the_end_that_counts(
    reader: FeedReader, sheffield: Plan
) -> None:
    ends: dict[int, str | None] = {}
    for row in reader.json("dates"):
        if row["event"] in {"planned", "agreed"}:
            ends[row["action_id"]] = row["end_month"]
    actions = reader.json("actions")
    assert {row["action_id"]: row["end_month"] for row in actions} == ends
    changes = DateChange.objects.of_plan(sheffield)
    decided = changes.exclude(agreed=None).count()
    assert len(reader.json("dates")) == len(actions) + changes.count() + decided
    assert {row["planned_end_kind"] for row in actions} >= {"month", "ongoing"}


def test_no_text_of_an_update_no_name_of_a_person_and_no_address_is_in_it(
    reader: FeedReader, sheffield: Plan
) -> None:
    pages = [reader.get(f"{name}.json?limit=20000").content.decode() for name in NAMES]
    everything = "".join(pages)
    updates = StatusUpdate.objects.in_periods_of(sheffield)
    typed = [written.text[:60] for update in updates for written in update.texts]
    reasons = DateChange.objects.values_list("reason", "decision")
    bodies = " ".join(Organisation.objects.values_list("name", flat=True))
    names = PostHolding.objects.values_list("holder")
    holders = [row for row in names if row[0] not in bodies]  # a whole organisation holds some
    people = [*User.objects.values_list("name", "email"), *holders]
    private = [*filter(None, typed), *(text for row in (*people, *reasons) for text in row)]
    assert len(private) > 100
    quoted = [json.dumps(text, ensure_ascii=False)[1:-1] for text in private if len(text) > 5]
    assert [text for text in quoted if text in everything] == []


def test_a_cell_that_a_spreadsheet_would_calculate_is_guarded(
    reader: FeedReader, sheffield: Plan
) -> None:
    action = sheffield.actions.first()
    action.short_title = "=1+1"
    action.save()
    assert "'=1+1" in reader.get("actions.csv").content.decode()
    assert reader.csv("actions") == reader.json("actions")


# --- what is asked of it --------------------------------------------------------------------------


def test_rows_are_limited_by_period_and_by_when_they_changed(
    reader: FeedReader, sheffield: Plan
) -> None:
    everything = reader.json("statuses")
    october = reader.json("statuses", "?period=2019-10")
    assert october == [row for row in everything if row["period_month"] == "2019-10"]
    assert october == reader.json("statuses", "?since=2019-10-31")
    assert 0 < len(october) < len(everything)
    day = sorted(row["changed_on"] for row in everything)[len(everything) // 2]
    changed = reader.csv("statuses", f"?changed_since={day}&plan={sheffield.slug}")
    assert changed == [row for row in everything if row["changed_on"] >= day]
    moved = reader.json("dates", "?changed_since=2019-11-16")
    assert {row["event"] for row in moved} == {"planned"}
    dates = reader.json("dates")
    day = max(row["changed_on"] for row in dates if row["event"] != "planned")
    moved = [row for row in dates if row["event"] == "planned" or row["changed_on"] >= day]
    assert len(dates) > len(moved) > sheffield.actions.count()
    assert reader.csv("dates", f"?changed_since={day}") == moved


def test_a_status_changes_when_an_update_is_taken_back(
    reader: FeedReader, sheffield: Plan, people: dict[str, User]
) -> None:
    update = StatusUpdate.objects.to_judge(sheffield).get(action__ref="5.1.6")
    take_back_update(by=people["lead"], update=update, content={})
    rows = reader.json("statuses", f"?changed_since={today()}")
    there = [row for row in rows if row["action_id"] == update.action_id]
    current = [
        row
        for row in reader.json("statuses", "?period=2019-10")
        if row["action_id"] == update.action_id
    ]
    assert there == current


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("statuses.json?chnaged_since=2019-10-01", "changed_since"),
        ("statuses.csv?limit=5", "statuses has no parameter of this name"),
        ("areas.json?period=2019-10", "areas has no parameter of this name. It has plan"),
        ("posts.csv?plan=sheffield-2019", "posts has no parameter of this name. It has none."),
        ("statuses.json?period=2019-13", "period must be a month, for example 2019-10."),
        ("statuses.json?period=2019-10&period=2019-07", "Send period once."),
        ("statuses.json?since=31/10/2019", "since must be a day, for example 2019-10-31."),
        ("statuses.json?limit=0", "limit must be a whole number from 1 to 20000."),
        ("statuses.json?token=abc", "An address is written to logs"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused_and_not_ignored(
    reader: FeedReader, path: str, words: str
) -> None:
    response = reader.get(path)
    assert response.status_code == 400
    assert words in response.json()["error"]


def test_pages_lead_through_the_whole_table_whatever_goes_in_between(reader: FeedReader) -> None:
    everything = reader.json("statuses")
    page = reader.get("statuses.json?limit=7&period=2019-10").json()
    assert (page["table"], len(page["rows"])) == ("statuses", 7)
    assert page["count"] == len([row for row in everything if row["period_month"] == "2019-10"])
    last = page["rows"][-1]
    StatusUpdate.objects.filter(action=last["action_id"]).update(is_taken_back=True)
    following = reader.client.get(
        page["next"], headers={"authorization": f"Bearer {reader.token}"}
    ).json()["rows"]
    assert not {row["status_id"] for row in page["rows"]} & {row["status_id"] for row in following}
    october = [row for row in everything if row["period_month"] == "2019-10"]
    assert following == october[7:14]
    assert reader.json("statuses", "?limit=1000") == [
        row for row in everything if row["action_id"] != last["action_id"]
    ]


def test_what_has_not_changed_is_not_sent_again(reader: FeedReader, sheffield: Plan) -> None:
    for form in ("csv", "json"):
        first = reader.get(f"actions.{form}")
        assert first.headers["Cache-Control"] == "private, no-cache"
        assert "Authorization" in first.headers["Vary"]
        assert "Accept-Encoding" in first.headers["Vary"]
        again = reader.get(f"actions.{form}", if_none_match=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Authorization" in again.headers["Vary"]
    action = sheffield.actions.first()
    action.short_title = "Another"
    action.save()
    assert reader.get("actions.json", if_none_match=first.headers["ETag"]).status_code == 200
    packed = reader.get("actions.csv", accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"


# --- who is answered ------------------------------------------------------------------------------


def test_a_token_is_taken_from_a_header_alone(reader: FeedReader) -> None:
    for header in (f"Bearer {reader.token}", f"bearer  {reader.token} ", basic(reader.token)):
        assert reader.get("plans.json", authorization=header).status_code == 200, header
    for header in ("", reader.token, "Basic !!", "Basic YQ==", f"Digest {reader.token}"):
        assert reader.get("plans.json", authorization=header).status_code == 401, header
    assert newcomer().get(f"/feed/plans.json?token={reader.token}").status_code == 401


def test_no_token_and_tokens_that_are_over_are_told_the_same(
    reader: FeedReader, sheffield: Plan, people: dict[str, User]
) -> None:
    area = sheffield.local_area
    revoked, over = token_of(area, "Revoked"), token_of(area, "Over", last_day=today())
    assert reader.get("plans.csv", authorization=f"Bearer {over}").status_code == 200
    token = FeedToken.objects.get(name="Revoked")
    assert revoke_feed_token(by=people["manager"], token=token)
    FeedToken.objects.filter(name="Over").update(last_day=today() - timedelta(days=1))
    told = set()
    for sent in ("wsoa_feed_unknown", "", "é\x00", "x" * 9_000, revoked, over):
        for path in ("plans.csv", "nothing.json", "plans.json?plan=nowhere"):
            response = reader.get(path, authorization=f"Bearer {sent}")
            kept = ("WWW-Authenticate", "Content-Type", "Vary", "Cache-Control")
            headers = tuple(response.headers.get(name) for name in kept)
            told.add((response.status_code, response.content, headers))
    assert len(told) == 1
    status, _, (challenge, *_) = told.pop()
    assert status == 401
    assert "Basic realm=" in challenge


def test_a_token_reads_its_own_area_and_nothing_of_another(two_areas: tuple[Area, Area]) -> None:
    for own, other in (two_areas, two_areas[::-1]):
        reader = FeedReader.of(own.plan.local_area)
        for name in NAMES:
            for form in ("csv", "json"):
                text = reader.get(f"{name}.{form}").content.decode()
                assert [mark for mark in other.marks if mark in text] == [], name
        assert {row["plan"] for row in reader.json("plans")} == {own.plan.slug}
        unknown = reader.get("actions.csv?plan=nowhere-2019")
        others = reader.get(f"actions.csv?plan={other.plan.slug}")
        assert (unknown.status_code, unknown.content) == (404, others.content)
        assert others.status_code == 404
    assert reader.get("nothing.csv").status_code == 404


def test_too_many_requests_wait_for_the_next_minute(
    reader: FeedReader, sheffield: Plan, settings: Any
) -> None:
    settings.FEED_REQUESTS_A_MINUTE = 3
    with within_one_minute():
        statuses = [reader.get("plans.csv").status_code for _ in range(4)]
        refused = reader.get("plans.csv")
        assert (statuses, refused.headers["Retry-After"]) == ([200, 200, 200, 429], "55")
        other = token_of(sheffield.local_area, "Another report")
        assert reader.get("plans.csv", authorization=f"Bearer {other}").status_code == 200


def test_who_guesses_tokens_is_put_off_and_a_true_one_is_let_in(reader: FeedReader) -> None:
    with within_one_minute():
        guesses = [reader.get("plans.csv", authorization="Bearer no") for _ in range(31)]
        assert [guess.status_code for guess in guesses] == [401] * 30 + [429]
        assert reader.get("plans.csv").status_code == 200


def test_a_demo_persons_token_works_on_this_computer_alone(
    reader: FeedReader, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert reader.get("plans.csv", host="plans.example").status_code == 401


def test_it_is_read_only_and_signs_nobody_in(reader: FeedReader) -> None:
    headers = {"authorization": f"Bearer {reader.token}"}
    for method in ("post", "put", "delete"):
        response = getattr(reader.client, method)("/feed/plans.csv", headers=headers)
        assert response.status_code == 405
    reader.get("plans.csv")
    assert not reader.client.cookies
    assert reader.client.get("/plans/sheffield-2019/", headers=headers).status_code == 302


def test_the_log_holds_no_token() -> None:
    line = without_tokens('"GET /feed/plans.csv?key=wsoa_feed_aB-_9 HTTP/1.1" 401')
    assert line == '"GET /feed/plans.csv?key=[removed] HTTP/1.1" 401'


# --- its size -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [2, 30])
def test_the_queries_do_not_grow_with_the_rows(number: int) -> None:
    manager = UserFactory()
    plan = many_plans(1, manager=manager, actions=number)[0]
    AreaRole.objects.create(local_area=plan.local_area, user=manager)
    reader = FeedReader.of(plan.local_area)
    reader.get("plans.csv")  # which notes that the token was used today
    counts = {}
    for name in NAMES:
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"{name}.csv")
        counts[name] = len(queries)
    assert counts == QUERIES


# --- its description ------------------------------------------------------------------------------


def test_the_description_has_every_table_filter_and_answer() -> None:
    schema = Client().get("/feed/openapi.json").json()
    assert schema["openapi"] == "3.1.0"
    assert {*schema["paths"]} == {f"/{name}.{form}" for name in NAMES for form in ("csv", "json")}
    refs = [text for text in json.dumps(schema).split('"') if text.startswith("#/")]
    for ref in refs:
        found: Any = schema
        for part in ref.removeprefix("#/").split("/"):
            found = found[part]
    for name, table in TABLES.items():
        asked = schema["paths"][f"/{name}.csv"]["get"]["parameters"]
        names = {ref["$ref"].rpartition("/")[2] for ref in asked}
        assert names == {*table.filters, "If-None-Match"}
        answers = schema["paths"][f"/{name}.json"]["get"]["responses"]
        assert {*answers} == {"200", "304", "400", "401", "404", "429"}
        first = table.columns[0]
        assert (first.name.endswith("_id"), first.nullable) == (True, False)
        assert all(column.about for column in table.columns)


def test_every_status_of_the_plan_is_described() -> None:
    status = next(column for column in TABLES["statuses"].columns if column.name == "status")
    assert [value for value, _ in status.values] == Status.values
    assert status.type is FeedType.TEXT


def test_numbers_in_ids_are_in_the_order_of_their_values() -> None:
    ids = ["9", "12", "d_9_5_asked", "d_9_5_decided", "d_12_0_planned", "f_²"]
    assert sorted({*ids}, key=order_of) == ids
