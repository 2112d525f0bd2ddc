"""Answering a challenge. Answers are append-only: none is edited or deleted."""

from __future__ import annotations

from django.db import transaction

from actions.models import Plan
from actions.services.locking import lock_and_bump_plan
from indicators.models import Answer, Indicator
from indicators.selectors.challenges import Challenge, find_challenges
from indicators.selectors.free_text import quote_fault
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.text import cut

LONGEST = 2_000


class AnswerRefused(Exception):
    """The answer was not saved. The message is for its author."""


class QuestionClosed(AnswerRefused):
    """The data no longer raises this question, or raises it with other figures."""

    def __init__(self) -> None:
        super().__init__(
            "This question is no longer open, because the figures or the statuses have "
            "changed. Nothing was saved. Your text is below. See the questions that are open "
            "now."
        )


@transaction.atomic
def answer_question(*, by: User, plan: Plan, key: str, words: str) -> Answer:
    """Adds an answer to a question that the plan raises today. The latest answer is the current
    one.

    Audited. Raises QuestionClosed if the question is no longer raised, and AnswerRefused if the
    answer is empty or too long.
    """
    text = words.strip()
    if not text:
        raise AnswerRefused("Enter your answer")
    if len(text) > LONGEST:
        raise AnswerRefused(
            f"Answer must be {LONGEST:,} characters or fewer. You entered {len(text):,}. "
            "Nothing was saved. Shorten it and send it again."
        )
    lock_and_bump_plan(plan.pk)
    question = asked_today(plan, key)
    asked = [finding.indicator for finding in question.findings]
    if fault := quote_fault(Indicator.objects.of_plan(plan).filter(key__in=asked), text, "answer"):
        raise AnswerRefused(fault)
    answer = Answer.objects.create(
        plan=plan,
        key=key,
        findings=[finding.key for finding in question.findings],
        question=question.text,
        words=text,
        by=by,
        at=now(),
    )
    record_audit(
        by=by,
        verb="answer",
        plan=plan,
        subject=f"indicator {question.findings[0].indicator}",
        summary=cut(f"Answered: {question.kind.heading}, {question.indicator_names}", 300),
        detail={"answer": answer.pk},
    )
    return answer


def asked_today(plan: Plan, key: str) -> Challenge:
    """The challenge with this key, if the plan raises it today. Raises QuestionClosed otherwise."""
    challenge = next(
        (question for question in find_challenges(plan, today()).questions if question.key == key),
        None,
    )
    if challenge is None:
        raise QuestionClosed
    return challenge
