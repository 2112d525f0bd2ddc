"""The email to the board about its highlight report: a link, without the content."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from actions.services.reminder_emails import site_address
from governance.models import Paper
from wsoa.accounts.models import User
from wsoa.core.clock import today


def notify_board(paper: Paper) -> int:
    """Emails every member of the plan's board who can sign in; returns their number.

    Runs in the caller's transaction: the emails are sent only if it commits.
    """
    members = list(paper.plan.memberships.on_board(today()))
    for member in members:
        _email(paper, member.user).send()
    return len(members)


def _email(paper: Paper, to: User) -> EmailMultiAlternatives:
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
