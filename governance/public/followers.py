"""Email alerts about a plan or an area: subscribe, confirm, notify, unsubscribe.

Before confirmation, the only email is the one that asks to confirm. Whether an address is known is
never revealed. Nothing is audited: the audit log is permanent, and no list of former readers is
kept.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from actions.models import AreaOfWeakness, Plan
from governance.domain.enums import PaperState
from governance.models import Follower, NotificationSent, Paper
from governance.papers.comparison.editions import Edition
from governance.public.editions import published_editions
from governance.querysets.follower import FollowerQuerySet
from wsoa.core.clock import now

AGAIN_AFTER = timedelta(hours=1)
MOST_A_DAY = 3  # emails to confirm that one address gets, whoever asks for them
FORGOTTEN_AFTER = timedelta(days=7)
NOTIFY_WITHIN = timedelta(days=3)  # after a paper went out; later it is no news
AT_ONCE = 500


def follow(*, plan: Plan, area: AreaOfWeakness | None, email: str) -> None:
    """Emails the owner of an address a link to confirm the subscription.

    Gives no hint whether the address is known. Sends no email to an address that is subscribed
    already, or was sent one within the hour, or three on that day.
    """
    email = email.strip().lower()
    moment = timezone.now()
    asked = Follower.objects.asked_of(email, moment - timedelta(days=1)).count()
    known = Follower.objects.filter(plan=plan, area=area, email=email).first()
    if known and (known.confirmed_at or known.requested_at > moment - AGAIN_AFTER):
        return
    if asked >= MOST_A_DAY:
        return
    try:
        with transaction.atomic():
            follower = _requested_follower(known, plan, area, email)
            _ask_to_confirm(follower)
    except IntegrityError:
        return  # asked twice in the same moment


def _requested_follower(
    known: Follower | None, plan: Plan, area: AreaOfWeakness | None, email: str
) -> Follower:
    follower = known or Follower(plan=plan, area=area, email=email)
    follower.requested_at = timezone.now()
    follower.save()
    return follower


def token_of(follower: Follower) -> str:
    """The token in the links of a follower's emails: the number of the row, signed."""
    return _signer().sign(str(follower.pk))


def find(token: str) -> Follower | None:
    """The follower with this token; None for an unknown token."""
    return _with_token(token).select_related("plan", "area").first()


def _with_token(token: str) -> FollowerQuerySet:
    try:
        return Follower.objects.filter(pk=int(_signer().unsign(token)))
    except (BadSignature, UnicodeError):
        return Follower.objects.of_former_link(token)


def _signer() -> Signer:
    return Signer(salt="governance.public.followers", sep=".")


def confirm(*, token: str) -> bool:
    """Confirms a follower. Returns False for an unknown token. Idempotent."""
    waiting = _with_token(token)
    if not waiting.exists():
        return False
    waiting.filter(confirmed_at=None).update(confirmed_at=now())
    return True


def unfollow(*, token: str) -> bool:
    """Deletes a follower and the address. Returns False for an unknown token. Idempotent."""
    deleted, _ = _with_token(token).delete()
    return bool(deleted)


def forget_unconfirmed() -> int:
    """Deletes addresses that were not confirmed within a week; returns their number."""
    old = timezone.now() - FORGOTTEN_AFTER
    deleted, _ = Follower.objects.filter(confirmed_at=None, requested_at__lt=old).delete()
    return deleted


# --- telling them --------------------------------------------------------------------------------


def notify_of_recent() -> int:
    """Notifies followers of every recent publication; returns the number of emails."""
    papers = Paper.objects.quarterly().readable().filter(published_at__gt=now() - NOTIFY_WITHIN)
    return sum(notify_followers(paper_pk=pk) for pk in papers.values_list("pk", flat=True))


def notify_followers(*, paper_pk: int) -> int:
    """Notifies the followers of a paper's plan, each once; returns the number of emails."""
    papers = Paper.objects.light().quarterly().select_related("plan")
    paper = papers.filter(pk=paper_pk, state=PaperState.PUBLISHED).first()
    edition = published_editions([paper]).get(paper_pk) if paper else None
    if paper is None or edition is None:
        return 0
    notified = 0
    for follower in Follower.objects.to_be_notified(paper)[:AT_ONCE]:
        notified += _notify(follower, paper, edition)
    return notified


def _notify(follower: Follower, paper: Paper, edition: Edition) -> bool:
    """Writes the record before the email, in one transaction, so that only one worker sends it."""
    try:
        with transaction.atomic():
            NotificationSent.objects.create(follower=follower, paper=paper)
            _news(follower, paper, edition).send()
    except IntegrityError:  # told by another worker, or ended in this moment
        return False
    return True


def _news(follower: Follower, paper: Paper, edition: Edition) -> EmailMessage:
    area = edition.areas.get(follower.area.ref) if follower.area else None
    path = reverse("published-file", args=[paper.plan.slug, f"{paper.key}/"])
    context = {
        "paper": paper,
        "edition": edition,
        "area": area,
        "changed": area.changed if area else edition.changed,
        "link": _absolute(f"{path}areas/{area.ref}/" if area else path),
        "whole": _absolute(path),
    }
    subject = f"{paper.title}: {paper.plan.short_title}"
    if paper.correction_note:
        subject = f"Corrected: {subject}"
    return _email(follower, subject, "public/email/news.txt", context)


def _ask_to_confirm(follower: Follower) -> None:
    path = reverse("follow-confirm", args=[follower.plan.slug, token_of(follower)])
    context = {"follower": follower, "link": _absolute(path), "days": FORGOTTEN_AFTER.days}
    subject = f"Confirm that you want emails about {follower.plan.short_title}"
    message = _email(follower, subject, "public/email/confirm.txt", context)
    message.send()


def _email(
    follower: Follower, subject: str, template: str, context: dict[str, object]
) -> EmailMessage:
    """An email with the headers for one-click unsubscribing (RFC 8058)."""
    end = _absolute(reverse("unfollow", args=[follower.plan.slug, token_of(follower)]))
    words = render_to_string(
        template,
        context | {"follower": follower, "end": end, "site_name": settings.SITE_NAME},
    )
    headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, words, to=[follower.email], headers=headers)


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_ADDRESS, path)
