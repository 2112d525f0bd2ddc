"""The page of the feed tokens of a local area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.models import FeedToken
from actions.services.feed_tokens import MOST_TOKENS
from wsoa.accounts.models import LocalArea


@dataclass(frozen=True, slots=True)
class FeedTokenEntry:
    """One token: what it is for, who made it, and whether it works. The token is not known."""

    pk: int
    name: str
    made: str
    lasts: str
    used: str
    works: bool


@dataclass(frozen=True, slots=True)
class FeedTokensPage:
    """The tokens of an area: those that work, and those that are over."""

    working: tuple[FeedTokenEntry, ...]
    over: tuple[FeedTokenEntry, ...]
    most: int = MOST_TOKENS


def feed_tokens_page(local_area: LocalArea, day: date) -> FeedTokensPage:
    """All tokens of the area, the newest first. One query."""
    tokens = FeedToken.objects.of(local_area).with_people()
    entries = [_entry(token, day) for token in tokens]
    return FeedTokensPage(
        working=tuple(entry for entry in entries if entry.works),
        over=tuple(entry for entry in entries if not entry.works),
    )


def _entry(token: FeedToken, day: date) -> FeedTokenEntry:
    over = token.last_day is not None and token.last_day < day
    return FeedTokenEntry(
        pk=token.pk,
        name=token.name,
        made=f"{token.made_at:%-d %B %Y}, {token.made_by.name}",
        lasts=" ".join(_lasts(token, over)),
        used=f"{token.last_used_on:%-d %B %Y}" if token.last_used_on else "Never",
        works=token.revoked_at is None and not over,
    )


def _lasts(token: FeedToken, over: bool) -> Iterable[str]:
    """ "Until 15 November 2020", "Revoked on 3 December 2019 by Ana Obi"."""
    if token.revoked_at is not None:
        yield f"Revoked on {token.revoked_at:%-d %B %Y}"
        if token.revoked_by:
            yield f"by {token.revoked_by.name}"
    elif token.last_day is None:
        yield "Until it is revoked"
    else:
        yield f"{'Ended after' if over else 'Until'} {token.last_day:%-d %B %Y}"
