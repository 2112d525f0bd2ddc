"""The page of a version that is taken down, or may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from governance.domain.dates import day_words
from governance.domain.enums import PaperState
from governance.models import Paper, TakeDown
from wsoa.accounts.models import User
from wsoa.core.working_days import next_working_day


@dataclass(frozen=True, slots=True)
class TakeDownLink:
    """The way to take one version down at once, or to decide on one that is down."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class TakeDownPage:
    """What happened so far, in order, and what this person can do now."""

    heading: str
    title: str
    version: int
    is_public: bool
    events: tuple[str, ...]
    reason: str
    may_confirm: bool
    may_ask_back: bool
    may_put_back: bool
    waits_for: str
    document: str  # where it can still be read inside, to decide on it; only of the last version


def take_down_page(paper: Paper, taken: TakeDown | None, user: User) -> TakeDownPage:
    """The page of a version: how it was taken down, and what this person may decide."""
    return TakeDownPage(
        heading=f"Version {paper.version} is taken down"
        if taken
        else f"Take down version {paper.version}",
        title=paper.title,
        version=paper.version,
        is_public=paper.state == PaperState.PUBLISHED,
        events=tuple(_events(taken)) if taken else (),
        reason=taken.reason if taken else "",
        may_confirm=bool(taken and not taken.confirmed_at and taken.by_id != user.pk),
        may_ask_back=bool(taken and not taken.restore_requested_at),
        may_put_back=bool(
            taken and taken.restore_requested_at and taken.restore_requested_by_id != user.pk
        ),
        waits_for=_waits_for(taken),
        document=_document(paper) if taken else "",
    )


def _document(paper: Paper) -> str:
    is_last = bool(paper.versions) and paper.versions[0].pk == paper.pk
    return reverse("publication-draft", args=[paper.plan.slug, paper.key]) if is_last else ""


def _events(taken: TakeDown) -> list[str]:
    events = [_event("Taken down", taken.by, taken.at)]
    if taken.confirmed_by and taken.confirmed_at:
        events.append(_event("Confirmed", taken.confirmed_by, taken.confirmed_at))
    if taken.restore_requested_by and taken.restore_requested_at:
        asked = "Asked to be put back"
        events.append(_event(asked, taken.restore_requested_by, taken.restore_requested_at))
    return events


def _event(what: str, who: User, at: datetime) -> str:
    moment = localtime(at)
    return f"{what} by {who.name}, {day_words(moment.date())}, {moment:%H:%M}"


def _waits_for(taken: TakeDown | None) -> str:
    if taken is None:
        return ""
    if taken.restore_requested_at:
        return "A second person has to agree before it is put back, or to keep it down."
    if not taken.confirmed_at:
        by = day_words(next_working_day(localtime(taken.at).date()))
        return f"A second person has to confirm this by {by}, and is asked every day until then."
    return "It stays down until two people put it back, or a corrected version is published."


def take_down_links(paper: Paper, user: User) -> Iterator[TakeDownLink]:
    """The ways to take versions down, or to decide on those that are, for this person."""
    if not user.has_perm("governance.take_down", paper.plan):
        return
    down = set(
        TakeDown.objects.still_down().of_plans([paper.plan_id]).values_list("paper", flat=True)
    )
    for version in paper.versions:
        place = [paper.plan.slug, paper.key, version.version]
        href = reverse("publication-take-down", args=place)
        if version.pk in down:
            yield TakeDownLink(f"Version {version.version} is taken down: decide", href)
        elif version.state == PaperState.PUBLISHED:
            yield TakeDownLink(f"Take version {version.version} down at once", href)
