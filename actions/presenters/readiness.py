"""The page that says what a plan lacks before it can be worked with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import slugify

from actions.domain.readiness import ReadinessFinding, by_kind
from actions.models import Plan
from actions.selectors.readiness import readiness_findings


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """One finding, and the page of the action that it is about."""

    ref: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadinessSection:
    """The findings of one kind, with where most of them are put right."""

    key: str
    title: str
    lines: tuple[ReadinessLine, ...]

    @property
    def count(self) -> int:
        return len(self.lines)


def readiness_page(plan: Plan, day: date) -> tuple[ReadinessSection, ...]:
    """What the plan lacks on that day, by kind."""
    return tuple(
        ReadinessSection(
            slugify(kind.value), kind.value, tuple(_readiness_line(plan, one) for one in found)
        )
        for kind, found in by_kind(readiness_findings(plan, day)).items()
    )


def _readiness_line(plan: Plan, found: ReadinessFinding) -> ReadinessLine:
    href = reverse("action", args=[plan.slug, found.ref]) if found.is_of_action else ""
    return ReadinessLine(found.ref if href else "", href, found.text)
