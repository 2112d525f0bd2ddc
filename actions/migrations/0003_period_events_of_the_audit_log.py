"""Makes a row of each opening, extension, closing and reopening that the audit log has."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

from actions.migrations._audit_log import events_of

KINDS = {
    "open_round": "opened",
    "extend": "extended",
    "close": "closed",
    "reopen": "reopened",
}
DAYS = ("opens", "due", "closes")


def make_rows(apps: Any, schema_editor: object) -> None:
    for plan in apps.get_model("actions", "Plan").objects.all():
        # Where a month and a quarter share a key, the log means the quarter.
        periods = {f"period {period.key}": period for period in plan.periods.order_by("kind", "pk")}
        rows: dict[int, list[Any]] = {period.pk: [] for period in periods.values()}
        for event in events_of(apps, plan, KINDS):
            period = periods.get(event.subject)
            if period:
                rows[period.pk].append(row_of(apps, event, period, rows[period.pk]))
        for period in plan.periods.exclude(locked_at=None):
            events = rows.setdefault(period.pk, [])
            if not any(row.kind == "closed" and row.at >= period.locked_at for row in events):
                events.append(closing_of(apps, period))
        for events in rows.values():
            for row in sorted(events, key=lambda row: row.at):
                row.save()


def row_of(apps: Any, event: Any, period: Any, earlier: list[Any]) -> Any:
    """`earlier` are the rows of events before this one: a reopening does not say what was."""
    days = {name: day_of(event.detail.get(name)) or getattr(period, name) for name in DAYS}
    known = {name: getattr(earlier[-1], name) for name in DAYS} if earlier else {}
    known |= {name: day_of(day) for name, day in event.detail.get("before", {}).items()}
    kind = KINDS[event.verb]
    reason = event.detail.get("reason", "")
    return apps.get_model("actions", "PeriodEvent")(
        period=period,
        kind=kind,
        reason=reason or (event.summary if kind == "reopened" else ""),
        by_id=event.actor_id,
        at=event.at,
        **days,
        **{f"{name}_before": day for name, day in known.items() if day != days[name]},
    )


def closing_of(apps: Any, period: Any) -> Any:
    """The closing of a period that is locked, and of which the log knows nothing."""
    days = {name: getattr(period, name) for name in DAYS}
    event = apps.get_model("actions", "PeriodEvent")
    return event(period=period, kind="closed", at=period.locked_at, **days)


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0002_period_event"),
        ("accounts", "0001_initial"),
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
