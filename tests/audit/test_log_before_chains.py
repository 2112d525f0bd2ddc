"""The migrations that bring an audit log from before the chains up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db.migrations.state import StateApps

from tests.support.own_database import leaves, migrate_to
from wsoa.audit.checking import check_log
from wsoa.audit.models import AuditEvent
from wsoa.audit.sealing import seal_events

without_figures = import_module("wsoa.audit.migrations._old_content").without_figures

NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")
REASON = "It was 21%: not 12%."
GONE = 4711  # a figure that was deleted since
EVENTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("figure", "leeds", "Entered a figure of Exclusions: fixed, 2019: 12%", {"measurement": 1}),
    ("correct-figure", "leeds", "Corrected a figure of Exclusions: fixed, 2019: 21%", {}),
    ("figures", "leeds", "Entered 3 figures of Exclusions: 2019", {"series and spans": [[1, "y"]]}),
    ("withdraw-figure", "leeds", f"Withdrew a figure of Absence: all, 2019: {REASON}", {}),
    ("withdraw-figure", "leeds", "Withdrew a figure of Absence, 2019: 12", {"measurement": GONE}),
    ("answer", "leeds", "Answered: Contradiction", {"answer": 5, "key": "worse|1.1||x|2019=12"}),
    ("answer", "leeds", "Answered a question from the public", {"question": 1, "mailed": True}),
    ("update", "former-leeds", "Wrote an update: Complete", {"update": 7, "from": None}),
    ("load", "nowhere", "Loaded the plan: 3 added", {"changes": ["added Plan"], "share": 0.5}),
    ("add", "", "Added the national organisation NHSE", {"code": "NHSE", "areas": [1]}),
)


def fill(models: StateApps) -> None:
    """The log as services wrote it then."""

    def rows(model: str) -> Any:
        return models.get_model(model).objects

    plan = rows("actions.Plan").create(slug="leeds", title="Leeds", local_area="Leeds")
    rows("governance.FormerSlug").create(plan=plan, slug="former-leeds")
    outcome = rows("indicators.KeyOutcome").create(plan=plan, title="K", order=1)
    intention = rows("indicators.Intention").create(key_outcome=outcome, title="I", order=1)
    indicator = rows("indicators.Indicator").create(
        plan=plan, intention=intention, title="N", key="n", order=1
    )
    series = rows("indicators.Series").create(
        indicator=indicator, name="All", span_kind="year", order=1
    )
    withdrawn = rows("indicators.Measurement").create(
        series=series,
        span_key="2019",
        last_day=NOON.date(),
        gap="not_available",
        note=f"Withdrawn: {REASON}",
        known_on=NOON.date(),
        at=NOON,
    )
    ann = rows("accounts.User").create(email="ann@example.org", name="Ann")
    for hour, (verb, slug, summary, detail) in enumerate(EVENTS):
        named = {"measurement": withdrawn.pk} if verb == "withdraw-figure" and not detail else {}
        rows("audit.AuditEvent").create(
            at=NOON + timedelta(hours=hour),
            actor=ann,
            actor_name="Ann",
            verb=verb,
            plan=slug,
            subject="indicator n",
            summary=summary,
            detail=detail | named,
        )


@pytest.fixture(scope="module")
def brought_forward(old_database: Callable[..., str]) -> str:
    """The log after all migrations, as what is read below are the models of today; unsealed."""
    return old_database(fill, *leaves())


@pytest.fixture
def models(brought_forward: str, lead_to_copy: Callable[[str], StateApps]) -> StateApps:
    return lead_to_copy(brought_forward)


@pytest.mark.services
def test_events_get_their_area_and_content_and_lose_the_values(models: StateApps) -> None:
    events = list(AuditEvent.objects.with_content().select_related("local_area").order_by("pk"))
    assert [
        [
            event.verb,
            event.local_area.slug if event.local_area else None,
            event.actor_name,
            event.summary,
            sorted(event.detail),
            (event.at - NOON) // timedelta(hours=1),
        ]
        for event in events
    ] == [
        [
            "figure",
            "leeds",
            "Ann",
            "Entered a figure of Exclusions: fixed, 2019",
            ["measurement"],
            0,
        ],
        ["correct-figure", "leeds", "Ann", "Corrected a figure of Exclusions: fixed, 2019", [], 1],
        [
            *("figures", "leeds", "Ann", "Entered 3 figures of Exclusions: 2019"),
            *(["series and spans"], 2),
        ],
        [
            *("withdraw-figure", "leeds", "Ann", "Withdrew a figure of Absence: all, 2019"),
            *(["measurement"], 3),
        ],
        [
            *("withdraw-figure", "leeds", "Ann", "Withdrew a figure of Absence, 2019"),
            *(["measurement"], 4),
        ],
        ["answer", "leeds", "Ann", "Answered: Contradiction", ["answer"], 5],
        ["answer", "leeds", "Ann", EVENTS[6][2], ["mailed", "question"], 6],
        ["update", "leeds", "Ann", EVENTS[7][2], ["from", "update"], 7],
        ["load", None, "Ann", EVENTS[8][2], ["changes", "share"], 8],
        ["add", None, "Ann", EVENTS[9][2], ["areas", "code"], 9],
    ]
    assert len({event.content.salt for event in events}) == len(EVENTS)
    assert checked() == [("@site", 0, 2, None), ("leeds", 0, 8, None)]
    seal_events()
    assert checked() == [("@site", 2, 0, None), ("leeds", 8, 0, None)]


def checked() -> list[tuple[str, int, int, object]]:
    """Each chain with how many events are sealed and not, and its fault."""
    return [
        (check.chain, check.head.sequence, check.unsealed, check.fault) for check in check_log()
    ]


@pytest.mark.services
def test_a_log_that_is_not_sealed_goes_back(models: StateApps) -> None:
    events = migrate_to(("audit", "0001")).get_model("audit.AuditEvent").objects.order_by("pk")
    found = list(events.values_list("verb", "actor_name", "summary", "detail"))
    assert [row[:2] for row in found] == [(verb, "Ann") for verb, *_ in EVENTS]
    kept = [event for event in EVENTS if "figure" not in event[0] and event[0] != "answer"]
    assert [row[2:] for row in found if row[0] in {event[0] for event in kept}] == [
        (summary, detail) for _, _, summary, detail in kept
    ]


@pytest.mark.services
def test_a_sealed_log_does_not_go_back(models: StateApps) -> None:
    seal_events()
    words = "^The audit log is sealed, and without its chain nobody could check"
    with pytest.raises(RuntimeError, match=words):
        migrate_to(("audit", "0001"))
    assert AuditEvent.objects.sealed().count() == len(EVENTS)


@pytest.mark.parametrize(
    ("verb", "summary"),
    [("figure", "Something else"), ("accept", "Accepted the update: 12%"), ("answer", "12: 13")],
)
def test_what_holds_no_value_stays(verb: str, summary: str) -> None:
    assert without_figures(verb, summary, {"a": 1}, "") == (summary, {"a": 1})
