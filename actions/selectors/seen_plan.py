"""A plan for pages whose address names none: the first that a person sees, or leads in."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from actions.models import Plan
from wsoa.accounts.models import User
from wsoa.core.compiled_queries import compiled_once


def seen_plan(user: User, day: date, slug: str = "") -> Plan | None:
    """The first plan that a person sees, or the one at that address. None for none. One query."""
    return next(iter(_seen(user.pk, day, slug)), None)


def led_plan(user: User, day: date, slug: str = "") -> Plan | None:
    """The first plan with actions that a person leads, or the one at that address. None for none.
    With its area. One query.
    """
    return next(iter(_led(user.pk, day, slug)), None)


@compiled_once
def _seen(user: int, day: date, slug: str) -> QuerySet[Plan]:
    plans = Plan.objects.seen_by(user, day)
    return plans.filter(slug=slug) if slug else plans.order_by("pk")[:1]


@compiled_once
def _led(user: int, day: date, slug: str) -> QuerySet[Plan]:
    plans = Plan.objects.with_area().led_by(user, day)
    return plans.filter(slug=slug) if slug else plans.order_by("pk")[:1]
