"""The last page before an import is loaded: what would be made, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from actions.domain.enums import Status
from actions.domain.plan_import.fields import printed_of
from actions.domain.plan_import.named_posts import NamedPost, named_post
from actions.domain.plan_import.states import EntryKind
from actions.importing.new_plan import CURRENT
from actions.models import PlanImport
from actions.presenters.plan_imports.tree import headline
from actions.selectors.known_leads import known_leads
from actions.selectors.plan_imports import SettledEntry, settled_entries
from wsoa.core.clock import today
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class LoadedStatus:
    """How many actions get one status in one month."""

    month: str
    status: str
    count: int


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """The summary of an import."""

    headline: str
    waiting: int
    left_out: int
    leftovers: int
    without_lead: int
    without_end: int
    new_posts: tuple[NamedPost, ...]
    statuses: tuple[LoadedStatus, ...]


def confirm_page(plan_import: PlanImport) -> ConfirmPage:
    """What would be loaded now."""
    entries = settled_entries(plan_import)
    actions = [entry for entry in entries if entry.entry.kind == EntryKind.ACTION]
    kept = [entry for entry in actions if not entry.is_left_out]
    return ConfirmPage(
        headline=headline(entries),
        waiting=plan_import.guesses.unanswered().count(),
        left_out=len(actions) - len(kept),
        leftovers=plan_import.leftovers.count(),
        without_lead=sum(not entry.fields["leads"] for entry in kept),
        without_end=sum(entry.fields["end"]["date"] is None for entry in kept),
        new_posts=tuple(_new_posts(plan_import, kept)),
        statuses=tuple(_statuses(kept)),
    )


def _new_posts(plan_import: PlanImport, kept: list[SettledEntry]) -> list[NamedPost]:
    known = {lead.code for lead in known_leads(plan_import.local_area)}
    texts = dict.fromkeys(lead for entry in kept for lead in entry.fields["leads"])
    return [named_post(text) for text in texts if text not in known]


def _month(key: str) -> str:
    """The month of a status; one without a month in the file counts for the present one."""
    if key != CURRENT:
        return printed_of(key)
    return f"{Month.of(today()).printed} (the file names no month)"


def _statuses(kept: list[SettledEntry]) -> list[LoadedStatus]:
    found = Counter(
        (key, reading["proposed"])
        for entry in kept
        for key, reading in entry.fields["statuses"].items()
        if reading["proposed"]
    )
    order = {status.value: status.badness for status in Status}
    return [
        LoadedStatus(_month(key), status, count)
        for (key, status), count in sorted(
            found.items(), key=lambda item: (item[0][0], order[item[0][1]])
        )
    ]
