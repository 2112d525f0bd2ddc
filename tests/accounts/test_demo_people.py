"""The demo people share one known password: they come in on this computer only."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from tests.support.cast import BACKEND
from wsoa.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
DEMO_DAY = date(2019, 11, 15)
ELSEWHERE = "plan.council.example"
REFUSED = "The demonstration accounts can only be used on this computer."


@pytest.fixture
def demo(db: None) -> User:
    return User.objects.create_user("d@demo.example", "demo", name="Demo lead", is_demo=True)


@pytest.fixture
def _public(settings) -> None:
    """The site answers to a public name, and still to this computer's."""
    settings.ALLOWED_HOSTS = [ELSEWHERE, "localhost"]
    settings.ON_LOOPBACK = False


def sign_in(host: str) -> tuple[str | None, list[str]]:
    client = Client(HTTP_HOST=host)
    answer = client.post(LOGIN, {"login": "d@demo.example", "password": "demo"})
    refused = answer.status_code == 200
    problems = [line.message for line in answer.context["form"].error_summary] if refused else []
    return client.session.get("_auth_user_id"), problems


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_on_this_computer_they_sign_in(demo, host):
    assert sign_in(host) == (str(demo.pk), [])


@pytest.mark.usefixtures("_public")
@pytest.mark.parametrize("host", [ELSEWHERE, f"{ELSEWHERE}:8000", "localhost"])
def test_on_a_public_site_they_are_refused_whatever_the_caller_says_the_host_is(demo, host):
    assert sign_in(host) == (None, [REFUSED])


@pytest.mark.usefixtures("_public")
def test_under_development_they_sign_in_anywhere(demo, settings):
    settings.DEBUG = True
    assert sign_in(ELSEWHERE) == (str(demo.pk), [])


@pytest.mark.usefixtures("_public")
def test_other_people_sign_in_on_a_public_site(ada):
    client = Client(HTTP_HOST=ELSEWHERE)
    client.post(LOGIN, {"login": ada.email, "password": "heron lantern quarry"})
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.usefixtures("_public")
def test_a_code_does_not_let_them_in_either(demo):
    client = Client(HTTP_HOST=ELSEWHERE)
    client.post("/accounts/login/code/", {"email": demo.email})
    found = re.search(r"sign-in code is:\s+(\S+)", mail.outbox[-1].body)
    assert found is not None
    answer = client.post("/accounts/login/code/confirm/", {"code": found[1]}, follow=True)
    assert client.session.get("_auth_user_id") is None
    assert answer.request["PATH_INFO"] == LOGIN
    assert REFUSED in answer.content.decode()


@pytest.mark.usefixtures("_public")
@pytest.mark.parametrize("path", ["/my/updates/", "/", "/statuses/"])
def test_a_sign_in_from_before_the_site_became_public_ends(demo, path):
    client = Client(HTTP_HOST=ELSEWHERE)
    client.force_login(demo, backend=BACKEND)
    client.get(path)
    assert client.session.get("_auth_user_id") is None


def test_the_sign_in_page_of_the_demonstration_tells_the_sign_ins(client, demo, settings):
    settings.WSOA_TODAY = DEMO_DAY
    page = client.get(LOGIN).content.decode()
    assert "with the password <b>demo</b>" in page
    assert "<b>d@demo.example</b>" in page


def test_without_a_demonstration_it_tells_nothing(client, demo, settings):
    settings.WSOA_TODAY = None
    assert "demo" not in client.get(LOGIN).content.decode()


@pytest.mark.usefixtures("_public")
def test_on_a_public_site_it_tells_nothing(demo, settings):
    settings.WSOA_TODAY = DEMO_DAY
    assert "demo" not in Client(HTTP_HOST=ELSEWHERE).get(LOGIN).content.decode()
