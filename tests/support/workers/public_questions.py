"""Readers ask at the same moment, and two of the office deal with one question.

Each part writes one line: what became of each of those who met.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.support.workers.threads import main, together, write


def fill() -> None:
    from governance.models import PublicQuestion
    from tests.support.factories import PlanFactory, UserFactory
    from wsoa.core.clock import now

    plan = PlanFactory(slug="race")
    PublicQuestion.objects.create(plan=plan, words="Why?", at=now())
    for name in ("Ann", "Bo"):
        UserFactory(email=f"{name}@example.org", name=name)


def ask() -> str:
    from actions.models import Plan
    from governance.public.questions import DailyLimitReached, ask_in_public

    try:
        ask_in_public(plan=Plan.objects.get(), words="Why is it late?")
    except DailyLimitReached:
        return "refused"
    return "sent"


def answer() -> str:
    from governance.models import PublicQuestion
    from governance.public.questions import QuestionRefused, answer_in_public
    from wsoa.accounts.models import User

    question = PublicQuestion.objects.select_related("plan").get()
    try:
        answer_in_public(by=User.objects.get(name="Ann"), question=question, words="So.")
    except QuestionRefused:
        return "refused"
    return "done"


def dismiss() -> str:
    from governance.domain.enums import DismissalReason
    from governance.models import PublicQuestion
    from governance.public.questions import QuestionRefused, dismiss_public_questions
    from wsoa.accounts.models import User

    question = PublicQuestion.objects.select_related("plan").get()
    try:
        dismiss_public_questions(
            by=User.objects.get(name="Bo"),
            plan=question.plan,
            questions=[question],
            reason=DismissalReason.SPAM,
        )
    except QuestionRefused:
        return "refused"
    return "done"


def two_ask() -> None:
    from governance.models import PublicQuestion

    write(*together(ask, ask), PublicQuestion.objects.count())


def deal_with_it(first: Callable[[], str], second: Callable[[], str]) -> None:
    from governance.models import PublicQuestion
    from wsoa.audit.models import AuditEvent

    became = together(first, second)
    question = PublicQuestion.objects.get()
    states = sum(at is not None for at in (question.answered_at, question.dismissed_at))
    events = AuditEvent.objects.filter(verb__in=("answer", "dismiss")).count()
    write(*became, states, events)


if __name__ == "__main__":
    main(
        {
            "fill": fill,
            "two-ask": two_ask,
            "answer-first": lambda: deal_with_it(answer, dismiss),
            "dismiss-first": lambda: deal_with_it(dismiss, answer),
        }
    )
