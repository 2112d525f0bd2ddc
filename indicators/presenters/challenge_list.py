"""What the figures and the statuses ask: the page of it all, and the short lists elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.domain.enums import Role
from actions.models import Action, Plan
from actions.rules import plan_access
from indicators.forms.challenge_answer import AnswerForm
from indicators.models import Indicator
from indicators.rules import may_answer
from indicators.selectors.challenges import Challenge, PastChallenge, PlanChallenges, place_key
from indicators.selectors.challenges import plan_challenges as asked_of
from indicators.selectors.due_figures import due_from
from wsoa.accounts.models import User

SHORT = 5  # how many the overview shows


@dataclass(frozen=True, slots=True)
class ChallengeCard:
    """One question with its answers, and a form for whoever may answer it."""

    question: Challenge
    asked_of: str
    form: AnswerForm | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The references of the outcomes concerned, without their areas."""
        return tuple(place.partition(":")[2] for place in self.question.places)


@dataclass(frozen=True, slots=True)
class ChallengesPage:
    unanswered: tuple[ChallengeCard, ...]
    answered: tuple[ChallengeCard, ...]
    past: tuple[PastChallenge, ...]

    @property
    def count(self) -> int:
        return len(self.unanswered) + len(self.answered)


@dataclass(frozen=True, slots=True)
class ChallengeSummary:
    """Some of the questions, those without an answer first, and how many there are in all."""

    rows: tuple[ChallengeCard, ...]
    count: int
    unanswered: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def challenges_page(plan: Plan, user: User, day: date) -> ChallengesPage:
    """Everything that is asked, what was said to it, and what was asked before."""
    asked = asked_of(plan, day)
    return ChallengesPage(
        tuple(challenge_card(each, plan, user) for each in asked.open),
        tuple(challenge_card(each, plan, user) for each in asked.answered),
        asked.past,
    )


def challenge_card(question: Challenge, plan: Plan, user: User) -> ChallengeCard:
    """A question as this person sees it."""
    may = may_answer(user, plan, question.areas)
    return ChallengeCard(
        question, addressees(question), AnswerForm(user, question.hash) if may else None
    )


def challenge_by_hash(plan: Plan, hash_: str, day: date) -> Challenge | None:
    """What is asked today under that address; None where it is asked no more."""
    return next((each for each in asked_of(plan, day).questions if each.hash == hash_), None)


def challenge_summary(plan: Plan, day: date, most: int | None = SHORT) -> ChallengeSummary:
    """The first questions of a plan; all of them where `most` is None."""
    return _short(asked_of(plan, day), asked_of(plan, day).questions, most)


def action_challenges(action: Action, day: date) -> ChallengeSummary:
    """What is asked of an action and of its outcome."""
    place = place_key(action.outcome.area.ref, action.outcome.ref)
    asked = asked_of(action.plan, day)
    return _short(asked, (q for q in asked.questions if q.concerns(place, action.ref)), None)


def indicator_challenges(indicator: Indicator, day: date) -> ChallengeSummary:
    """What is asked because of an indicator."""
    asked = asked_of(indicator.plan, day)
    return _short(asked, (q for q in asked.questions if q.indicator == indicator.key), None)


def _short(
    asked: PlanChallenges, questions: Iterable[Challenge], most: int | None
) -> ChallengeSummary:
    found = tuple(questions)
    rows = tuple(ChallengeCard(each, addressees(each)) for each in found[:most])
    return ChallengeSummary(rows, len(found), sum(not each.answers for each in found))


@dataclass(frozen=True, slots=True)
class DueFigure:
    """A figure that somebody is to enter, and where."""

    words: str
    path: str
    due: date
    is_late: bool


def due_figures(user: User, plan: Plan, day: date) -> tuple[DueFigure, ...]:
    """The figures of a plan that are due from somebody, the most overdue first. One query."""
    return tuple(
        DueFigure(
            words=f"{each.name}, {each.span}" if each.span else each.name,
            path=each.path,
            due=each.due,
            is_late=each.due < day,
        )
        for each in due_from(user, plan, day)
    )


def count_waiting_for(user: User, plan: Plan, day: date) -> int:
    """How many questions without an answer are asked of this person."""
    mine = plan_access(user, plan)
    if not mine.areas and Role.MANAGER not in mine.roles:
        return 0
    open_ = asked_of(plan, day).open
    if Role.MANAGER in mine.roles:  # theirs are those that no accountable officer is asked
        return sum(not each.areas or not mine.areas.isdisjoint(each.areas) for each in open_)
    return sum(not mine.areas.isdisjoint(each.areas) for each in open_)


def addressees(question: Challenge) -> str:
    """Who is to answer: "the accountable officers of areas 1 and 5"."""
    refs = question.area_refs
    if not refs:
        return "the programme manager: no outcome is linked to the indicator"
    if len(refs) == 1:
        return f"the accountable officer of area {refs[0]}"
    return f"the accountable officers of areas {', '.join(refs[:-1])} and {refs[-1]}"
