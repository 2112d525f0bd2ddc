"""What waits for somebody about figures: figures to enter, and questions that figures put."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from actions.domain.enums import Role
from actions.domain.waiting import WaitingItem, WaitingKind
from actions.models import Plan, PlanFindings
from actions.selectors.person_in_plans import PersonInPlans
from indicators.models import Answer, Indicator
from indicators.selectors.challenges import Challenge, plan_challenges
from indicators.selectors.due_figures import AHEAD, awaited_figure
from wsoa.core.compiled_queries import compiled_once
from wsoa.core.text import cut, one_line

FIGURE = WaitingKind(
    "figure",
    "Figure to enter",
    "Figures",
    "Enter",
    "figure is due from you",
    "figures are due from you",
    has_own_reminder=True,  # by the due day: indicators/domain/digest.py
)
QUESTION = WaitingKind(
    "question",
    "Question from the figures",
    "Questions",
    "Answer",
    "question from the figures needs your answer",
    "questions from the figures need your answer",
    "Statuses and figures do not say the same. Sign in to answer.",
)
ANSWER_WITHIN = timedelta(days=14)
TOPIC = "questions"  # of the kept findings
WORKED_OUT_AT_ONCE = 3  # plans; for more, what a worker has kept is read
_LONGEST = 200


def figures_to_enter(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The figures that a person's posts own, two weeks before their day or late. One query."""
    if not person.posts:
        return
    for indicator in _awaited(person.day + AHEAD, person.plans.keys(), person.posts):
        figure = awaited_figure(indicator)
        yield WaitingItem(
            kind=FIGURE,
            plan=indicator.plan_id,
            subject=indicator.pk,
            title=f"{figure.name}, {figure.span}" if figure.span else figure.name,
            detail=f"From {figure.owner}" if figure.owner else "",
            since=min(figure.due - AHEAD, person.day),
            due=figure.due,
            address=figure.path,
        )


@compiled_once
def _awaited(day: date, plans: Collection[int], posts: Collection[int]) -> QuerySet[Indicator]:
    return Indicator.objects.awaited_by(day).of_plans(plans).owned_by_posts(posts)


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """One open question as it is kept for lists of many plans, and since when it is open.

    `findings` are the keys of what was found.
    """

    key: str
    hash: str
    text: str
    areas: frozenset[int]
    since: date
    findings: frozenset[str]

    @classmethod
    def of(cls, asked: Challenge, before: Iterable[KeptQuestion], day: date) -> KeptQuestion:
        """The question as at a day; open since then, or since any of its findings is open."""
        findings = frozenset(finding.key for finding in asked.findings)
        open_since = (kept.since for kept in before if not findings.isdisjoint(kept.findings))
        since = min(open_since, default=day)
        return cls(asked.key, asked.hash, asked.text, asked.areas, since, findings)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> KeptQuestion:
        areas, since = frozenset(kept["areas"]), date.fromisoformat(kept["since"])
        findings = frozenset(kept.get("findings", [kept["key"]]))  # one had one, and its key
        return cls(kept["key"], kept["hash"], kept["words"], areas, since, findings)

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "hash": self.hash,
            "words": self.text,
            "areas": sorted(self.areas),
            "since": self.since.isoformat(),
            "findings": sorted(self.findings),
        }


def questions_to_answer(person: PersonInPlans) -> Iterator[WaitingItem]:
    """The unanswered questions of figures that it is for this person to answer.

    For up to WORKED_OUT_AT_ONCE plans they are derived as at this moment, and cached by the version
    of the plan. For more plans those are read that a worker has kept, less what was answered since:
    two queries for any number of plans.
    """
    plans = person.with_role(Role.MANAGER, Role.ACCOUNTABLE)
    if not plans:
        return
    kept = kept_questions(plans)
    questions = _derived(person, plans, kept) if len(plans) <= WORKED_OUT_AT_ONCE else _open(kept)
    for plan, question in questions:
        mine = not person.areas.isdisjoint(question.areas)
        if not mine and (question.areas or plan not in person.managed):
            continue
        yield WaitingItem(
            kind=QUESTION,
            plan=plan,
            subject=int(question.hash[:12], 16),
            title=cut(one_line(question.text), _LONGEST),
            since=question.since,
            due=question.since + ANSWER_WITHIN,
            address=reverse("answer-question", args=[person.plans[plan].slug, question.hash]),
        )


def question_counts(plans: Mapping[int, Plan], day: date) -> dict[int, int | None]:
    """By plan, how many questions of figures nobody has answered. At most two queries for more
    plans than WORKED_OUT_AT_ONCE, of which None has not been counted yet.
    """
    if len(plans) <= WORKED_OUT_AT_ONCE:
        return {key: len(plan_challenges(plan, day).open) for key, plan in plans.items()}
    kept = kept_questions(plans)
    found: dict[int, int | None] = {plan: 0 if plan in kept else None for plan in plans}
    for plan, _ in _open(kept):
        found[plan] = (found[plan] or 0) + 1
    return found


def kept_questions(plans: Iterable[int]) -> dict[int, dict[str, KeptQuestion]]:
    """By plan and key: what a worker has kept. One query."""
    rows = PlanFindings.objects.on(TOPIC).of_plans(plans).values_list("plan", "content")
    return {
        plan: {one["key"]: KeptQuestion.read(one) for one in content["open"]}
        for plan, content in rows
    }


def _derived(
    person: PersonInPlans, plans: Iterable[int], kept: dict[int, dict[str, KeptQuestion]]
) -> Iterator[tuple[int, KeptQuestion]]:
    for plan in plans:
        known = kept.get(plan, {}).values()
        for asked in plan_challenges(person.plans[plan], person.day).open:
            yield plan, KeptQuestion.of(asked, known, person.day)


def _open(kept: dict[int, dict[str, KeptQuestion]]) -> Iterator[tuple[int, KeptQuestion]]:
    answered: dict[int, set[str]] = {}
    rows = Answer.objects.filter(plan__in=list(kept)).values_list("plan", "findings")
    for plan, findings in rows:
        answered.setdefault(plan, set()).update(findings)
    for plan, questions in kept.items():
        for question in questions.values():
            if question.findings - answered.get(plan, set()):
                yield plan, question
