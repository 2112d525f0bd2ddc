"""Questions from the public that are dismissed, many at once, and restored."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils.timezone import now as real_now

from actions.models import Plan
from actions.selectors.person_in_plans import person_in_plans
from actions.selectors.waiting import waiting_for
from governance.domain.enums import DismissalReason
from governance.models import PublicQuestion
from governance.presenters.public_question import QUESTIONS_A_PAGE
from governance.public.questions import (
    QuestionRefused,
    answer_in_public,
    ask_in_public,
    dismiss_public_questions,
    restore_public_question,
)
from tests.support.factories import PlanFactory
from tests.support.publications import made
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
LIST = "/plans/sheffield-2019/public-questions/"
SPAM = DismissalReason.SPAM


@pytest.fixture
def published(sheffield: Plan) -> Plan:
    made(sheffield)
    return sheffield


@pytest.fixture
def questions(published: Plan) -> list[PublicQuestion]:
    """Three questions that wait, the first with an email address."""
    emails = ("parent@example.org", "", "")
    return [
        ask_in_public(plan=published, words=f"Question {number}", email=email)
        for number, email in enumerate(emails, start=1)
    ]


@pytest.fixture
def second_plan() -> Plan:
    return PlanFactory()


def state(question: PublicQuestion) -> tuple[object, ...]:
    question.refresh_from_db()
    return (question.dismissed_by, question.dismissed_because, question.email)


# --- the services -----------------------------------------------------------------------------


@pytest.mark.every_backend
def test_dismissed_at_once_for_one_reason_without_an_email(published, questions, people):
    manager = people["manager"]
    ids = dismiss_public_questions(
        by=manager, plan=published, questions=questions[:2], reason=DismissalReason.DUPLICATE
    )
    assert ids == (questions[0].pk, questions[1].pk)
    assert [state(question) for question in questions] == [
        (manager, "duplicate", ""),
        (manager, "duplicate", ""),
        (None, "", ""),
    ]
    assert mail.outbox == []
    [event] = AuditEvent.objects.filter(verb="dismiss")
    assert (event.plan, event.actor, event.subject) == (published.slug, manager, "the plan")
    assert event.detail == {"questions": list(ids), "reason": "duplicate"}
    assert "parent@example.org" not in str(event.detail)


@pytest.mark.every_backend
def test_answered_dismissed_and_other_plans_questions_stay_as_they_are(
    published, second_plan, questions, people
):
    manager = people["manager"]
    answer_in_public(by=manager, question=questions[0], words="So.")
    dismiss_public_questions(by=manager, plan=published, questions=questions[1:2], reason=SPAM)
    elsewhere = ask_in_public(plan=second_plan, words="Elsewhere", email="b@example.org")
    ids = dismiss_public_questions(
        by=manager,
        plan=published,
        questions=[*questions, elsewhere],
        reason=DismissalReason.OTHER,
    )
    assert ids == (questions[2].pk,)
    assert state(questions[0])[:2] == (None, "")
    assert state(questions[1])[1] == "spam"
    assert state(elsewhere) == (None, "", "b@example.org")


def test_nothing_is_dismissed_or_audited_where_none_waits(published, questions, people):
    manager = people["manager"]
    answer_in_public(by=manager, question=questions[0], words="So.")
    for sent in ([], questions[:1]):
        with pytest.raises(QuestionRefused):
            dismiss_public_questions(by=manager, plan=published, questions=sent, reason=SPAM)
    assert not AuditEvent.objects.filter(verb="dismiss").exists()


@pytest.mark.every_backend
def test_restored_question_waits_again_without_its_address(published, questions, people):
    manager = people["manager"]
    dismiss_public_questions(by=manager, plan=published, questions=questions, reason=SPAM)
    restore_public_question(by=manager, question=questions[0])
    assert state(questions[0]) == (None, "", "")
    assert list(PublicQuestion.objects.unanswered()) == questions[:1]
    [event] = AuditEvent.objects.filter(verb="restore")
    assert event.detail == {"question": questions[0].pk}
    with pytest.raises(QuestionRefused):
        restore_public_question(by=manager, question=questions[0])
    answer_in_public(by=manager, question=questions[0], words="So.")
    assert mail.outbox == []


def test_dismissed_question_cannot_be_answered(published, questions, people):
    manager = people["manager"]
    dismiss_public_questions(by=manager, plan=published, questions=questions, reason=SPAM)
    with pytest.raises(QuestionRefused, match="This question was dismissed"):
        answer_in_public(by=manager, question=questions[0], words="So.")
    assert mail.outbox == []


def waiting_questions(manager: User) -> int:
    """How many questions from the public wait for the manager: in list, menu and digest alike."""
    waiting = waiting_for(person_in_plans(manager, date(2019, 11, 15)))
    return sum(item.kind.code == "public_question" for item in waiting)


def test_dismissed_questions_wait_for_nobody(published, questions, people):
    manager = people["manager"]
    dismiss_public_questions(by=manager, plan=published, questions=questions[:2], reason=SPAM)
    assert waiting_questions(manager) == 1
    dismiss_public_questions(by=manager, plan=published, questions=questions[2:], reason=SPAM)
    assert waiting_questions(manager) == 0


@pytest.mark.every_backend
@pytest.mark.parametrize(
    "wrong",
    [
        {"dismissed_because": "spam"},
        {"dismissed_at": real_now()},
        {"dismissed_at": real_now(), "dismissed_because": "spam", "email": "a@example.org"},
        {"dismissed_at": real_now(), "dismissed_because": "spam", "answered_at": real_now()},
    ],
)
def test_the_database_refuses_half_a_dismissal(questions, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicQuestion.objects.filter(pk=questions[1].pk).update(**wrong)


# --- the pages --------------------------------------------------------------------------------


def test_selected_questions_are_dismissed_and_listed(signed_in, questions, people):
    manager = signed_in("manager")
    sent = {"question": [questions[0].pk, questions[2].pk], "reason": "not_about_plan"}
    done = manager.post(LIST, sent, follow=True)
    shown = unescape(done.content.decode())
    assert done.redirect_chain == [(LIST, 302)]
    assert (
        "2 questions were dismissed. Nobody was emailed, and email addresses were deleted." in shown
    )
    assert "1 question needs an answer." in " ".join(shown.split())
    assert shown.count("Reason: Not about this plan") == 2
    assert f'action="{LIST}{questions[0].pk}/restore/"' in shown
    assert f'value="{questions[0].pk}"' not in shown


def test_restore_button_takes_one_back(signed_in, published, questions, people):
    dismiss_public_questions(by=people["manager"], plan=published, questions=questions, reason=SPAM)
    manager = signed_in("manager")
    done = manager.post(f"{LIST}{questions[1].pk}/restore/", follow=True)
    assert "The question was restored and needs an answer again." in done.content.decode()
    assert list(PublicQuestion.objects.unanswered()) == [questions[1]]
    again = manager.post(f"{LIST}{questions[1].pk}/restore/", follow=True)
    assert "this question is not dismissed any more" in again.content.decode()


@pytest.mark.parametrize(
    ("fields", "message", "target"),
    [
        ({"reason": "spam"}, "Select the questions that you want to dismiss", "#question-{}"),
        (
            {"reason": "spam", "question": "no number"},
            "Select the questions that you want to dismiss",
            "#question-{}",
        ),
        ({"question": "{}"}, "Select why you dismiss these questions", "#id_reason_0"),
        (
            {"question": "{}", "reason": "dislike"},
            "Select why you dismiss these questions",
            "#id_reason_0",
        ),
    ],
)
def test_what_is_missing_is_said_and_the_selection_kept(
    signed_in, questions, fields, message, target
):
    first = str(questions[0].pk)
    sent = {name: value.replace("{}", first) for name, value in fields.items()}
    answer = signed_in("manager").post(LIST, sent)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f'<a href="{target.replace("{}", first)}">{message}</a>' in shown
    box = shown.split(f'id="question-{first}"')[1].split(">")[0]
    assert ("checked" in box) == (sent.get("question") == first)
    assert not PublicQuestion.objects.dismissed().exists()


def test_questions_that_somebody_else_dealt_with_are_named(signed_in, published, questions, people):
    manager = signed_in("manager")
    answer_in_public(by=people["manager"], question=questions[0], words="So.")
    sent = {"question": [question.pk for question in questions[:2]], "reason": "spam"}
    shown = manager.post(LIST, sent, follow=True).content.decode()
    assert "1 question was dismissed." in shown
    assert "1 was answered or dismissed by somebody else meanwhile, and not changed." in shown
    answer = manager.post(LIST, {"question": questions[0].pk, "reason": "spam"})
    assert "these questions have been answered or dismissed already" in answer.content.decode()


def test_page_of_a_dismissed_question_offers_to_restore_it(signed_in, published, questions, people):
    dismiss_public_questions(by=people["manager"], plan=published, questions=questions, reason=SPAM)
    manager = signed_in("manager")
    shown = manager.get(f"{LIST}{questions[0].pk}/").content.decode()
    assert "Reason: Spam or advertising" in shown
    assert "Restore" in shown
    assert "<textarea" not in shown
    sent = manager.post(f"{LIST}{questions[0].pk}/", {"words": "My long answer"})
    assert "This question was dismissed. Your answer was not sent." in sent.content.decode()
    assert "My long answer" in sent.content.decode()


# --- the pages of the lists ---------------------------------------------------------------------


@pytest.fixture
def many(published: Plan, settings) -> list[PublicQuestion]:
    """Two pages and one more question that wait."""
    moment = real_now()
    made_up = [
        PublicQuestion(plan=published, words=f"Question number {number}.", at=moment)
        for number in range(2 * QUESTIONS_A_PAGE + 1)
    ]
    return PublicQuestion.objects.bulk_create(made_up)


def numbers_in(shown: str) -> list[int]:
    return [int(part.split(".")[0]) for part in shown.split("Question number ")[1:]]


@pytest.mark.parametrize(
    ("query", "numbers", "counts"),
    [
        ("", range(25), "1 to 25 of 51"),
        ("?waiting=2", range(25, 50), "26 to 50 of 51"),
        ("?waiting=3", range(50, 51), "51 to 51 of 51"),
        ("?waiting=99", range(50, 51), "51 to 51 of 51"),
        ("?waiting=0", range(50, 51), "51 to 51 of 51"),
        ("?waiting=x", range(25), "1 to 25 of 51"),
        (f"?waiting={'9' * 400}", range(25), "1 to 25 of 51"),
        ("?waiting=%C2%B2", range(25), "1 to 25 of 51"),
    ],
)
def test_questions_that_wait_have_pages_of_25_oldest_first(signed_in, many, query, numbers, counts):
    shown = signed_in("manager").get(LIST + query).content.decode()
    assert numbers_in(shown) == list(numbers)
    assert counts in " ".join(shown.split())
    assert "51 questions need an answer." in " ".join(shown.split())
    assert 'aria-label="Pages of questions to answer"' in shown
    assert shown.count('aria-current="page"') >= 1


def test_each_list_has_pages_of_its_own(signed_in, published, many, people):
    done = {"answered_at": real_now(), "answered_by": people["manager"], "answer": "So."}
    PublicQuestion.objects.filter(pk__in=[question.pk for question in many[:26]]).update(**done)
    sent = many[26:]
    more = PublicQuestion.objects.bulk_create(
        PublicQuestion(plan=published, words="Buy!", at=real_now()) for _ in range(26)
    )
    dismiss_public_questions(by=people["manager"], plan=published, questions=more, reason=SPAM)
    assert len(sent) == 25
    shown = signed_in("manager").get(f"{LIST}?answered=2").content.decode()
    assert "26 to 26 of 26" in " ".join(shown.split())
    assert "1 to 25 of 26" in " ".join(shown.split())
    assert 'aria-label="Pages of questions to answer"' not in shown
    assert f'href="{LIST}#answered"' in shown
    assert f'href="{LIST}?answered=2&amp;dismissed=2#dismissed"' in shown


def test_all_on_the_page_can_be_selected_without_a_script(signed_in, many):
    manager = signed_in("manager")
    shown = manager.get(f"{LIST}?waiting=2").content.decode()
    assert "checked" not in shown
    assert f'href="{LIST}?waiting=2&amp;select=all#dismiss"' in shown
    shown = manager.get(f"{LIST}?waiting=2&select=all").content.decode()
    assert shown.count("checked") == QUESTIONS_A_PAGE
    assert "Select all on this page" not in shown
    page = [question.pk for question in many[25:50]]
    done = manager.post(f"{LIST}?waiting=2", {"question": page, "reason": "spam"})
    assert done["Location"] == f"{LIST}?waiting=2"
    assert list(PublicQuestion.objects.dismissed().values_list("pk", flat=True)) == page[::-1]


def test_pages_take_as_few_queries_however_many_ask(
    signed_in, published, many, people, django_assert_num_queries
):
    by = people["manager"]
    manager = signed_in("manager")
    manager.get(LIST)
    for number, (first, last) in enumerate([(0, 1), (1, 40)]):
        dismiss_public_questions(by=by, plan=published, questions=many[first:last], reason=SPAM)
        answer_in_public(by=by, question=many[-1 - number], words="So.")
        with django_assert_num_queries(10):
            manager.get(LIST)
