"""The page of a reporting round: responses, contradictions, and who was chased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from actions.domain.contradictions import ContradictionKind, contradictions
from actions.extension_points import ROUND_SECTIONS, RoundSection
from actions.models import Plan
from actions.selectors.contradictions import ActionInQuestion, actions_in_question
from actions.selectors.periods import open_period, why_nothing_is_open
from actions.selectors.post_holders import PostHolders, post_holders
from actions.selectors.response_progress import (
    NO_POST,
    ResponseCount,
    ResponseProgress,
    responses_now,
)
from actions.selectors.reviewers import officers_of
from actions.selectors.unreachable import (
    UndeliveredEmail,
    UnreachablePost,
    undelivered,
    whom_to_ask,
)
from wsoa.core.text import cut, one_line

LONGEST_TEXT = 110
VACANT = "Nobody holds this post at present"
NO_SIGN_IN = "The holder cannot sign in yet"


@dataclass(frozen=True, slots=True)
class PostProgress:
    """One post: its responses, whether it can be chased, and when it was chased last."""

    answers: ResponseCount
    holder: str
    chased: str
    can_chase: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class OrganisationProgress:
    """How many of an organisation's actions have an answer this period, in all and by post."""

    answers: ResponseCount
    posts: tuple[PostProgress, ...]


@dataclass(frozen=True, slots=True)
class ContradictionFinding:
    """One action with a contradiction. The text may be cut; the reference links to all of it."""

    ref: str
    text: str
    leads: str
    status: str | None
    sentence: str


@dataclass(slots=True)
class FindingGroup:
    """Findings of one kind, as the page of the reporting round lists them."""

    title: str
    remark: str
    anchor: str
    findings: list[ContradictionFinding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RoundPage:
    """The page of a reporting round: answers by organisation, findings, and email that failed."""

    asked: ResponseProgress | None
    why_nothing: str
    organisations: tuple[OrganisationProgress, ...]
    to_chase: int
    groups: tuple[FindingGroup, ...]
    found: int
    unreachable: tuple[UnreachablePost, ...] = ()
    undelivered: tuple[UndeliveredEmail, ...] = ()
    sections: tuple[RoundSection, ...] = ()  # of other apps

    @property
    def heading(self) -> str:
        return f"Reporting round: {self.asked.period}" if self.asked else "Reporting round"


def round_page(plan: Plan, today: date) -> RoundPage:
    """The whole page. Seven queries for any number of actions; one more where a post cannot be
    reminded, and some where emails were lost.
    """
    periods = list(plan.periods.with_undelivered_emails())
    period = open_period(periods, today)
    asked = responses_now(plan, periods, today)
    holders = post_holders(plan, today, period)
    organisations = [
        OrganisationProgress(
            organisation.answers, tuple(_post(post, holders, today) for post in organisation.posts)
        )
        for organisation in (asked.organisations if asked else ())
    ]
    actions = actions_in_question(plan, holders)
    groups = _groups(actions, today)
    return RoundPage(
        asked=asked,
        why_nothing=why_nothing_is_open(periods, today),
        organisations=tuple(organisations),
        to_chase=sum(
            post.can_chase for organisation in organisations for post in organisation.posts
        ),
        groups=groups,
        found=sum(len(group.findings) for group in groups),
        unreachable=_unreachable(plan, organisations, holders, asked, actions.values()),
        undelivered=undelivered(period) if period and getattr(period, "lost", False) else (),
        sections=tuple(section(plan, today) for section in ROUND_SECTIONS),
    )


def _unreachable(
    plan: Plan,
    organisations: list[OrganisationProgress],
    holders: PostHolders,
    asked: ResponseProgress | None,
    actions: Iterable[ActionInQuestion],
) -> tuple[UnreachablePost, ...]:
    """Posts with no response that cannot be emailed: vacant, or held by nobody who signs in."""
    silent = asked.silent if asked else frozenset()
    found = [(whole, post) for whole in organisations for post in whole.posts if post.why_not]
    officers = officers_of(plan)[0] if found else {}
    behind = Counter(
        code
        for action in actions
        if action.facts.status and action.facts.status.is_behind
        for code in holders.posts.get(action.pk, ())
    )
    return tuple(
        UnreachablePost(
            code=post.answers.code,
            name=post.answers.name,
            silent=post.answers.silent,
            behind=behind[post.answers.code],
            why=post.why_not,
            ask=whom_to_ask(
                holders.areas_of(post.answers.code, silent), officers, whole.answers.name
            ),
            is_vacant=post.why_not == VACANT,
            has_no_sign_in=post.why_not == NO_SIGN_IN,
        )
        for whole, post in found
    )


def _post(post: ResponseCount, holders: PostHolders, today: date) -> PostProgress:
    last = holders.chased.get(post.code)
    why_not = ""
    if post.name == NO_POST:
        why_not = "The plan names no lead post to chase"
    elif post.code not in holders.names:
        why_not = VACANT
    elif post.code not in holders.reachable:
        why_not = NO_SIGN_IN
    return PostProgress(
        answers=post,
        holder=holders.names.get(post.code, ""),
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


def _groups(actions: Mapping[str, ActionInQuestion], today: date) -> tuple[FindingGroup, ...]:
    groups = {
        kind: FindingGroup(kind.title, kind.remark, kind.name.lower().replace("_", "-"))
        for kind in ContradictionKind
    }
    for found in contradictions((action.facts for action in actions.values()), today):
        action = actions[found.ref]
        groups[found.kind].findings.append(
            ContradictionFinding(
                ref=found.ref,
                text=cut(one_line(action.text), LONGEST_TEXT),
                leads=action.leads,
                status=action.facts.status,
                sentence=found.sentence,
            )
        )
    return tuple(group for group in groups.values() if group.findings)
