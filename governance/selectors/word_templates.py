"""The Word template that reports of a local area are written into."""

from __future__ import annotations

from actions.models import Plan
from governance.models import Paper, WordTemplate, WordTemplateChoice
from wsoa.accounts.models import LocalArea, User


def template_in_use(local_area: LocalArea) -> WordTemplate | None:
    """The area's own template; None where reports are written into that of the service."""
    choice = WordTemplateChoice.objects.last_of(local_area)
    return choice.template if choice else None


def newest_report(local_area: LocalArea, user: User) -> Paper | None:
    """The newest publication of an area's plans that this person may read; drafts, too, for who
    may take them to a committee.
    """
    for plan in Plan.objects.in_area(local_area).order_by("-pk"):
        papers = plan.papers.quarterly()
        may_see = user.has_perm("governance.prepare_committee_paper", plan)
        found = papers.without_discarded() if may_see else papers.readable()
        paper: Paper | None = found.latest_first().first()
        if paper:
            paper.plan = plan
            return paper
    return None
