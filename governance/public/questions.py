"""Questions from the public: asked without an account, answered by the programme office."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from actions.models import Action, AreaOfWeakness, Plan
from governance.domain.enums import DismissalReason
from governance.models import Paper, PublicQuestion
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now

LONGEST = 2_000
ANSWERED = "Somebody else has already answered this question. Your answer was not sent."
KEPT_AND_THEN = "Your text is still in the form below. Send it again tomorrow"
DISMISSED = "This question was dismissed. Your answer was not sent. Restore it to answer it."
NONE_WAIT = "Nothing was changed: these questions have been answered or dismissed already."
NOT_DISMISSED = "Nothing was changed: this question is not dismissed any more."


class QuestionRefused(Exception):
    """Nothing was saved. The message is for the sender."""


class DailyLimitReached(QuestionRefused):
    """The plan has got as many questions as it takes in a day."""


@transaction.atomic
def ask_in_public(
    *, plan: Plan, words: str, email: str = "", about: Action | AreaOfWeakness | None = None
) -> PublicQuestion:
    """Saves a question for the programme office, with the current publication.

    Audited without the email address. Raises QuestionRefused if the question is empty or too long,
    and DailyLimitReached if the plan has got as many questions today as the settings allow.
    """
    words = _checked(words, "Enter your question")
    _take_one_of_the_day(plan)
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
    Raises QuestionRefused if the question was answered or dismissed already, or the answer is
    empty.
    """
    words = _checked(words, "Enter an answer")
    open_ones = PublicQuestion.objects.unanswered().filter(pk=question.pk)
    email = question.email
    if not open_ones.update(answer=words, answered_by=by, answered_at=now(), email=""):
        dismissed = PublicQuestion.objects.dismissed().filter(pk=question.pk).exists()
        raise QuestionRefused(DISMISSED if dismissed else ANSWERED)
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


@transaction.atomic
def dismiss_public_questions(
    *, by: User, plan: Plan, questions: Collection[PublicQuestion], reason: DismissalReason
) -> tuple[int, ...]:
    """Dismisses questions of a plan for one reason; returns the ids of those that were waiting.

    Nobody is emailed, and the email addresses of the questions are deleted. Questions that were
    answered or dismissed meanwhile, or are of another plan, stay as they are. Audited once for all.
    Raises QuestionRefused if none of them waits.
    """
    waiting = PublicQuestion.objects.of_plan(plan).unanswered()
    sent = [question.pk for question in questions]
    locked = waiting.of_ids(sent).order_by("pk").select_for_update()
    ids = tuple(locked.values_list("pk", flat=True))
    if not ids:
        raise QuestionRefused(NONE_WAIT)
    PublicQuestion.objects.of_ids(ids).update(
        dismissed_by=by, dismissed_at=now(), dismissed_because=reason, email=""
    )
    many = "a question" if len(ids) == 1 else f"{len(ids)} questions"
    record_audit(
        by=by,
        verb="dismiss",
        plan=plan,
        subject="the plan",
        summary=f"Dismissed {many} from the public: {reason.label}",
        detail={"questions": list(ids), "reason": reason.value},
    )
    return ids


@transaction.atomic
def restore_public_question(*, by: User, question: PublicQuestion) -> None:
    """Takes the dismissal of a question back: it waits for an answer again. Audited.

    Its email address is not there any more. Raises QuestionRefused if it is not dismissed.
    """
    dismissed = PublicQuestion.objects.dismissed().of_ids([question.pk])
    if not dismissed.update(dismissed_by=None, dismissed_at=None, dismissed_because=""):
        raise QuestionRefused(NOT_DISMISSED)
    record_audit(
        by=by,
        verb="restore",
        plan=question.plan,
        subject=question_subject(question),
        summary=f"Restored a question from the public about {question_subject(question)}",
        detail={"question": question.pk},
    )


def _take_one_of_the_day(plan: Plan) -> None:
    """Raises DailyLimitReached if the plan has got its questions of today.

    Two senders at the same moment are counted one after the other: the plan's row is locked.
    """
    list(Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).values_list("pk"))
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    most = settings.PUBLIC_QUESTIONS_A_DAY
    if PublicQuestion.objects.of_plan(plan).asked_since(midnight).count() >= most:
        raise DailyLimitReached(
            f"Your question was not sent. This plan has been sent {most:,} questions today, and "
            f"takes no more in a day. {KEPT_AND_THEN}{or_write()}."
        )


def or_write() -> str:
    """How else to reach the owner of the site, for the end of a sentence; empty if not known."""
    return f", or write to {settings.CONTACT_EMAIL}" if settings.CONTACT_EMAIL else ""


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
