"""Input is never lost when a session expires or sign-in starts again in another tab."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from tests.support.cast import BACKEND, PASSWORD
from wsoa.accounts.models import User
from wsoa.web import resubmission
from wsoa.web.middleware import sign_in_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]
FORM = "/plans/sheffield-2019/actions/2.1.2/update/"
NOT_THEIRS = "/plans/sheffield-2019/actions/2.1.1/update/"
WORDS = "Scripts agreed for four of six videos."


@pytest.fixture
def lead(people: dict[str, User]) -> User:
    people["lead"].set_password(PASSWORD)
    people["lead"].save()
    return people["lead"]


def sent_by(user: User) -> dict[str, str]:
    return {
        "status": "on_track",
        "developments": WORDS,
        resubmission.FIELD: resubmission.sign_owner(user),
    }


def kept_in(client: Client) -> dict[str, str] | None:
    """The input that this person's form at that address would find."""
    return client.session.get("kept_words")


def taken(client: Client, user: User, path: str = FORM):  # type: ignore[no-untyped-def]
    """What the form at that address would find, asked for by this person."""
    request = RequestFactory().get(path)
    request.session, request.user = client.session, user
    found = resubmission.take(request)
    request.session.save()
    return found


def sign_in(client: Client, user: User, then: str) -> str:
    answer = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD, "next": then}
    )
    return answer.headers["Location"]


def test_input_sent_after_the_session_expired_is_kept_for_its_author(lead):
    client = Client()
    answer = client.post(FORM, sent_by(lead))
    assert (answer.status_code, answer.headers["Location"]) == (302, sign_in_address(FORM))
    page = client.get(answer.headers["Location"]).content.decode()
    assert "We have kept what you typed. Sign in, then send it again." in page
    assert sign_in(client, lead, FORM) == FORM
    words = taken(client, lead)
    assert words is not None
    assert words["developments"] == WORDS
    assert taken(client, lead) is None


def test_input_is_kept_after_an_expired_session(lead):
    client = Client()
    sign_in(client, lead, FORM)
    Session.objects.all().delete()
    client.post(FORM, sent_by(lead))
    sign_in(client, lead, FORM)
    words = taken(client, lead)
    assert words is not None
    assert words["developments"] == WORDS


def test_input_is_kept_through_a_wrong_password_and_an_email_code(lead, mailoutbox):
    client = Client()
    client.post(FORM, sent_by(lead))
    client.post("/accounts/login/", {"login": lead.email, "password": "wrong"})
    client.post("/accounts/login/code/", {"email": lead.email})
    code = mailoutbox[-1].body.split("is:")[1].split()[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(lead.pk)
    words = taken(client, lead)
    assert words is not None
    assert words["developments"] == WORDS


def test_input_is_not_given_to_another_person(lead, people):
    client = Client()
    client.post(FORM, sent_by(lead))
    assert taken(client, people["manager"]) is None
    assert taken(client, lead) is None


def test_input_is_restored_in_its_own_form_only(lead):
    client = Client()
    client.post(FORM, sent_by(lead))
    assert taken(client, lead, NOT_THEIRS) is None
    assert taken(client, lead) is not None


@pytest.mark.parametrize("note", ["", "1", "1:forged:signature"])
def test_without_a_valid_signature_nothing_is_kept_and_no_session_is_created(lead, note):
    client = Client()
    client.post(FORM, {"developments": WORDS, resubmission.FIELD: note})
    assert Session.objects.count() == 0


def test_overlong_input_is_not_kept(lead):
    client = Client()
    client.post(FORM, sent_by(lead) | {"developments": "x" * resubmission.LARGEST})
    assert kept_in(client) is None


def test_signing_out_deletes_kept_input(lead):
    client = Client()
    client.post(FORM, sent_by(lead))
    sign_in(client, lead, "/")
    client.post("/accounts/logout/")
    assert kept_in(client) is None


def test_a_form_from_before_a_second_sign_in_is_restored(lead):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead, backend=BACKEND)
    answer = client.post(FORM, sent_by(lead))
    assert (answer.status_code, answer.headers["Location"]) == (302, FORM)
    page = client.get(FORM).content.decode()
    assert "What you typed is here. Check it and send it again." in page
    assert WORDS in page


def test_with_htmx_the_form_is_restored_as_a_full_page(lead):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead, backend=BACKEND)
    answer = client.post(FORM, sent_by(lead), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, FORM)


def test_a_forged_form_is_refused_and_the_input_is_shown(lead):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead, backend=BACKEND)
    sent = {"developments": "First line.\n<b>Second.</b>", "status": "on_track"}
    answer = client.post(FORM, sent, headers={"Referer": "https://elsewhere.example/trap"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert '<h3 class="govuk-heading-s">Developments</h3>' in page
    assert "First line.<br>&lt;b&gt;Second.&lt;/b&gt;" in page
    assert "elsewhere.example" not in page
    assert "on_track" not in page.split("<main", 1)[1]


def test_a_refused_sign_in_form_does_not_show_the_password(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "a@b.example", "password": PASSWORD})
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()


def test_the_form_shows_the_kept_input(lead):
    client = Client()
    client.post(FORM, sent_by(lead))
    page = client.get(sign_in(client, lead, FORM)).content.decode()
    assert WORDS in page


def test_a_form_no_longer_permitted_still_shows_the_kept_input(lead):
    """An action may change hands while somebody types."""
    client = Client()
    client.post(NOT_THEIRS, sent_by(lead))
    answer = client.get(sign_in(client, lead, NOT_THEIRS))
    assert answer.status_code == 403
    assert WORDS in answer.content.decode()


def test_input_is_kept_while_switching_the_sign_in_method(lead):
    client = Client()
    client.post(FORM, sent_by(lead))
    client.post("/accounts/login/code/", {"email": lead.email})
    other_way = {"next": f"/accounts/login/?next={FORM}"}
    answer = client.post("/accounts/logout/", other_way, follow=True)
    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/accounts/login/")
    sign_in(client, lead, FORM)
    assert taken(client, lead) is not None


def test_they_wait_for_a_day_and_no_longer(lead):
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        client = Client()
        client.post(FORM, sent_by(lead))
        clock.shift(24 * 60 * 60 - 60)
        sign_in(client, lead, FORM)
        assert client.session.get_expire_at_browser_close()
        assert kept_in(client) is not None
        clock.shift(61)
        assert taken(client, lead) is None


def test_session_that_ended_by_itself_keeps_what_is_sent_afterwards(lead, settings):
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        client = Client()
        sign_in(client, lead, FORM)
        clock.shift(settings.SESSION_IDLE_SECONDS + 1)
        answer = client.post(FORM, sent_by(lead))
        assert answer.headers["Location"] == sign_in_address(FORM)
        page = client.get(answer.headers["Location"]).content.decode()
        assert "We have kept what you typed" in page
        sign_in(client, lead, FORM)
        words = taken(client, lead)
        assert words is not None
        assert words["developments"] == WORDS
