"""Questions from the public: asked without an account, answered by the programme manager."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from actions.models import Plan
from actions.services.waiting_digest import waiting_additions
from governance.models import PublicQuestion
from governance.public.questions import LONGEST, QuestionRefused, answer_in_public, ask_in_public
from tests.support.client_ip import newcomer, within_one_minute
from tests.support.publications import made
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
FORM = "/published/sheffield-2019/ask/"
LIST = "/plans/sheffield-2019/public-questions/"
WORDS = "Why is it late?"


@pytest.fixture
def client() -> Client:
    return newcomer()


@pytest.fixture
def published(sheffield: Plan) -> Plan:
    made(sheffield)
    return sheffield


def test_question_about_an_action_is_answered_by_email(client, signed_in, published, people):
    form = f"{FORM}?action=5.1.6"
    page = client.get(form)
    assert "Ask about action 5.1.6" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    answer = client.post(form, {"words": WORDS, "email": "parent@example.org"})
    assert answer["Location"] == f"{FORM}sent/"
    assert client.get(answer["Location"]).status_code == 200
    question = PublicQuestion.objects.get()
    assert (question.action.ref, question.area, question.paper.key) == ("5.1.6", None, "2019-10")
    manager = signed_in("manager")
    assert "Question from the public" in manager.get("/").content.decode()
    assert WORDS in manager.get(LIST).content.decode()
    done = manager.post(f"{LIST}{question.pk}/", {"words": "Done:\n•\tMay"})
    assert done["Location"] == LIST
    [message] = mail.outbox
    assert message.to == ["parent@example.org"]
    assert WORDS in message.body
    assert "The answer:\nDone:\n\n- May\n\n" in message.body
    question.refresh_from_db()
    assert (question.answered_by, question.email) == (people["manager"], "")
    assert "There are no questions to answer." in manager.get(LIST).content.decode()
    events = AuditEvent.objects.filter(verb__in=("ask", "answer"))
    assert "parent@example.org" not in str(list(events.values()))
    assert events.count() == 2


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ("", "the plan"),
        ("?area=5", "area 5"),
        ("?area=99", "the plan"),
        ("?action=9.9.9", "the plan"),
        ("?action=%00", "the plan"),
        (f"?action={'1' * 5000}", "the plan"),
        ("?action='%20OR%201=1--", "the plan"),
    ],
)
def test_what_it_is_about(client, published, query, about):
    assert f"Ask about {about}</h1>" in client.get(FORM + query).content.decode()
    assert client.post(FORM + query, {"words": WORDS}).status_code == 302
    question = PublicQuestion.objects.get()
    assert (question.area.ref if question.area else "") == ("5" if about == "area 5" else "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"words": ""}, "Enter your question"),
        ({"words": "  \n "}, "Enter your question"),
        (
            {"words": "x" * (LONGEST + 1)},
            "Your question must be 2,000 characters or fewer. You entered 2001.",
        ),
        ({"words": WORDS, "email": "nobody"}, "Enter an email address in the correct format"),
        ({"words": WORDS, "email": "a@b.c\r\nBcc: d@e.f"}, "Enter an email address in the correct"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, published, fields, words):
    answer = client.post(FORM, fields)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert words in shown
    assert fields["words"].strip() in shown
    assert not PublicQuestion.objects.exists()


def test_exactly_as_long_as_allowed(client, published):
    assert client.post(FORM, {"words": "x" * LONGEST}).status_code == 302


def test_nul_characters_are_left_out(client, published):
    assert client.post(FORM, {"words": "a\x00b"}).status_code == 302
    assert PublicQuestion.objects.get().words == "ab"


def test_honeypot_submission_is_discarded(client, published):
    answer = client.post(FORM, {"words": WORDS, "website": "x"})
    assert answer["Location"] == f"{FORM}sent/"
    assert not PublicQuestion.objects.exists()


@within_one_minute()
def test_too_many_from_one_place_are_put_off_with_their_words(client, published):
    for _ in range(5):
        client.post(FORM, {"words": WORDS})
    answer = client.post(FORM, {"words": "My own words"})
    assert answer.status_code == 429
    assert "My own words" in answer.content.decode()
    assert PublicQuestion.objects.count() == 5


def test_the_form_is_refused_without_its_token_and_what_was_typed_is_shown(published):
    answer = Client(enforce_csrf_checks=True).post(FORM, {"words": WORDS})
    assert answer.status_code == 403
    assert WORDS in answer.content.decode()


def test_what_somebody_typed_is_never_html(signed_in, published):
    ask_in_public(plan=published, words="<script>alert(1)</script>", email="")
    shown = signed_in("manager").get(LIST).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown


def test_without_an_address_nothing_is_mailed(published, people):
    question = ask_in_public(plan=published, words=WORDS)
    answer_in_public(by=people["manager"], question=question, words="So.")
    assert not mail.outbox


def test_second_answer_is_refused_and_keeps_the_input(signed_in, published, people):
    question = ask_in_public(plan=published, words=WORDS, email="parent@example.org")
    manager = signed_in("manager")
    answer_in_public(by=people["manager"], question=question, words="The first answer.")
    answer = manager.post(f"{LIST}{question.pk}/", {"words": "The second answer."})
    shown = answer.content.decode()
    assert "Somebody else has already answered this question." in shown
    assert "The first answer." in shown
    assert "The second answer." in shown
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("words", ["", "  ", "x" * (LONGEST + 1)])
def test_an_answer_has_words_and_not_too_many(published, people, words):
    question = ask_in_public(plan=published, words=WORDS)
    with pytest.raises(QuestionRefused):
        answer_in_public(by=people["manager"], question=question, words=words)


def test_the_list_takes_as_few_queries_however_many_ask(
    signed_in, published, django_assert_num_queries
):
    manager = signed_in("manager")
    manager.get(LIST)
    for number in range(7):
        ask_in_public(
            plan=published,
            words=f"{WORDS} {number}",
            about=published.actions.get(ref="1.1.1")
            if number % 2
            else published.areas.get(ref="5"),
        )
        if number in (0, 6):
            with django_assert_num_queries(8):
                manager.get(LIST)


def told_of_questions():
    """The sections of the daily email on questions from the public."""
    found = waiting_additions(date(2019, 11, 15))
    return [told for told in found if "from the public" in told.section.heading]


def test_manager_is_notified_in_the_daily_digest(published, people):
    ask_in_public(plan=published, words=WORDS, about=published.actions.get(ref="5.1.6"))
    ask_in_public(plan=published, words="And the rest?")
    [told] = told_of_questions()
    assert told.user == people["manager"]
    assert told.section.heading == "2 questions from the public need your answer"
    assert [(line.ref, line.text) for line in told.section.lines] == [
        ("5.1.6", WORDS),
        ("The plan", "And the rest?"),
    ]
    assert all(line.path.startswith(LIST) for line in told.section.lines)


def test_without_a_question_nobody_hears_of_any(published, people):
    question = ask_in_public(plan=published, words=WORDS)
    answer_in_public(by=people["manager"], question=question, words="So.")
    assert told_of_questions() == []
