"""Questions from the public, as the programme office sees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse

from actions.models import Plan
from governance.models import PublicQuestion
from governance.presenters.published_plan import day_words
from governance.querysets.public_question import PublicQuestionQuerySet
from wsoa.accounts.models import User
from wsoa.web.pagination import PageLinks, page_links

QUESTIONS_A_PAGE: Final = 25
WAITING, ANSWERED, DISMISSED = LISTS = ("waiting", "answered", "dismissed")
SELECT: Final = "select"
_MOST_DIGITS: Final = 9  # of a page's number


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question; `about_href` is empty if it is about the plan as a whole."""

    pk: int
    about: str
    about_href: str
    asked_on: str
    text: str
    wants_answer: bool
    answer: str
    answered: str
    dismissed: str
    reason: str
    href: str
    restore_href: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class QuestionList:
    """One page of one of the lists: the numbers of its first and last question, and of all."""

    questions: tuple[QuestionLine, ...]
    first: int
    last: int
    total: int
    links: PageLinks


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """Questions from the public by what became of them."""

    address: str
    select_all: str  # the address with everything on the page selected; empty if everything is
    waiting: QuestionList
    answered: QuestionList
    dismissed: QuestionList

    @property
    def first_checkbox(self) -> str:
        """The id of the first checkbox; empty if there is none."""
        return f"question-{self.waiting.questions[0].pk}" if self.waiting.questions else ""


def questions_page(
    plan: Plan, query: Mapping[str, str], selected: Collection[int] | None = None
) -> QuestionsPage:
    """The page. Two queries for each of the lists that has questions.

    `query` may hold the number of the page of each list, and whether everything that waits there
    is selected; `selected` are the questions that a form has sent.
    """
    found = PublicQuestion.objects.with_what_they_are_about().of_plan(plan)
    pages = {
        WAITING: _page(found.unanswered().oldest_first(), query, WAITING),
        ANSWERED: _page(found.answered(), query, ANSWERED),
        DISMISSED: _page(found.dismissed(), query, DISMISSED),
    }
    waiting = [question.pk for question in pages[WAITING]]
    if selected is None:
        selected = waiting if query.get(SELECT) == "all" else ()
    address = questions_address(plan, query)
    return QuestionsPage(
        address=address,
        select_all=""
        if set(waiting) <= set(selected)
        else f"{address}{'&' if '?' in address else '?'}{SELECT}=all#dismiss",
        **{name: _list(plan, query, name, page, selected) for name, page in pages.items()},
    )


def questions_address(plan: Plan, query: Mapping[str, str], **changed: int) -> str:
    """The address of the lists, each on the page that the query or `changed` says."""
    numbers = {name: query[name] for name in LISTS if _is_number(query.get(name, ""))}
    numbers |= {name: str(number) for name, number in changed.items()}
    sent = urlencode({name: number for name, number in numbers.items() if number != "1"})
    address = reverse("public-questions", args=[plan.slug])
    return f"{address}?{sent}" if sent else address


def _is_number(sent: str) -> bool:
    return sent.isascii() and sent.isdecimal() and len(sent) <= _MOST_DIGITS


def _page(
    questions: PublicQuestionQuerySet, query: Mapping[str, str], name: str
) -> Page[PublicQuestion]:
    """The page of that number, or the nearest one."""
    number = query.get(name, "")
    return Paginator(questions, QUESTIONS_A_PAGE).get_page(number if _is_number(number) else 1)


def _list(
    plan: Plan,
    query: Mapping[str, str],
    name: str,
    page: Page[PublicQuestion],
    selected: Collection[int],
) -> QuestionList:
    for question in page:
        question.plan = plan

    def address(number: int) -> str:
        return f"{questions_address(plan, query, **{name: number})}#{name}"

    return QuestionList(
        questions=tuple(question_line(question, question.pk in selected) for question in page),
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        links=page_links(page, address),
    )


def question_line(question: PublicQuestion, selected: bool = False) -> QuestionLine:
    """A question with the link to what it is about; `selected` where the page opens it."""
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
        text=question.words,
        wants_answer=bool(question.email),
        answer=question.answer,
        answered=_by_and_day(question.answered_by, question.answered_at),
        dismissed=_by_and_day(question.dismissed_by, question.dismissed_at),
        reason=question.get_dismissed_because_display(),
        href=reverse("answer-public-question", args=[slug, question.pk]),
        restore_href=reverse("restore-public-question", args=[slug, question.pk]),
        selected=selected,
    )


def _by_and_day(by: User | None, at: datetime | None) -> str:
    return f"{by.name if by else 'Somebody'}, {day_words(at)}" if at else ""


def dismissal_message(dismissed: int, selected: int) -> str:
    """What happened to the selected questions, some of which somebody else may have dealt with."""
    many = "1 question was" if dismissed == 1 else f"{dismissed} questions were"
    message = f"{many} dismissed. Nobody was emailed, and email addresses were deleted."
    if left := selected - dismissed:
        were = "1 was" if left == 1 else f"{left} were"
        message += f" {were} answered or dismissed by somebody else meanwhile, and not changed."
    return message
