"""Signed links in emails: one person, one action, one round, without signing in.

The address contains just the number of a row and a signature. The row states what the link is for,
and whether it is still valid.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from actions.models import Action, ReportingPeriod, SignedLink, StatusUpdate
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, confirm_unchanged, submit_update
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now
from wsoa.core.months import Month


@transaction.atomic
def make_links(
    *, to: User, actions: Iterable[int], period: int, anew: bool = False
) -> dict[int, SignedLink]:
    """The links of one person in a round by action, made if they are missing.

    A revoked link is left out, or replaced with `anew`. Valid links stay, so that those in earlier
    emails still work. Three queries, or five.
    """
    wanted = set(actions)
    links = SignedLink.objects.filter(user=to, period=period, action__in=wanted)
    if anew:
        links.exclude(revoked_at=None).delete()
    there = set(links.values_list("action", flat=True))
    SignedLink.objects.bulk_create(
        [
            SignedLink(user=to, action_id=action, period_id=period, made_at=now())
            for action in sorted(wanted - there)
        ],
        ignore_conflicts=True,
    )
    return {link.action_id: link for link in links.filter(revoked_at=None)}


@transaction.atomic
def revoke_link(*, by: User, link: SignedLink) -> None:
    """Revokes a link of the person's own. Audited. Idempotent."""
    mine = SignedLink.objects.filter(pk=link.pk, user=by, revoked_at=None)
    if mine.update(revoked_at=now()):
        record_audit(
            by=by,
            verb="revoke",
            plan=link.action.plan,
            subject=f"action {link.action.ref}",
            summary=f"Turned off their email link for {link.period.label}",
            detail={"link": link.pk},
        )


@transaction.atomic
def answer_by_link(
    *,
    link: SignedLink,
    words: UpdateContent | None,
    based_on: int | None,
    forecast: Month | None = None,
) -> StatusUpdate:
    """Submits an update to the link's action as its person; "no change" without content, with the
    forecast that it needs.

    Audited twice: the update, and that it came by the link. Raises UpdateRefused and its kinds, as
    `submit_update` and `confirm_unchanged` do.
    """
    action: Action = link.action
    period: ReportingPeriod = link.period
    before = current_update(action, period)
    if words is None:
        update = confirm_unchanged(
            by=link.user, action=action, period=period, based_on=based_on, forecast=forecast
        )
    else:
        update = submit_update(
            by=link.user, action=action, period=period, words=words, based_on=based_on
        )
    if before is None or update.pk != before.pk:
        record_audit(
            by=link.user,
            verb="link",
            plan=action.plan,
            subject=f"action {action.ref}",
            summary="Sent an update with the link in their email, without signing in",
            detail={"link": link.pk, "update": update.pk},
        )
    return update
