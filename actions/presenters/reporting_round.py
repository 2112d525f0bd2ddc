"""The programme manager's page: who has answered, what contradicts itself, who was chased."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localtime

from actions.domain.contradictions import ActionFacts, ContradictionKind, contradictions
from actions.domain.enums import Met, Status
from actions.models import (
    ActionLead,
    Chase,
    Judgement,
    Plan,
    ReportingPeriod,
    StatusUpdate,
)
from actions.selectors.periods import open_period, why_nothing_is_open
from actions.selectors.response_progress import (
    NO_POST,
    ResponseCount,
    ResponseProgress,
    responses_now,
)
from actions.selectors.unreachable import (
    UndeliveredEmail,
    UnreachablePost,
    officers_of,
    undelivered,
    whom_to_ask,
)
from actions.services.chasing import ChaseRefused
from wsoa.accounts.models import Post
from wsoa.core.months import DateKind, Month, PlanDate
from wsoa.core.text import cut, one_line

LONGEST_TEXT = 110
_DATES = ("start_kind", "start_month", "end_kind", "end_month", "agreed_end_month")


@dataclass(frozen=True, slots=True)
class PostProgress:
    """One post: what it was asked and answered, who can be chased, and when that was done."""

    answers: ResponseCount
    holder: str
    chased: str
    can_chase: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class OrganisationProgress:
    answers: ResponseCount
    posts: tuple[PostProgress, ...]


@dataclass(frozen=True, slots=True)
class ContradictionFinding:
    """One action that contradicts itself. The text may be cut: the reference leads to all of it."""

    ref: str
    text: str
    leads: str
    status: str | None
    words: str


@dataclass(slots=True)
class FindingGroup:
    title: str
    remark: str
    anchor: str
    findings: list[ContradictionFinding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RoundPage:
    asked: ResponseProgress | None
    why_nothing: str
    organisations: tuple[OrganisationProgress, ...]
    to_chase: int
    groups: tuple[FindingGroup, ...]
    found: int
    unreachable: tuple[UnreachablePost, ...] = ()
    undelivered: tuple[UndeliveredEmail, ...] = ()

    @property
    def heading(self) -> str:
        return f"Round: {self.asked.period}" if self.asked else "RoundPage"


@dataclass(frozen=True, slots=True)
class _PostHolders:
    """The leading posts of each action; by their codes who holds them, when each was chased, and
    in which areas it leads what.
    """

    posts: dict[int, list[str]]
    names: dict[str, str]
    reachable: frozenset[str]
    chased: dict[str, date]
    areas: dict[int, int]  # by action

    def areas_of(self, code: str, actions: frozenset[int]) -> list[int]:
        """The areas of these actions that the post leads."""
        led = (action for action, codes in self.posts.items() if code in codes)
        return sorted({self.areas[action] for action in led if action in actions})


@dataclass(frozen=True, slots=True)
class _LatestStatus:
    status: Status
    reason: str
    evidence: bool  # said with the status, in this period or one before it


def round_page(plan: Plan, today: date) -> RoundPage:
    """The whole page. Seven queries for any number of actions; one more where a post cannot be
    reminded, and some where e-mails were lost.
    """
    periods = list(plan.periods.with_lost_letters())
    period = open_period(periods, today)
    asked = responses_now(plan, periods, today)
    held = _held(plan, period, today)
    organisations = [
        OrganisationProgress(each.answers, tuple(_post(post, held, today) for post in each.posts))
        for each in (asked.organisations if asked else ())
    ]
    groups = _groups(plan, held, today)
    return RoundPage(
        asked=asked,
        why_nothing=why_nothing_is_open(periods, today),
        organisations=tuple(organisations),
        to_chase=sum(post.can_chase for each in organisations for post in each.posts),
        groups=groups,
        found=sum(len(group.findings) for group in groups),
        unreachable=_unreachable(plan, organisations, held, asked),
        undelivered=undelivered(period) if period and getattr(period, "lost", False) else (),
    )


def _unreachable(
    plan: Plan,
    organisations: list[OrganisationProgress],
    held: _PostHolders,
    asked: ResponseProgress | None,
) -> tuple[UnreachablePost, ...]:
    """What is asked and cannot be reminded: posts that nobody holds, or nobody who signs in."""
    silent = asked.silent if asked else frozenset()
    found = [(part, post) for part in organisations for post in part.posts if post.why_not]
    officers = officers_of(plan) if found else {}
    return tuple(
        UnreachablePost(
            code=post.answers.code,
            name=post.answers.name,
            silent=post.answers.silent,
            why=post.why_not,
            ask=whom_to_ask(held.areas_of(post.answers.code, silent), officers, part.answers.name),
        )
        for part, post in found
    )


def to_chase(plan: Plan, code: str, today: date) -> tuple[ReportingPeriod, list[Post]]:
    """The open period, and of its silent posts the one of this code, or all where it is empty.

    Raises ChaseRefused where no period is open, or nothing is left to answer.
    """
    periods = list(plan.periods.all())
    period = open_period(periods, today)
    asked = responses_now(plan, periods, today)
    if period is None or asked is None:
        raise ChaseRefused("No period is open, so there is nothing to chase.")
    silent = [post.code for each in asked.organisations for post in each.posts if post.silent]
    wanted = [each for each in silent if not code or each == code]
    posts = list(Post.objects.filter(code__in=wanted).select_related("organisation"))
    if not posts:
        raise ChaseRefused("Nobody was chased: everything asked there is answered.")
    period.plan = plan
    return period, posts


def _held(plan: Plan, period: ReportingPeriod | None, today: date) -> _PostHolders:
    """Plain rows of every leading post with all who ever held it; who does today is read here."""
    leads: dict[int, list[str]] = {}
    names: dict[str, list[str]] = {}
    reachable = set()
    chased: dict[str, date] = {}
    areas: dict[int, int] = {}
    chases = Chase.objects.filter(period=period, post=OuterRef("post")).order_by("-at")
    rows = (
        ActionLead.objects.filter(action__plan=plan, post__isnull=False)
        .annotate(chased=Subquery(chases.values("at")[:1]))
        .order_by("order", "post__holdings__deputy", "post__holdings__pk")
    )
    columns = ("holder", "since", "until", "user__is_active")
    of_action = ("action", "action__outcome__area", "post__code", "chased")
    for action, area, code, at, holder, since, until, active in rows.values_list(
        *of_action, *(f"post__holdings__{each}" for each in columns)
    ):
        areas[action] = area
        if at:
            chased[code] = localtime(at).date()
        if code not in leads.setdefault(action, []):
            leads[action].append(code)
        if holder and (since or date.min) <= today <= (until or date.max):
            if holder not in names.setdefault(code, []):
                names[code].append(holder)
            if active:
                reachable.add(code)
    held = {code: ", ".join(holders) for code, holders in names.items()}
    return _PostHolders(leads, held, frozenset(reachable), chased, areas)


def _post(post: ResponseCount, held: _PostHolders, today: date) -> PostProgress:
    last = held.chased.get(post.code)
    why_not = ""
    if post.name == NO_POST:
        why_not = "The plan names no post to chase"
    elif post.code not in held.names:
        why_not = "Nobody holds it today"
    elif post.code not in held.reachable:
        why_not = "Cannot sign in here yet"
    return PostProgress(
        answers=post,
        holder=held.names.get(post.code, ""),
        chased=_chased(last, today),
        can_chase=bool(post.silent) and not why_not and last != today,
        why_not=why_not if post.silent else "",
    )


def _chased(last: date | None, today: date) -> str:
    if last is None:
        return ""
    if last == today:
        return "Chased today"
    return f"Chased on {last:%-d %B}" + (f" {last.year}" if last.year != today.year else "")


def _groups(plan: Plan, held: _PostHolders, today: date) -> tuple[FindingGroup, ...]:
    said = _last_words(plan)
    judged = _judged(plan)
    rows = plan.actions.in_plan_order().with_evidence_shown()
    lines: dict[str, tuple[str, str, _LatestStatus | None]] = {}
    known = []
    for pk, ref, text, leads, area, has_evidence, *dates in rows.values_list(
        "pk", "ref", "text", "leads_printed", "outcome__area", "shown", *_DATES
    ):
        last = said.get(pk)
        start, end = _dates(*dates)
        lines[ref] = (text, leads, last)
        known.append(
            ActionFacts(
                ref=ref,
                area=str(area),
                status=last.status if last else None,
                start=start,
                end=end,
                reason=last.reason if last else "",
                shown=has_evidence or bool(last and last.evidence),
                judged=tuple(judged.get(pk, ())),
                vacant=tuple(code for code in held.posts.get(pk, ()) if code not in held.names),
            )
        )
    groups = {
        kind: FindingGroup(kind.title, kind.remark, kind.name.lower().replace("_", "-"))
        for kind in ContradictionKind
    }
    for each in contradictions(known, today):
        text, leads, last = lines[each.ref]
        groups[each.kind].findings.append(
            ContradictionFinding(
                ref=each.ref,
                text=cut(one_line(text), LONGEST_TEXT),
                leads=leads,
                status=last.status if last else None,
                words=each.words,
            )
        )
    return tuple(group for group in groups.values() if group.findings)


def _dates(
    start_kind: str,
    start: date | None,
    end_kind: str,
    end: date | None,
    agreed_end: date | None,
) -> tuple[PlanDate, PlanDate]:
    """Start and end as `Action.start` and `Action.agreed_end` have them."""
    if agreed_end:
        return _date(start_kind, start), PlanDate.of(agreed_end)
    return _date(start_kind, start), _date(end_kind, end)


def _date(kind: str, month: date | None) -> PlanDate:
    return PlanDate(DateKind(kind), Month.of(month) if month else None)


def _last_words(plan: Plan) -> dict[int, _LatestStatus]:
    """The last word on each action. "No change" carries the evidence of the word it confirms."""
    found: dict[int, _LatestStatus] = {}
    said = StatusUpdate.objects.in_periods_of(plan).current()
    oldest_first = said.order_by("period__first_day", "said_at", "pk")
    columns = ("action", "status", "reason", "evidence")
    for action, status, reason, evidence in oldest_first.values_list(*columns):
        before = found.get(action)
        carried = before is not None and before.status == status and before.evidence
        found[action] = _LatestStatus(Status(status), reason, bool(evidence.strip()) or carried)
    return found


def _judged(plan: Plan) -> dict[int, list[Met]]:
    """The last judgement of each measure that was judged, by action."""
    last: dict[int, tuple[int, Met]] = {}
    judgements = Judgement.objects.filter(measure__action__plan=plan).order_by("at", "pk")
    for measure, action, met in judgements.values_list("measure", "measure__action", "met"):
        last[measure] = (action, Met(met))
    found: dict[int, list[Met]] = {}
    for action, met in last.values():
        found.setdefault(action, []).append(met)
    return found
