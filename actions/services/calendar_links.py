"""The private address of a person's calendar: made, shown once, and turned off."""

from __future__ import annotations

import secrets

from django.db import transaction

from actions.models import CalendarLink
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now

_BYTES = 32  # of randomness in a token


@transaction.atomic
def make_calendar_link(*, by: User) -> str:
    """Makes the person's calendar address anew and returns its token, which nobody can read later.

    An address that there was ends. Audited without the token.
    """
    _end(by)
    token = secrets.token_urlsafe(_BYTES)
    CalendarLink.objects.create(user=by, token_sha256=CalendarLink.hash_of(token), made_at=now())
    record_audit(
        by=by, verb="calendar", subject="calendar", summary="Made an address for their calendar"
    )
    return token


@transaction.atomic
def revoke_calendar_link(*, by: User) -> bool:
    """Turns off the person's calendar address. False where there is none. Audited."""
    if not _end(by):
        return False
    record_audit(
        by=by, verb="calendar", subject="calendar", summary="Turned off their calendar address"
    )
    return True


def _end(user: User) -> bool:
    active = CalendarLink.objects.of_person(user).filter(revoked_at=None)
    return bool(active.update(revoked_at=now()))
