"""The sign-in events of the audit log, for the person whose they are and for administrators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from wsoa.accounts.models import User
from wsoa.accounts.sign_in_log import subject_of
from wsoa.audit.models import AuditEvent

SHOWN: Final = 100
SHOWN_TO_AREAS: Final = 20
_ALARMING: Final = frozenset({"sign-in-failed", "sign-in-locked", "new-device", "two-step-removed"})


@dataclass(frozen=True, slots=True)
class SignInEvent:
    """One event as a page shows it."""

    at: datetime
    summary: str
    address: str
    client: str
    is_alarming: bool


def sign_ins_of(user: User) -> list[SignInEvent]:
    """The latest sign-in events of one person."""
    events = AuditEvent.objects.of_subject(subject_of(user)).newest_first()
    return list(_shown(events[:SHOWN]))


def sign_ins_in_an_area(
    user: User, since: date | None, *, is_elsewhere_too: bool
) -> list[SignInEvent]:
    """The latest sign-in events of a person, for the administrators of an area that they are in.

    A sign-in is to the service and not to an area: they see those since the person's access to
    their area began (None: ever). Of somebody who is in another area too they see what happened
    and when, and neither network address nor browser: those may be of the other one's work.
    """
    events = AuditEvent.objects.of_subject(subject_of(user)).newest_first()
    if since is not None:
        events = events.since(since)
    shown = _shown(events[:SHOWN_TO_AREAS])
    if is_elsewhere_too:
        return [replace(event, address="", client="") for event in shown]
    return list(shown)


def sign_ins_of_everybody() -> list[SignInEvent]:
    """The latest sign-in events of all people. For administrators."""
    events = AuditEvent.objects.filter(plan="", subject__startswith=subject_of(User(pk=0))[:-1])
    return list(_shown(events.newest_first()[:SHOWN]))


def _shown(events: Any) -> Iterator[SignInEvent]:
    for event in events:
        yield SignInEvent(
            at=event.at,
            summary=event.summary,
            address=event.detail.get("from", ""),
            client=event.detail.get("with", ""),
            is_alarming=event.verb in _ALARMING,
        )
