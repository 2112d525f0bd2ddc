"""A database of the first migrations, with an audit log as services wrote it, brought up to date.

`fill` goes back to the first migrations and fills their tables; the other parts write what they
find, as JSON.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from tests.support.workers.threads import main, write

FIRST = "0001"
GONE = 4711  # a person who was deleted since
NOON = datetime.fromisoformat("2019-11-01T12:00:00+00:00")


def migrate(target: str = "") -> None:
    from django.core.management import call_command

    call_command("migrate", "actions", *([target] if target else []), verbosity=0)


def apps_at_first() -> Any:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    loader = MigrationExecutor(connection).loader
    nodes = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    return loader.project_state(nodes).apps


class Filling:
    """The tables of the first migrations, and the log as services wrote it."""

    def __init__(self) -> None:
        self.apps = apps_at_first()
        users = self.apps.get_model("accounts", "User").objects
        self.ann = users.create(email="ann@example.org", name="Ann")
        self.bo = users.create(email="bo@example.org", name="Bo")
        self.plan = self.model("Plan").create(slug="york-2020", title="York", local_area="York")
        self.other = self.model("Plan").create(slug="leeds", title="Leeds", local_area="Leeds")

    def model(self, name: str, app: str = "actions") -> Any:
        return self.apps.get_model(app, name).objects

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


def fill() -> None:
    migrate(FIRST)
    filling = Filling()
    _fill_periods(filling)


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


def periods() -> None:
    """Every row of a period in the order of the rows."""
    from actions.models import PeriodEvent

    migrate()
    write(json.dumps([
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
        for event in PeriodEvent.objects.order_by("pk").select_related("by", "period__plan")
    ]))  # fmt: skip


if __name__ == "__main__":
    main({"fill": fill, "periods": periods})
