"""Tokens of the data feed: made, revoked, and the day on which one was used last."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction

from actions.domain.feed import new_token
from actions.models import FeedToken
from actions.services.area_access import AccessRefused, lock_area, record_access
from wsoa.accounts.models import LocalArea, User
from wsoa.core.clock import now, today

MOST_TOKENS: Final = (
    10  # of an area that work at a time: each is a way in that somebody looks after
)


class FeedTokenRefused(AccessRefused):
    """No token was made. The message is for the administrator; `field` is the form's."""


@transaction.atomic
def make_feed_token(
    *, by: User, local_area: LocalArea, name: str, last_day: date | None = None
) -> str:
    """Makes a token of a local area and returns it. Nobody can read it later. Audited without it.

    Raises NotAdministrator; FeedTokenRefused where a token has that name, where the area has
    MOST_TOKENS, and for a last day that is over.
    """
    lock_area(by, local_area)
    known = FeedToken.objects.of(local_area)
    if known.not_revoked().filter(name=name).exists():
        raise FeedTokenRefused(
            f"There is a token called {name}. Use another name, or revoke that one first", "name"
        )
    if known.working_on(today()).count() >= MOST_TOKENS:
        raise FeedTokenRefused(
            f"{local_area} has {MOST_TOKENS} tokens that work, which is the limit. Nothing was "
            "made. Revoke one that is not needed, then make this one."
        )
    if last_day is not None and last_day < today():
        raise FeedTokenRefused("Last day must be today or in the future", "lasts")
    token = new_token()
    made = FeedToken.objects.create(
        local_area=local_area,
        name=name,
        token_sha256=FeedToken.hash_of(token),
        made_by=by,
        made_at=now(),
        last_day=last_day,
    )
    until = f"until {last_day:%-d %B %Y}" if last_day else "until it is revoked"
    words = f"Made the feed token “{name}”, which reads the plans of {local_area} {until}"
    record_access(by, local_area, "make-feed-token", _subject(made), words, token=made.pk)
    return token


@transaction.atomic
def revoke_feed_token(*, by: User, token: FeedToken) -> bool:
    """Revokes a token: its next request is refused. False where it was revoked before. Audited.

    Raises NotAdministrator.
    """
    lock_area(by, token.local_area)
    still = FeedToken.objects.not_revoked().filter(pk=token.pk)
    if not still.update(revoked_at=now(), revoked_by=by):
        return False
    words = f"Revoked the feed token “{token.name}” of {token.local_area}"
    record_access(by, token.local_area, "revoke-feed-token", _subject(token), words, token=token.pk)
    return True


def note_feed_token_used(*, token: FeedToken) -> None:
    """Notes that a token was used today. Idempotent; one statement a day for each token.

    Without a transaction of its own, which on SQLite would have every reader wait for writers. Not
    audited: that a token was used changes nothing, and its day is on the page of tokens.
    """
    day = today()
    if token.last_used_on != day:
        FeedToken.objects.not_used_on(day).filter(pk=token.pk).update(last_used_on=day)


def _subject(token: FeedToken) -> str:
    return f"feed token {token.pk}"
