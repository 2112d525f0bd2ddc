"""Sending reminders: one digest a person a day, and never two.

The row of a digest is there once for a person and a day. Whoever sends it claims it first
(`wsoa.core.leases`). That it was sent is written in the transaction that hands it to the outbox,
and only while the claim holds. What fails to leave is put back for the next run; what a killed
worker had claimed is free again after a lease.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from actions.domain.digest import (
    DigestLine,
    DigestSection,
    SectionOfPlan,
    chase_sections,
    digest_sections,
    folded,
    lines_of,
)
from actions.extension_points import DigestAddition
from actions.models import Chase, Digest, Plan
from actions.selectors.outstanding import (
    DigestReader,
    digest_readers,
    open_round_of,
    outstanding_actions,
)
from actions.selectors.plan_people import people_in_several_areas
from actions.selectors.signed_links import token_of
from actions.services.digest_sources import digest_additions
from actions.services.reminder_emails import LineAddress, reminder_email, site_address
from actions.services.signed_links import make_links
from wsoa.accounts.models import PostHolding, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.leases import LeaseLost
from wsoa.core.text import cut, one_line

logger = logging.getLogger(__name__)

LONGEST_TITLE = 120  # of a plan in an email
LEASE = timedelta(seconds=settings.DIGEST_LEASE_SECONDS)  # of real time


class DigestCount(NamedTuple):
    """The number of emails sent, and of those that failed."""

    sent: int
    failed: int


@dataclass(frozen=True, slots=True)
class PersonalDigest:
    """The digest of one person on a day: their rounds, then what other apps add."""

    reader: DigestReader
    of_rounds: tuple[DigestSection, ...]
    further: tuple[DigestAddition, ...] = ()
    in_several_areas: bool = False  # then each section names its plan, with the area

    @property
    def all_sections(self) -> tuple[DigestSection, ...]:
        """Everything that the person is told, also what the email folds to a count."""
        return self.of_rounds + tuple(addition.section for addition in self.further)

    @property
    def sections(self) -> tuple[DigestSection, ...]:
        """What the email shows: plans with much are folded to a count with a link."""
        parts = [
            self._section_of_plan(self.reader.plans[section.lines[0].topic.period], section)
            for section in self.of_rounds
        ]
        parts += [
            self._section_of_plan(addition.plan, addition.section) for addition in self.further
        ]
        return folded(parts, rest=reverse("portfolio"))

    @property
    def plans(self) -> set[Plan]:
        """The plans in the digest."""
        periods = {line.topic.period for line in lines_of(self.of_rounds)}
        return {self.reader.plans[period] for period in periods} | {
            addition.plan for addition in self.further
        }

    def _section_of_plan(self, plan: Plan, section: DigestSection) -> SectionOfPlan:
        path = f"{reverse('home')}?plan={plan.slug}"
        title = cut(one_line(plan.title), LONGEST_TITLE)
        if self.in_several_areas:
            title = f"{title}, {plan.local_area.name}"
            section = replace(section, intro=f"{title}. {section.intro}".strip())
        return SectionOfPlan(plan.pk, title, path, section)


def digests_due(day: date) -> list[PersonalDigest]:
    """The digests of a day, without empty ones."""
    readers = {reader.user.pk: reader for reader in digest_readers(day)}
    more: dict[int, list[DigestAddition]] = {}
    for addition in digest_additions(day):
        readers.setdefault(addition.user.pk, DigestReader(addition.user))
        more.setdefault(addition.user.pk, []).append(addition)
    several = people_in_several_areas(day)
    digests = [
        PersonalDigest(
            reader,
            digest_sections(reader.rounds, day),
            tuple(more.get(pk, ())),
            in_several_areas=pk in several,
        )
        for pk, reader in readers.items()
    ]
    return [digest for digest in digests if digest.all_sections]


def send_digests(*, day: date | None = None) -> DigestCount:
    """Sends the digests of a day that were neither sent nor claimed by another worker.

    May run twice at once, and as often as anybody likes. Audited, one line a plan.
    """
    day = day or today()
    outcomes = [(digest, _send_digest(digest, day)) for digest in digests_due(day)]
    _audit([digest for digest, left in outcomes if left])
    return DigestCount(
        sum(1 for _, left in outcomes if left), sum(1 for _, left in outcomes if left is False)
    )


def preview(day: date) -> list[EmailMultiAlternatives]:
    """A preview of the digests of a day, with plain addresses. Writes nothing."""
    return [
        reminder_email(
            digest.reader.user,
            digest.sections,
            _page_addresses(digest.reader),
            sent_by=None,
            mark="preview",
        )
        for digest in digests_due(day)
    ]


def _send_digest(digest: PersonalDigest, day: date) -> bool | None:
    """True if sent, False if failed, None where another worker has it or it was sent before."""
    user = digest.reader.user
    row, _ = Digest.objects.get_or_create(user=user, day=day)
    claim = Digest.objects.unsent().claim(row.pk, moment=timezone.now(), lease=LEASE)
    if claim is None:
        return None
    try:
        _hand_over(digest, row.pk, claim)
    except LeaseLost:
        return None
    except Exception:
        logger.exception("The digest of %s for %s was not sent", user.pk, day)
        Digest.objects.release(row.pk, claim)
        return False
    return True


@transaction.atomic
def _hand_over(digest: PersonalDigest, pk: int, claim: str) -> None:
    """Marks the digest as sent and hands it to the outbox, both or neither. Raises LeaseLost."""
    Digest.objects.hand_in(pk, claim, sent_at=now(), lines=_sent_lines(digest.all_sections))
    address = _link_addresses(digest.reader, lines_of(digest.sections))
    reminder_email(
        digest.reader.user, digest.sections, address, sent_by=None, mark=f"digest-{pk}"
    ).send()


def _sent_lines(sections: Iterable[DigestSection]) -> list[dict[str, object]]:
    return [
        {**line.topic._asdict(), "ref": line.ref, "said": section.heading}
        for section in sections
        for line in section.lines
    ]


def _audit(digests: list[PersonalDigest]) -> None:
    people: dict[Plan, int] = {}
    for digest in digests:
        for plan in digest.plans:
            people[plan] = people.get(plan, 0) + 1
    with transaction.atomic():
        for plan, count in people.items():
            record_audit(
                by=None,
                verb="remind",
                plan=plan,
                subject="reminders",
                summary=f"Sent reminders to {count} {'person' if count == 1 else 'people'}",
            )


def _link_addresses(
    reader: DigestReader, lines: Iterable[DigestLine], *, anew: bool = False
) -> LineAddress:
    """The address of a line: a signed link where it needs a response, else the action's page."""
    answerable, plain = [line for line in lines if line.asks_for_an_answer], _page_addresses(reader)
    tokens: dict[tuple[int, int], str] = {}
    for period in {line.topic.period for line in answerable}:
        wanted = {line.action for line in answerable if line.topic.period == period}
        links = make_links(to=reader.user, actions=wanted, period=period, anew=anew)
        tokens |= {(period, action): token_of(link) for action, link in links.items()}

    def address(line: DigestLine) -> str:
        token = tokens.get((line.topic.period, line.action))
        if token is None or not line.asks_for_an_answer:
            return plain(line)
        return site_address(reverse("signed-link", args=[token]))

    return address


def _page_addresses(reader: DigestReader) -> LineAddress:
    def address(line: DigestLine) -> str:
        if line.path:
            return site_address(line.path)
        plan = reader.plans[line.topic.period]
        return site_address(reverse("action", args=[plan.slug, line.ref]))

    return address


# --- the programme manager's chase ------------------------------------------------------------


@transaction.atomic
def send_chase(*, pk: int) -> int:
    """Sends the emails of a chase, and of the other chases requested with it.

    Who holds several of the posts gets one email. Each row is marked by a conditional UPDATE,
    with the emails in one transaction: twice does no harm, and a fault leaves all of it to
    `send_waiting_chases`. A pause does not stop it, because a person asks and not a clock. Links
    that were ended are made anew. Returns how many emails there were.
    """
    asked = Chase.objects.filter(pk=pk).select_related("period__plan__local_area", "by").first()
    if asked is None:
        return 0
    together = Chase.objects.filter(period=asked.period, by=asked.by).of_day(today())
    waiting = together.waiting().order_by("pk").values_list("pk", "post")
    posts = {post for row, post in waiting if _mark_sent(row)}
    held = _holders(posts)
    return sum(_chase_one(asked, user, mine) for user, mine in held.items())


def _mark_sent(pk: int) -> bool:
    return bool(Chase.objects.filter(pk=pk).waiting().update(sent_at=now()))


def send_waiting_chases() -> int:
    """Sends today's chases that were not enqueued, or that failed before."""
    waiting = Chase.objects.waiting().of_day(today()).values_list("pk", flat=True)
    return sum(send_chase(pk=pk) for pk in list(waiting))


def _holders(posts: Iterable[int]) -> dict[User, set[int]]:
    held = PostHolding.objects.given_on(today()).filter(post__in=posts, user__is_active=True)
    by_user: dict[User, set[int]] = {}
    for holding in held.select_related("user"):
        if holding.user:
            by_user.setdefault(holding.user, set()).add(holding.post_id)
    return by_user


def _chase_one(asked: Chase, user: User, posts: set[int]) -> int:
    """Emails one holder, unless every action has a response by now. Returns the number sent."""
    period = asked.period
    open_now = tuple(
        outstanding.asked
        for outstanding in outstanding_actions([period]).get(period.pk, ())
        if outstanding.posts & posts
    )
    where = f"{cut(one_line(period.plan.title), LONGEST_TITLE)}, {period.plan.local_area.name}"
    sections = chase_sections(open_round_of(period), open_now, today(), where)
    if not sections:
        return 0
    reader = DigestReader(user, plans={period.pk: period.plan})
    address = _link_addresses(reader, lines_of(sections), anew=True)
    mark = f"chase-{asked.pk}-{user.pk}"
    return reminder_email(user, sections, address, sent_by=asked.by, mark=mark).send()


# --- what a person chooses --------------------------------------------------------------------


@transaction.atomic
def set_pause(*, by: User, paused: bool) -> None:
    """Pauses or resumes a person's reminders. Audits a change only.

    That a round has opened is told all the same.
    """
    changed = User.objects.filter(pk=by.pk).exclude(digest_paused=paused)
    if changed.update(digest_paused=paused):
        record_audit(
            by=by,
            verb="remind",
            subject="reminders",
            summary="Paused their reminders" if paused else "Resumed their reminders",
        )
