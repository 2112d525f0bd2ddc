"""The posts that a plan lists, and who holds them on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from actions.domain.organisation_history import OrganisationsAsAt
from actions.models import ActionLead, Plan
from actions.selectors.organisation_names import (
    changed_since,
    organisation_of,
    organisations_as_at,
)
from wsoa.accounts.models import Post, PostHolding


@dataclass(frozen=True, slots=True)
class KeyPost:
    """A post, and who holds it on the day."""

    code: str
    title: str
    organisation: str
    holder: str
    note: str


def key_posts(plan: Plan, day: date) -> tuple[KeyPost, ...]:
    """The posts that the plan's glossary lists, with who holds them on that day.

    Posts belong to the local area, not to its plans: left out are those of organisations that
    lead actions of other plans of the area only. A deputy holds no post. Organisations have the
    names of that day. One query; one more where one has changed since.
    """
    of_area = ActionLead.objects.filter(action__plan__local_area=plan.local_area_id)
    leading = of_area.exclude(action__plan=plan).values("organisation")
    here = ActionLead.objects.filter(action__plan=plan).values("organisation")
    elsewhere = Q(organisation__in=leading) & ~Q(organisation__in=here)
    held = PostHolding.objects.on(day).filter(post=OuterRef("pk"), deputy=False)
    holder = held.order_by(F("since").desc(nulls_last=True)).values("holder")[:1]
    posts = Post.objects.of(plan.local_area_id).exclude(elsewhere).select_related("organisation")
    area = plan.local_area_id
    found = posts.annotate(held_by=Subquery(holder), changed=changed_since(area, day))
    listed = list(found.order_by("organisation", "pk"))
    has_changes = any(getattr(post, "changed", False) for post in listed)
    then = organisations_as_at(area, day) if has_changes else OrganisationsAsAt()
    return tuple(
        KeyPost(
            code=post.code,
            title=post.title,
            organisation=organisation_of(post, then).name,
            holder=getattr(post, "held_by", None) or "",
            note=post.note,
        )
        for post in listed
    )
