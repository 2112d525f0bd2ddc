"""Questions from the public: asked without an account, answered by the programme office."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from actions.models import Action, AreaOfWeakness, Plan
from governance.models import Paper, PublicQuestion
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now

LONGEST = 2_000


class QuestionRefused(Exception):
    """Nothing was saved. The message is for the sender."""


@transaction.atomic
def ask_in_public(
    *, plan: Plan, words: str, email: str = "", about: Action | AreaOfWeakness | None = None
) -> PublicQuestion:
    """Saves a question for the programme office, with the current publication.

    Audited without the email address. Raises QuestionRefused if the question is empty or too long.
    """
    words = _checked(words, "Enter your question")
    papers = Paper.objects.quarterly().readable().filter(plan=plan).latest_first()
    question = PublicQuestion.objects.create(
        plan=plan,
        paper=papers.only("pk").first(),
        action=about if isinstance(about, Action) else None,
        area=about if isinstance(about, AreaOfWeakness) else None,
        words=words,
        email=email.strip(),
        at=now(),
    )
    record_audit(
        by=None,
        verb="ask",
        plan=plan,
        subject=question_subject(question),
        summary=f"A question from the public about {question_subject(question)}",
        detail={"question": question.pk},
    )
    return question


@transaction.atomic
def answer_in_public(*, by: User, question: PublicQuestion, words: str) -> PublicQuestion:
    """Answers a question, once.

    Emails the answer if the question came with an address, and then deletes the address. Audited.
    Raises QuestionRefused if the question was answered already, or the answer is empty.
    """
    words = _checked(words, "Enter an answer")
    open_ones = PublicQuestion.objects.unanswered().filter(pk=question.pk)
    email = question.email
    if not open_ones.update(answer=words, answered_by=by, answered_at=now(), email=""):
        raise QuestionRefused(
            "Somebody else has already answered this question. Your answer was not sent."
        )
    answered = PublicQuestion.objects.with_what_they_are_about().get(pk=question.pk)
    answered.plan = question.plan
    if email:
        _mail(answered, email)
    record_audit(
        by=by,
        verb="answer",
        plan=question.plan,
        subject=question_subject(answered),
        summary=f"Answered a question from the public about {question_subject(answered)}",
        detail={"question": question.pk, "mailed": bool(email)},
    )
    return answered


def question_subject(question: PublicQuestion) -> str:
    """ "action 1.1.1", "area 5", "the plan"."""
    if question.action:
        return f"action {question.action.ref}"
    return f"area {question.area.ref}" if question.area else "the plan"


def _checked(words: str, empty: str) -> str:
    words = words.strip()
    if not words:
        raise QuestionRefused(empty)
    if len(words) > LONGEST:
        raise QuestionRefused(
            f"Text must be {LONGEST:,} characters or fewer. You entered {len(words):,}."
        )
    return words


def _mail(question: PublicQuestion, email: str) -> None:
    context = {
        "question": question,
        "about": question_subject(question),
        "site_name": settings.SITE_NAME,
    }
    EmailMessage(
        f"Your question about {question.plan.short_title}",
        render_to_string("public/email/answer.txt", context),
        to=[email],
        headers={"Auto-Submitted": "auto-replied"},
    ).send()
