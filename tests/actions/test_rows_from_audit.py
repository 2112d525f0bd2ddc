"""Migrations that make rows of the audit log, on a database that was filled before them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.migrations.state import StateApps
from django.db.models import F

from tests.support.own_database import migrate_to

pytestmark = pytest.mark.services
GONE = 4711  # a person who was deleted since
NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")


class Filling:
    """The tables of the first migrations, and the log as services wrote it."""

    def __init__(self, models: StateApps) -> None:
        self.models = models
        users = self.models.get_model("accounts", "User").objects
        self.ann = users.create(email="ann@example.org", name="Ann")
        self.bo = users.create(email="bo@example.org", name="Bo")
        self.plan = self.model("Plan").create(slug="york-2020", title="York", local_area="York")
        self.other = self.model("Plan").create(slug="leeds", title="Leeds", local_area="Leeds")

    def model(self, name: str, app: str = "actions") -> Any:
        return self.models.get_model(app, name).objects

    def period(self, key: str, plan: Any = None, **fields: Any) -> Any:
        first = date.fromisoformat(f"{key}-01")
        days = {"opens": first, "due": first + timedelta(30), "closes": first + timedelta(60)}
        values = {"key": key, "label": key, "first_day": first} | days | fields
        return self.model("ReportingPeriod").create(plan=plan or self.plan, **values)

    def event(
        self, hours: int, by: Any, verb: str, subject: str, plan: str = "york-2020", **detail: Any
    ) -> None:
        self.model("AuditEvent", "audit").create(
            at=NOON + timedelta(hours=hours),
            actor_id=by if isinstance(by, int) else by.pk,
            actor_name="Gone" if isinstance(by, int) else by.name,
            verb=verb,
            plan=plan,
            subject=subject,
            summary=f"{verb} {subject}",
            detail=detail,
        )


def fill(models: StateApps) -> None:
    filling = Filling(models)
    _fill_periods(filling)
    _fill_commentary(filling)


def _fill_periods(filling: Filling) -> None:
    ann, bo, event = filling.ann, filling.bo, filling.event
    days = {"opens": "2019-10-01", "due": "2019-11-10", "closes": "2019-12-10"}
    later = days | {"closes": "2019-12-31"}
    # Written at one moment, under the address that the plan had then; the order is the log's.
    filling.period("2019-10", opens="2019-10-01", due="2019-11-10", closes="2019-12-31")
    was = {"due": "2019-10-31", "closes": "2019-12-10"}
    event(1, ann, "extend", "period 2019-10", "york", **days, before=was)
    event(1, ann, "close", "period 2019-10", "york", **days)
    event(2, ann, "rename", "plan york-2020", **{"from": "york", "to": "york-2020"})
    event(3, bo, "reopen", "period 2019-10", **later, reason="The CCG was late.")
    # Of a person who is not there any more, and of another plan.
    filling.period("2019-07", locked_at=NOON)
    event(0, GONE, "close", "period 2019-07", **days)
    filling.period("2019-10", plan=filling.other)
    event(5, bo, "close", "period 2019-10", "leeds", **days)
    # Locked, and the log knows nothing of it.
    filling.period("2019-04", locked_at=NOON)
    filling.period("2020-01")
    event(6, bo, "close", "period 1999-01", **days)


def _fill_commentary(filling: Filling) -> None:
    ann, bo, event, model = filling.ann, filling.bo, filling.event, filling.model
    october = model("ReportingPeriod").get(plan=filling.plan, key="2019-10")
    july = model("ReportingPeriod").get(plan=filling.plan, key="2019-07")
    leeds = model("ReportingPeriod").get(plan=filling.other)
    loaded = ["added Commentary on area 5, 2019-10", "added Commentary on area 6, 2019-10"]
    event(0, ann, "load", "plan", "york", changes=loaded)
    event(9, ann, "load", "plan", changes=["changed Commentary on area 6, 2019-10: evidence"])
    event(20, ann, "load", "plan", changes=["changed Commentary on area 7, 2019-10: source"])

    def area(ref: str, period: Any, words: str, source: str = "") -> None:
        place = model("AreaOfWeakness").create(plan=period.plan, ref=ref, title=ref, order=ref)
        values = {"developments": words, "source": source}
        model("AreaCommentary").create(area=place, period=period, **values)

    def write(hours: int, by: Any, ref: str, before: str, plan: str = "york-2020") -> None:
        texts = {"developments": before, "evidence": "", "next_steps": ""}
        subject = f"commentary 2019-10 area {ref}"
        event(hours, by, "write_commentary", subject, plan, period="2019-10", before=texts)

    # Loaded, then written by two, at first under the address that the plan had then.
    area("5", october, "Two.")
    write(1, ann, "5", "Loaded.", "york")
    write(3, bo, "5", "One.")
    # Loaded twice, and written by nobody.
    area("6", october, "Loaded.", "The report")
    # Written, taken away by somebody who is not there any more, and loaded in its place.
    area("7", october, "Loaded.", "The report")
    write(4, ann, "7", "")
    write(5, GONE, "7", "One.")
    # The log knows nothing of it.
    area("1", leeds, "Nobody knows.")

    model("ReportingPeriod").filter(pk=october.pk).update(programme="It goes on and on.")
    for hours, by, words in ((6, bo, ""), (7, ann, "It goes on.")):
        before = {"programme": words}
        event(hours, by, "write_programme", "programme 2019-10", period="2019-10", before=before)
    model("ReportingPeriod").filter(pk=july.pk).update(
        programme="Loaded.", programme_source="The report"
    )


@pytest.fixture(scope="module")
def brought_forward(old_database: Callable[..., str]) -> str:
    """That database after the migrations."""
    return old_database(fill, ("actions", "0006"))


@pytest.fixture
def models(brought_forward: str, lead_to_copy: Callable[[str], StateApps]) -> StateApps:
    return lead_to_copy(brought_forward)


def periods(models: StateApps) -> list[list[Any]]:
    """Every row of a period, by plan and period, each period's in the order of the rows."""
    events = models.get_model("actions", "PeriodEvent").objects.order_by("pk")
    rows = [
        [
            event.period.plan.slug,
            event.period.key,
            event.kind,
            event.by.name if event.by else None,
            (event.at - NOON) // timedelta(hours=1),
            event.reason,
            str(event.closes),
            str(event.due_before or ""),
            str(event.closes_before or ""),
        ]
        for event in events.select_related("by", "period__plan")
    ]
    return sorted(rows, key=lambda row: row[:2])


def commentary(models: StateApps) -> list[list[Any]]:
    """Every version in the order of the rows, with the words that it supersedes."""
    areas = models.get_model("actions", "AreaCommentary").objects.annotate(
        ref=F("area__ref"), words=F("developments")
    )
    programme = models.get_model("actions", "ProgrammeCommentary").objects.annotate(
        ref=F("period__key"), words=F("programme")
    )
    found = []
    for versions, words in ((areas, "developments"), (programme, "programme")):
        found += versions.order_by("ref", "pk").values_list(
            "ref", "words", "source", "by__name", "at", f"supersedes__{words}"
        )
    return [[*row[:4], (row[4] - NOON) // timedelta(hours=1), row[5]] for row in found]


def test_events_of_the_log_become_rows_in_order(models: StateApps) -> None:
    assert periods(models) == [
        ["leeds", "2019-10", "closed", "Bo", 5, "", "2019-12-10", "", ""],
        ["york-2020", "2019-04", "closed", None, 0, "", "2019-05-31", "", ""],
        ["york-2020", "2019-07", "closed", None, 0, "", "2019-12-10", "", ""],
        ["york-2020", "2019-10", "extended", "Ann", 1, "", "2019-12-10", "2019-10-31", ""],
        ["york-2020", "2019-10", "closed", "Ann", 1, "", "2019-12-10", "", ""],
        [
            *("york-2020", "2019-10", "reopened", "Bo", 3, "The CCG was late."),
            *("2019-12-31", "", "2019-12-10"),
        ],
    ]
    assert commentary(models) == [
        ["1", "Nobody knows.", "", None, -745, None],
        ["5", "Loaded.", "", None, 0, None],
        ["5", "One.", "", "Ann", 1, "Loaded."],
        ["5", "Two.", "", "Bo", 3, "One."],
        ["6", "Loaded.", "The report", None, 9, None],
        ["7", "One.", "", "Ann", 4, None],
        ["7", "", "", None, 5, "One."],
        ["7", "Loaded.", "The report", None, 20, ""],
        ["2019-07", "Loaded.", "The report", None, 0, None],
        ["2019-10", "It goes on.", "", "Bo", 6, None],
        ["2019-10", "It goes on and on.", "", "Ann", 7, "It goes on."],
    ]


def test_reversing_keeps_the_current_version(models: StateApps) -> None:
    first = migrate_to(("actions", "0001"))
    areas = first.get_model("actions", "AreaCommentary").objects.order_by("area__ref")
    programme = first.get_model("actions", "ReportingPeriod").objects.exclude(programme="")
    assert [
        *map(list, areas.values_list("area__ref", "developments", "source")),
        *map(list, programme.order_by("key").values_list("key", "programme", "programme_source")),
    ] == [
        ["1", "Nobody knows.", ""],
        ["5", "Two.", ""],
        ["6", "Loaded.", "The report"],
        ["7", "Loaded.", "The report"],
        ["2019-07", "Loaded.", "The report"],
        ["2019-10", "It goes on and on.", ""],
    ]
