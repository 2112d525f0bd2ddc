"""The events of a plan or a local area in the audit log, and the filters of its page.

For the page and its CSV file alone: application logic never reads the audit log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.models import Plan
from wsoa.accounts.models import LocalArea
from wsoa.audit.models import AuditEvent
from wsoa.audit.querysets import AuditEventQuerySet


@dataclass(frozen=True, slots=True)
class AuditLogFilters:
    """What to show of a log. Empty fields, and None, show everything."""

    person: str = ""
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def events_of_plan(plan: Plan) -> AuditEventQuerySet:
    """The events of a plan, also under the addresses that it had before."""
    return AuditEvent.objects.of_chain(plan.local_area_id).about_any(_slugs_of(plan))


def events_of_area(local_area: LocalArea) -> AuditEventQuerySet:
    """The events of all plans of a local area, and of what belongs to no plan of it."""
    return AuditEvent.objects.of_chain(local_area.pk)


def _slugs_of(plan: Plan) -> list[str]:
    """The plan's address and its former ones, as the log has them, the latest first."""
    found = [plan.slug]
    renames = AuditEvent.objects.of_chain(plan.local_area_id).of_verb("rename").with_content()
    for event in renames.newest_first():
        if event.detail.get("to") == found[-1]:
            found.append(event.detail["from"])
    return found


def filtered(events: AuditEventQuerySet, filters: AuditLogFilters) -> AuditEventQuerySet:
    """The events that all of the filters let through."""
    if filters.person:
        events = events.by_people_like(filters.person)
    if filters.verb:
        events = events.of_verb(filters.verb)
    if filters.subject:
        events = events.of_subjects_like(filters.subject)
    if filters.since:
        events = events.since(filters.since)
    if filters.until:
        events = events.until(filters.until)
    return events


def verbs_of(events: AuditEventQuerySet) -> list[tuple[str, str]]:
    """Every verb of these events with its words, for a list to choose from."""
    verbs = events.order_by("verb").values_list("verb", flat=True).distinct()
    return sorted(((verb, verb_words(verb)) for verb in verbs), key=lambda choice: choice[1])


def verb_words(verb: str) -> str:
    """ "Ask date" for "ask-date"."""
    words = verb.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
