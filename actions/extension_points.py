"""What the apps above add to this one. Each registers its part in the `ready` of its app.

A registration is idempotent: the same function twice counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from actions.domain.digest import DigestSection
    from actions.models import Plan
    from wsoa.accounts.models import User

# --- who else sees a plan ---------------------------------------------------------------------

# For a person and a day: the plans that they see for what the other app gives them to do there,
# such as figures to enter. By the plans' keys and without a join.
Sight = Callable[["User", date], Q]
SIGHTS: list[Sight] = []


def register_sight(sight: Sight) -> None:
    """Adds a ground for seeing a plan."""
    if sight not in SIGHTS:
        SIGHTS.append(sight)


# --- what else a digest holds -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DigestAddition:
    """A section of one person's digest that belongs to no round. Its lines say themselves where
    they lead (`DigestLine.path`), and the period of their topics is 0.
    """

    user: User
    plan: Plan
    section: DigestSection


# Asked once a day for everybody.
DigestSource = Callable[[date], Iterable[DigestAddition]]
DIGEST_SOURCES: list[DigestSource] = []


def register_digest_source(source: DigestSource) -> None:
    """Adds a source of sections for the one e-mail a day."""
    if source not in DIGEST_SOURCES:
        DIGEST_SOURCES.append(source)
