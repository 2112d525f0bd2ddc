"""Rendered parts of pages, cached until something is written to the plan."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan
from actions.selectors.plan_cache import cached_for_plan


def cached_html(
    plan: Plan, *key: Hashable, template: str, context: Callable[[], dict[str, Any] | None]
) -> SafeString:
    """The rendered template, from the cache if it is there for this plan and key.

    Renders nothing if `context` returns None.
    """

    def make() -> str:
        values = context()
        return "" if values is None else get_template(template).render(values)

    return mark_safe(cached_for_plan(plan, *key, make=make))  # noqa: S308 (our own templates)
