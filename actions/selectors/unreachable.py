"""Posts that cannot be emailed, and emails that could not be sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import localtime, make_aware

from actions.models import Chase, Digest, ReportingPeriod
from wsoa.accounts.models import User
from wsoa.core.text import cut, one_line
from wsoa.mail.models import OutgoingEmail

LONGEST_FAULT = 160
_MARK = re.compile(r"<(digest|chase)-(\d+)(?:-(\d+))?@")


@dataclass(frozen=True, slots=True)
class UnreachablePost:
    """A post, or an organisation without one, that is asked for updates and cannot be emailed."""

    code: str
    name: str
    silent: int
    behind: int  # of all that it leads: behind target or at significant risk
    why: str
    ask: str
    is_vacant: bool = False  # a post that nobody holds
    has_no_sign_in: bool = False  # a post whose holder was not invited


@dataclass(frozen=True, slots=True)
class UndeliveredEmail:
    """An email of a round that could not be sent, and its recipient."""

    to: str
    address: str
    name: str
    day: date
    fault: str


def whom_to_ask(
    areas: Iterable[int], officers: Mapping[int, Iterable[User]], organisation: str
) -> str:
    """Who would know: the accountable officers of the areas in question, or else the
    organisation.

    >>> whom_to_ask([5, 7], {5: [User(name="Ana Obi")]}, "NHS Sheffield CCG")
    'Contact Ana Obi, who answers for the area'
    >>> whom_to_ask([7], {}, "NHS Sheffield CCG")
    'Contact NHS Sheffield CCG: the area has no accountable officer'
    """
    names = dict.fromkeys(user.name for area in areas for user in officers.get(area, ()))
    if names:
        verb = "answers" if len(names) == 1 else "answer"
        return f"Contact {' or '.join(names)}, who {verb} for the area"
    return f"Contact {organisation}: the area has no accountable officer"


def undelivered(period: ReportingPeriod) -> tuple[UndeliveredEmail, ...]:
    """The reminders of a round that could not be sent, latest first. One query, or three."""
    since = make_aware(datetime.combine(period.opens, time.min))
    emails = {
        email: (kind, int(pk), int(user) if user else None)
        for email in OutgoingEmail.objects.given_up(since)
        for kind, pk, user in _MARK.findall(email.headers.get("Message-ID", ""))
    }
    if not emails:
        return ()
    digests = _of_round({pk for kind, pk, _ in emails.values() if kind == "digest"}, period)
    chases = _chases({pk for kind, pk, _ in emails.values() if kind == "chase"}, period)
    people = User.objects.in_bulk(
        [*digests.values(), *(user for _, _, user in emails.values() if user)]
    )
    found = []
    for email, (kind, pk, user) in emails.items():
        concerned = digests.get(pk) if kind == "digest" else (user if pk in chases else None)
        if concerned in people:
            found.append(_undelivered(email, kind, people[concerned]))
    return tuple(found)


def _of_round(pks: set[int], period: ReportingPeriod) -> dict[int, int]:
    """The digests that mention the round, with their recipients."""
    rows = Digest.objects.filter(pk__in=pks).values_list("pk", "user", "lines")
    return {
        pk: user for pk, user, lines in rows if any(line["period"] == period.pk for line in lines)
    }


def _chases(pks: set[int], period: ReportingPeriod) -> set[int]:
    return set(Chase.objects.filter(pk__in=pks, period=period).values_list("pk", flat=True))


def _undelivered(email: OutgoingEmail, kind: str, to: User) -> UndeliveredEmail:
    return UndeliveredEmail(
        to=to.name,
        address=", ".join(email.to),
        name="Reminder" if kind == "digest" else "Chase",
        day=localtime(email.made_at).date(),
        fault=cut(one_line(email.error), LONGEST_FAULT),
    )
