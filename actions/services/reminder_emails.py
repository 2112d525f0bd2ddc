"""Reminder emails, as text and as HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from actions.domain.digest import DigestLine, DigestSection, email_subject
from wsoa.accounts.models import User

LineAddress = Callable[[DigestLine], str]


@dataclass(frozen=True, slots=True)
class EmailLine:
    """One line of the email."""

    ref: str
    text: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class EmailSection:
    """A section of a reminder: a heading, a sentence, and a row for each action."""

    heading: str
    intro: str
    rows: tuple[EmailLine, ...]


def site_address(path: str) -> str:
    """The absolute URL of a path of this site."""
    return f"{settings.SITE_ADDRESS}{path}"


def reminder_email(
    to: User,
    sections: tuple[DigestSection, ...],
    address: LineAddress,
    *,
    sent_by: User | None,
    mark: str,
) -> EmailMultiAlternatives:
    """The email to one person. `mark` makes its Message-ID, so that the same one is the same.

    Where the programme manager sends it, an answer goes to them.
    """
    parts = [_email_section(section, address) for section in sections]
    way_in = site_address("/u/")
    context = {
        "to": to,
        "sent_by": sent_by,
        "parts": parts,
        "signed": any(row.href.startswith(way_in) for part in parts for row in part.rows),
        "settings": site_address(reverse("my-reminders")),
        "link_start": way_in,
        "subject": email_subject(sections),
        "site_name": settings.SITE_NAME,
    }
    headers = {"Message-ID": f"<{mark}@{settings.SITE_ADDRESS.rpartition('/')[2]}>"}
    if sent_by:
        headers["Reply-To"] = sent_by.email
    message = EmailMultiAlternatives(
        subject=email_subject(sections),
        body=render_to_string("actions/email/reminder.txt", context),
        to=[to.email],
        headers=headers,
    )
    message.attach_alternative(
        render_to_string("actions/email/reminder.html", context), "text/html"
    )
    return message


def _email_section(section: DigestSection, address: LineAddress) -> EmailSection:
    rows = [EmailLine(line.ref, line.text, line.note, address(line)) for line in section.lines]
    return EmailSection(section.heading, section.intro, tuple(rows))
