"""Questions from the public, as the programme office sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from actions.models import Plan
from governance.models import PublicQuestion
from governance.presenters.published_plan import day_words
from wsoa.accounts.models import User

MOST_ANSWERED = 50


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question; `about_href` is empty if it is about the plan as a whole."""

    pk: int
    about: str
    about_href: str
    asked_on: str
    words: str
    wants_answer: bool
    answer: str
    answered: str
    href: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    waiting: tuple[QuestionLine, ...]
    answered: tuple[QuestionLine, ...]
    left_out: int  # answered ones that are not listed


def questions_page(plan: Plan) -> QuestionsPage:
    """The page. Two queries, and one to count."""
    asked = PublicQuestion.objects.with_what_they_are_about().of_plan(plan)
    waiting = list(asked.unanswered().order_by("at", "pk"))
    answered = asked.answered()
    shown = list(answered[:MOST_ANSWERED])
    for question in (*waiting, *shown):
        question.plan = plan
    more = answered.count() - len(shown) if len(shown) == MOST_ANSWERED else 0
    return QuestionsPage(tuple(map(question_line, waiting)), tuple(map(question_line, shown)), more)


def question_line(question: PublicQuestion) -> QuestionLine:
    slug = question.plan.slug
    about, href = "The plan as a whole", ""
    if question.action:
        about = f"Action {question.action.ref}"
        href = reverse("action", args=[slug, question.action.ref])
    elif question.area:
        about = f"Area {question.area.ref}: {question.area.title}"
        href = f"{reverse('actions', args=[slug])}?area={question.area.ref}"
    return QuestionLine(
        pk=question.pk,
        about=about,
        about_href=href,
        asked_on=day_words(question.at),
        words=question.words,
        wants_answer=bool(question.email),
        answer=question.answer,
        answered=_answered(question.answered_by, question.answered_at),
        href=reverse("answer-public-question", args=[slug, question.pk]),
    )


def _answered(by: User | None, at: datetime | None) -> str:
    return f"{by.name if by else 'Somebody'}, {day_words(at)}" if at else ""
