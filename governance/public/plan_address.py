"""Renaming a plan's address. The old address redirects for ever."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction

from actions.models import Plan
from actions.services.locking import lock_and_bump_plan
from governance.models import FormerSlug
from governance.public import index
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit

LONGEST = 80


class AddressRefused(Exception):
    """The address was not changed. The message says why."""


@transaction.atomic
def rename_plan(*, by: User | None, plan: Plan, slug: str) -> Plan:
    """Gives a plan a new address, which its publications use from then on.

    A former address of the same plan can be used again; an address that another plan has, or ever
    had, cannot. Audited. Raises AddressRefused.
    """
    lock_and_bump_plan(plan.pk)
    plan = Plan.objects.get(pk=plan.pk)
    slug = slug.strip()
    if slug == plan.slug:
        return plan
    _refuse(plan, slug)
    FormerSlug.objects.filter(plan=plan, slug=slug).delete()
    FormerSlug.objects.create(plan=plan, slug=plan.slug)
    was, plan.slug = plan.slug, slug
    plan.save(update_fields=["slug"])
    record_audit(
        by=by,
        verb="rename",
        plan=plan,
        subject=f"plan {slug}",
        summary=f"Changed the plan’s address from {was} to {slug}",
        detail={"from": was, "to": slug},
    )
    transaction.on_commit(index.refresh_or_explain)
    return plan


def _refuse(plan: Plan, slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError:
        raise AddressRefused(
            f"“{slug}” cannot be an address: use letters, numbers and hyphens, such as "
            "sheffield-2019."
        ) from None
    if len(slug) > LONGEST:
        raise AddressRefused(f"The address is too long: at most {LONGEST} characters.")
    others = Plan.objects.exclude(pk=plan.pk).filter(slug=slug).exists()
    once = FormerSlug.objects.exclude(plan=plan).filter(slug=slug).exists()
    if others or once:
        raise AddressRefused(f"The address “{slug}” is taken, or was once another plan’s.")
