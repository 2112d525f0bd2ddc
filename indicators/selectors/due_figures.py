"""Figures that are due as at a day, for a person's home page and for the digest."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from actions.models import Plan
from indicators.domain.digest import AwaitedFigure
from indicators.domain.due_dates import last_over
from indicators.domain.enums import SpanKind
from indicators.models import Indicator
from wsoa.accounts.models import PostHolding, User
from wsoa.core.compiled_queries import compiled_once

AHEAD = timedelta(days=14)  # how long before its day a figure is shown to its owner


def figures_due_from(user: User, plan: Plan, day: date) -> tuple[AwaitedFigure, ...]:
    """The figures of a plan that a person has to enter: due soon or late, most overdue first.
    One query.
    """
    awaited = _awaited_from(user.pk, plan.pk, day, day + AHEAD)
    return tuple(sorted(map(awaited_figure, awaited), key=lambda figure: figure.due))


@compiled_once
def _awaited_from(user: int, plan: int, day: date, until: date) -> QuerySet[Indicator]:
    held = PostHolding.objects.given_to(user, day).values("post")
    return Indicator.objects.of_plan(plan).awaited_by(until).owned_by_posts(held)


def awaited_figure(indicator: Indicator) -> AwaitedFigure:
    if indicator.next_due is None:
        raise ValueError(f"no figure of {indicator.key} is due")
    owner = indicator.owner
    return AwaitedFigure(
        indicator=indicator.pk,
        name=indicator.short_title,
        span=_span_words(indicator),
        due=indicator.next_due,
        path=reverse("figure-enter", args=[indicator.plan.slug, indicator.key]),
        page=reverse("indicator", args=[indicator.plan.slug, indicator.key]),
        owner=f"{owner.display_name} ({owner.code})" if owner else "",
    )


def _span_words(indicator: Indicator) -> str:
    """The last span that was over by the due day, in words."""
    kind: str | None = getattr(indicator, "of_kind", None)
    span = last_over(SpanKind(kind), indicator.next_due) if kind and indicator.next_due else None
    if span is None:
        return ""
    return f"{span.first_day:%B %Y}" if span.kind is SpanKind.MONTH else span.printed
