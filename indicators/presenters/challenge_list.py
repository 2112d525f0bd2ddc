"""The page of all challenges, and the short lists on other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.forms import BaseForm

from actions.models import Action, Plan
from indicators.models import Indicator
from indicators.rules import may_answer
from indicators.selectors.challenges import (
    Challenge,
    PastChallenge,
    place_key,
    plan_challenges,
)
from indicators.selectors.due_figures import figures_due_from
from wsoa.accounts.models import User

SHORT = 5  # how many the overview shows


@dataclass(frozen=True, slots=True)
class ChallengeCard:
    """One question with its answers, and the answer form for a person who may answer it."""

    question: Challenge
    asked_of: str
    form: BaseForm | None = None


@dataclass(frozen=True, slots=True)
class ChallengesPage:
    """The questions that figures and statuses raise, by whether they are answered."""

    unanswered: tuple[ChallengeCard, ...]
    answered: tuple[ChallengeCard, ...]
    past: tuple[PastChallenge, ...]

    @property
    def count(self) -> int:
        return len(self.unanswered) + len(self.answered)


@dataclass(frozen=True, slots=True)
class ChallengeSummary:
    """Some of the questions, unanswered ones first, and the number of all."""

    rows: tuple[ChallengeCard, ...]
    count: int
    unanswered: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def challenges_page(
    plan: Plan, user: User, day: date, form_for: Callable[[Challenge], BaseForm]
) -> ChallengesPage:
    """All questions with their answers, current and past.

    `form_for` makes the form for a question that this person may answer.
    """
    asked = plan_challenges(plan, day)

    def card(question: Challenge) -> ChallengeCard:
        may = may_answer(user, plan, question.areas)
        return challenge_card(question, form_for(question) if may else None)

    return ChallengesPage(
        tuple(map(card, asked.open)), tuple(map(card, asked.answered)), asked.past
    )


def challenge_card(question: Challenge, form: BaseForm | None = None) -> ChallengeCard:
    """The card of a question, with the names of those who are asked."""
    return ChallengeCard(question, addressees(question), form)


def challenge_summary(plan: Plan, day: date, most: int | None = None) -> ChallengeSummary:
    """The first questions of a plan; all of them where `most` is None."""
    return _summary(plan_challenges(plan, day).questions, most)


def action_challenges(action: Action, day: date) -> ChallengeSummary:
    """The questions about an action and its outcome."""
    place = place_key(action.outcome.area.ref, action.outcome.ref)
    questions = plan_challenges(action.plan, day).questions
    return _summary(question for question in questions if question.concerns(place, action.ref))


def indicator_challenges(indicator: Indicator, day: date) -> ChallengeSummary:
    """The questions about an indicator."""
    questions = plan_challenges(indicator.plan, day).questions
    return _summary(question for question in questions if indicator.key in question.indicators)


def _summary(questions: Iterable[Challenge], most: int | None = None) -> ChallengeSummary:
    listed = tuple(questions)
    rows = tuple(map(challenge_card, listed[:most]))
    return ChallengeSummary(rows, len(listed), sum(not question.answers for question in listed))


@dataclass(frozen=True, slots=True)
class DueFigure:
    """A figure that a person has to enter, and the address of its form."""

    label: str
    path: str
    due: date
    is_late: bool


def due_figures(user: User, plan: Plan, day: date) -> tuple[DueFigure, ...]:
    """The figures of a plan that are due from a person, most overdue first. One query."""
    return tuple(
        DueFigure(
            label=f"{figure.name}, {figure.span}" if figure.span else figure.name,
            path=figure.path,
            due=figure.due,
            is_late=figure.due < day,
        )
        for figure in figures_due_from(user, plan, day)
    )


def addressees(question: Challenge) -> str:
    """The people who answer: "the accountable officers of areas 1 and 5"."""
    refs = question.area_refs
    if not refs:
        return "the programme manager: no outcome is linked to the indicator"
    if len(refs) == 1:
        return f"the accountable officer of area {refs[0]}"
    return f"the accountable officers of areas {', '.join(refs[:-1])} and {refs[-1]}"
