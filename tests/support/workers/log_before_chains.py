"""A database with an audit log from before the chains, brought up to date and taken back.

`fill` goes back to the migration before them and fills the log as services wrote it then; the
other parts write what they find, as JSON.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from tests.support.workers.local_areas import migrate
from tests.support.workers.rows_from_audit import apps_at_first as apps_as_applied
from tests.support.workers.threads import main, write

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


def fill() -> None:
    migrate("audit", "0001")
    apps = apps_as_applied()

    def rows(model: str) -> Any:
        return apps.get_model(model).objects

    area = rows("accounts.LocalArea").create(slug="leeds", name="Leeds")
    plan = rows("actions.Plan").create(slug="leeds", title="Leeds", local_area=area)
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


def moved() -> None:
    """Every event with its area and content; then whether the log holds, sealed and unsealed."""
    migrate()
    from wsoa.audit.checking import check_log
    from wsoa.audit.models import AuditEvent
    from wsoa.audit.sealing import seal_events

    events = [
        [
            event.verb,
            event.local_area.slug if event.local_area else None,
            event.actor_name,
            event.summary,
            sorted(event.detail),
            (event.at - NOON) // timedelta(hours=1),
        ]
        for event in AuditEvent.objects.with_content().select_related("local_area").order_by("pk")
    ]
    salts = {event.content.salt for event in AuditEvent.objects.with_content()}

    def checked() -> list[list[Any]]:
        return [
            [check.chain, check.head.sequence, check.unsealed, check.fault and check.fault.words]
            for check in check_log()
        ]

    before, _ = checked(), seal_events()
    write(json.dumps({"events": events, "salts": len(salts), "log": [before, checked()]}))


def back() -> None:
    """The log brought up to date and taken back to how it was, but for the values."""
    migrate()
    migrate("audit", "0001")
    events = apps_as_applied().get_model("audit.AuditEvent").objects.order_by("pk")
    write(json.dumps(list(events.values_list("verb", "actor_name", "summary", "detail"))))


def sealed_back() -> None:
    """What is said where the log that is to be taken back is sealed."""
    migrate()
    from wsoa.audit.sealing import seal_events

    seal_events()
    try:
        migrate("audit", "0001")
    except RuntimeError as refused:
        from wsoa.audit.models import AuditEvent

        write(str(refused), AuditEvent.objects.sealed().count())


if __name__ == "__main__":
    main({"fill": fill, "moved": moved, "back": back, "sealed_back": sealed_back})
