"""The audit log of a plan or a local area: filtered, page by page, and as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.timezone import localtime

from actions.models import Plan
from actions.presenters.history import EMPTIED, EVENTS_A_PAGE
from actions.selectors.audit_log import (
    AuditLogFilters,
    events_of_area,
    events_of_plan,
    filtered,
)
from wsoa.accounts.models import LocalArea
from wsoa.audit.models import AuditEvent
from wsoa.audit.querysets import AuditEventQuerySet
from wsoa.core.spreadsheets.model import Cell

CSV_HEADER = (
    "Event",
    "When",
    "Who",
    "Verb",
    "Plan",
    "About",
    "What",
    "Detail",
    "Hash",
    "Sealed at",
    "Removed from the log at",
)
CHUNK = 500  # events that are read from the database together


@dataclass(frozen=True, slots=True)
class AuditLogSource:
    """Whose log it is, where its page and its CSV file are, and its events."""

    name: str
    events: AuditEventQuerySet
    page: str
    csv: str
    file_name: str


@dataclass(frozen=True, slots=True)
class AuditLogEntry:
    """One event. `number` is its place in the chain, None until it is sealed."""

    when: datetime
    person: str
    summary: str
    about: str
    number: int | None
    is_emptied: bool


@dataclass(frozen=True, slots=True)
class AuditLogPage:
    """One page of the audit log, newest first; `earlier` and `later` are numbers of pages."""

    entries: tuple[AuditLogEntry, ...]
    total: int
    number: int
    pages: int
    earlier: int | None
    later: int | None


def log_of_plan(plan: Plan) -> AuditLogSource:
    """The log of a plan, also under the addresses that it had before."""
    return AuditLogSource(
        name=plan.title,
        events=events_of_plan(plan),
        page=reverse("audit-log", args=[plan.slug]),
        csv=reverse("audit-log-csv", args=[plan.slug]),
        file_name=f"audit-{plan.slug}.csv",
    )


def log_of_area(local_area: LocalArea) -> AuditLogSource:
    """The log of a local area: of all its plans, and of what belongs to no plan."""
    return AuditLogSource(
        name=local_area.name,
        events=events_of_area(local_area),
        page=reverse("area-audit-log", args=[local_area.slug]),
        csv=reverse("area-audit-log-csv", args=[local_area.slug]),
        file_name=f"audit-{local_area.slug}.csv",
    )


def audit_log_page(
    source: AuditLogSource, filters: AuditLogFilters, number: str | None
) -> AuditLogPage:
    """One page of a log, newest first. A number that there is not gives the nearest page."""
    events = filtered(source.events, filters).with_content().newest_first()
    paginator = Paginator(events, EVENTS_A_PAGE)
    page: Page[AuditEvent] = paginator.get_page(number)
    return AuditLogPage(
        entries=tuple(_entry(event) for event in page),
        total=paginator.count,
        number=page.number,
        pages=paginator.num_pages,
        earlier=page.next_page_number() if page.has_next() else None,
        later=page.previous_page_number() if page.has_previous() else None,
    )


def _entry(event: AuditEvent) -> AuditLogEntry:
    return AuditLogEntry(
        when=event.at,
        person=event.actor_name or EMPTIED,
        summary=event.summary or EMPTIED,
        about=event.subject[:1].upper() + event.subject[1:],
        number=event.sequence,
        is_emptied=event.content.emptied_at is not None,
    )


def csv_rows(source: AuditLogSource, filters: AuditLogFilters) -> Iterator[tuple[Cell, ...]]:
    """The whole log that the filters let through, the header first, newest first."""
    yield CSV_HEADER
    events = filtered(source.events, filters).with_content().newest_first()
    for event in events.iterator(chunk_size=CHUNK):
        emptied_at = event.content.emptied_at
        yield (
            event.sequence,
            _moment(event.at),
            event.actor_name,
            event.verb,
            event.plan,
            event.subject,
            event.summary,
            "" if emptied_at else json.dumps(event.detail, ensure_ascii=False, sort_keys=True),
            event.hash,
            _moment(event.sealed_at),
            _moment(emptied_at),
        )


def _moment(moment: datetime | None) -> str:
    """ "2019-11-15T10:12:00+00:00", local time; empty for None."""
    return localtime(moment).isoformat(timespec="seconds") if moment else ""
