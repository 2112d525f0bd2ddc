"""The quarterly update as a web page, rendered from the same document as the PDF, and cached.

Late actions come before the areas, and the areas are folded, so that a phone shows the page in a
few screens. In print all areas are unfolded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.models import Plan, ReportingPeriod
from actions.selectors.key_posts import key_posts
from actions.selectors.plan_cache import cached_for_plan
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly import build
from governance.papers.quarterly.context import QuarterlyContext


@dataclass(frozen=True, slots=True)
class QuarterlyPage:
    """The page without the parts that depend on the reader's permissions."""

    title: str
    as_at: str
    source: str
    head: SafeString
    body: SafeString


def quarterly_page(period: ReportingPeriod, today: date) -> QuarterlyPage:
    """The page of a period of `period.plan`, cached until something is written to the plan.

    Post holders are not part of the plan, so they are read each time and are part of the cache key.
    """
    plan = period.plan
    leads = key_posts(plan, build.as_at_of(period, today))

    def make() -> tuple[str, str, str, str, str]:
        document = build.build_quarterly(plan, period, today, leads)
        context = _context(plan, document)
        return (
            document.title,
            document.as_at_words,
            document.plan.source,
            get_template("reports/_quarterly_head.html").render(context),
            get_template("reports/_quarterly_body.html").render(context),
        )

    title, as_at, source, *parts = cached_for_plan(
        plan, "quarterly", period.key, today, leads, make=make
    )
    head, body = (mark_safe(part) for part in parts)  # noqa: S308 (our own templates)
    return QuarterlyPage(title, as_at, source, head, body)


def document_page(plan: Plan, document: Quarterly) -> QuarterlyPage:
    """The page of a document that is already frozen."""
    context = _context(plan, document)
    head, body = (
        mark_safe(get_template(f"reports/_quarterly_{part}.html").render(context))  # noqa: S308
        for part in ("head", "body")
    )
    return QuarterlyPage(document.title, document.as_at_words, document.plan.source, head, body)


def _context(plan: Plan, document: Quarterly) -> dict[str, Any]:
    return {
        "plan": plan,
        "report": document,
        "page": QuarterlyContext(document),
        "columns": 4 + len(document.quarters),
    }
