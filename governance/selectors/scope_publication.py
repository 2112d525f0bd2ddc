"""Getting the paper that a page is about, for somebody who may see drafts. Unknown is 404."""

from __future__ import annotations

from django.http import Http404

from actions.selectors.scope import PlanRequest, plan_for, require_permission
from governance.models import Paper

NOT_YOURS = (
    "Only the publisher, and who signs for the council and for the NHS, see what is being "
    "prepared. What is out is for everybody to read."
)


def publication_for(request: PlanRequest, slug: str, key: str) -> Paper:
    """The last version of a quarter's publication, with its plan, period, signatures and reasons.

    `paper.versions` on it are all of its versions, the last first. Http404 where there is none.
    """
    plan = plan_for(request, slug)
    require_permission(request, "actions.see_drafts", plan, NOT_YOURS)
    versions = list(plan.papers.quarterly().of_key(key).with_people().order_by("-version"))
    if not versions:
        raise Http404
    for each in versions:
        each.plan = plan
    versions[0].versions = tuple(versions)
    return versions[0]
