"""The history of a plan: its audit log, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.urls import reverse

from wsoa.audit.models import AuditEvent

EVENTS_A_PAGE = 50
EMPTIED = "Removed from the log"  # in the place of what somebody had a right to have removed
_ACTION = "action "


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One audit event. `href` is the page of its action, if it is about one."""

    when: datetime
    person: str
    summary: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of a plan's history, newest first; `earlier` and `later` are numbers of pages."""

    entries: tuple[HistoryEntry, ...]
    total: int
    number: int
    pages: int
    earlier: int | None
    later: int | None


def history_page(slug: str, number: str | None, subject: str = "") -> HistoryPage:
    """One page of the history of a plan, or of one subject in it, newest first.

    A page number that there is not gives the nearest page that there is.
    """
    events = AuditEvent.objects.about(slug)
    if subject:
        events = events.of_subject(subject)
    columns = ("at", "content__actor_name", "content__summary", "subject")
    paginator = Paginator(events.newest_first().values_list(*columns), EVENTS_A_PAGE)
    page: Page[tuple[datetime, str, str, str]] = paginator.get_page(number)
    return HistoryPage(
        entries=tuple(_history_entry(slug, *row) for row in page),
        total=paginator.count,
        number=page.number,
        pages=paginator.num_pages,
        earlier=page.next_page_number() if page.has_next() else None,
        later=page.previous_page_number() if page.has_previous() else None,
    )


def _history_entry(slug: str, when: datetime, who: str, what: str, about: str) -> HistoryEntry:
    ref = about.removeprefix(_ACTION) if about.startswith(_ACTION) else ""
    return HistoryEntry(
        when=when,
        person=who or EMPTIED,
        summary=what or EMPTIED,
        about=about[:1].upper() + about[1:],
        href=reverse("action", args=[slug, ref]) if ref else "",
    )
