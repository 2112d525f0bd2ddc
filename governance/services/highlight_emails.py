"""The email with which the board gets its highlight report: a link, and nothing of its content."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from actions.services.reminder_emails import site_address
from governance.models import Paper
from wsoa.accounts.models import User


def notify_board(paper: Paper) -> int:
    """Writes to every member of the plan's board who can sign in; returns how many these are.

    Within the caller's transaction: the letters stand or fall with it.
    """
    members = list(paper.plan.memberships.on_board())
    for member in members:
        _letter(paper, member.user).send()
    return len(members)


def _letter(paper: Paper, to: User) -> EmailMultiAlternatives:
    context = {
        "to": to,
        "paper": paper,
        "href": site_address(paper.get_absolute_url()),
        "subject": f"{paper.title}: {paper.plan.short_title}",
        "site_name": settings.SITE_NAME,
    }
    mark = f"highlight-{paper.pk}-{to.pk}@{settings.SITE_ADDRESS.rpartition('/')[2]}"
    message = EmailMultiAlternatives(
        subject=str(context["subject"]),
        body=render_to_string("governance/email/highlight.txt", context),
        to=[to.email],
        headers={"Message-ID": f"<{mark}>"},
    )
    html = render_to_string("governance/email/highlight.html", context)
    message.attach_alternative(html, "text/html")
    return message
