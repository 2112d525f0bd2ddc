"""What a digest tells besides the rounds: new end dates, and what other apps add to it.

Who has lines of their own for the one e-mail a day registers a source in its app's `ready`. A
source is asked once a day for everybody; who has paused their reminders is left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from actions.domain.digest import DigestSection
from actions.models import Plan
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class DigestAddition:
    """A section of one person's digest that belongs to no round. Its lines say themselves where
    they lead (`Line.path`), and the period of their topics is 0.
    """

    user: User
    plan: Plan
    section: DigestSection


DigestSource = Callable[[date], Iterable[DigestAddition]]

_SOURCES: list[DigestSource] = []


def register_digest_source(source: DigestSource) -> None:
    """Adds a source of further sections, once."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def digest_additions(day: date) -> list[DigestAddition]:
    """All that is to be told besides the rounds on that day, to whom it may be told."""
    found = (each for source in _SOURCES for each in source(day))
    return [each for each in found if each.user.is_active and not each.user.digest_paused]
