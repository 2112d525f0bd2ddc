"""The sessions of a person: where they are signed in, and ending that."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from wsoa.accounts.clients import describe_client
from wsoa.accounts.models import User
from wsoa.accounts.sign_in_log import record_sign_in_event

_LAST_USED: Final = "last_used_at"  # in the session: seconds of the real clock


def touch(request: HttpRequest) -> None:
    """Writes into the session that it is used now."""
    request.session[_LAST_USED] = time.time()


def idle_seconds(request: HttpRequest) -> float:
    """How long ago the session was used last, to within SESSION_TOUCH_SECONDS."""
    last = request.session.get(_LAST_USED)
    return settings.SESSION_TOUCH_SECONDS if last is None else time.time() - float(last)


def touch_at_sign_in(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """The receiver of user_logged_in: a session begins to be used."""
    touch(request)


class UnknownSession(Exception):
    """The session has ended already, or is somebody else's."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One place where somebody is signed in."""

    pk: int
    client: str
    address: str
    since: datetime
    last_used: datetime  # to within SESSION_TOUCH_SECONDS
    is_current: bool


def open_sessions(request: HttpRequest) -> list[OpenSession]:
    """The sessions of the person who asks, the present one first. Two queries."""
    own = UserSession.objects.filter(user_id=request.user.pk)
    keys = [session.session_key for session in own]
    alive = Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    ends = dict(alive.values_list("session_key", "expire_date"))
    lifetime = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found = [
        OpenSession(
            pk=session.pk,
            client=describe_client(session.user_agent),
            address=session.ip,
            since=session.created_at,
            last_used=ends[session.session_key] - lifetime,
            is_current=session.session_key == request.session.session_key,
        )
        for session in own
        if session.session_key in ends
    ]
    return sorted(found, key=lambda session: (session.is_current, session.last_used), reverse=True)


@transaction.atomic
def end_session(*, by: User, request: HttpRequest, pk: int) -> None:
    """Signs the person out where that session is. Audited. Raises UnknownSession."""
    session = UserSession.objects.filter(user_id=by.pk, pk=pk).first()
    if session is None:
        raise UnknownSession
    client = describe_client(session.user_agent)
    session.end()
    record_sign_in_event(request, by, "session-ended", f"{by.name} ended a session in {client}")


@transaction.atomic
def end_other_sessions(*, by: User, request: HttpRequest) -> int:
    """Signs the person out everywhere else; returns of how many sessions. Audited."""
    others = UserSession.objects.filter(user_id=by.pk)
    others = others.exclude(session_key=request.session.session_key)
    ended = 0
    for session in others:
        session.end()
        ended += 1
    if ended:
        summary = f"{by.name} ended all other sessions: {ended}"
        record_sign_in_event(request, by, "session-ended", summary)
    return ended
