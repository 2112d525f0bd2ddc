"""Error pages: what happened, what was kept, what to do next."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import get_template
from django.test import Client, RequestFactory

from wsoa.accounts.models import User
from wsoa.web.views import forbidden


def heading(page: str) -> str:
    return page.split('<h1 class="govuk-heading-l">')[1].split("</h1>")[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("500.html", "Sorry, there is a problem with the service"),
        ("400.html", ("Sorry, there is a problem with this request")),
    ],
)
def test_error_pages_need_no_context(name, words):
    page = get_template(name).render()
    assert heading(page) == words
    assert f"<title>{words} \N{EN DASH} SEND plan tracker</title>" in page
    assert "{" not in page
    assert "style=" not in page
    assert "What you typed is usually still there" in page


@pytest.mark.parametrize("host", ["evil.example", "localhost:8000@evil.example"])
def test_a_request_for_an_unknown_host_is_a_bad_request(host):
    answer = Client(raise_request_exception=False).get("/", headers={"host": host})
    assert (answer.status_code, heading(answer.content.decode())) == (
        400, "Sorry, there is a problem with this request",
    )  # fmt: skip


@pytest.mark.django_db
def test_not_found_states_that_nothing_was_changed(signed_in):
    answer = signed_in("lead").get("/plans/sheffield-2019/no-such-page/")
    page = answer.content.decode()
    assert (answer.status_code, heading(page)) == (404, "Page not found")
    assert "Nothing was changed." in page
    assert "Go to the home page" in page


@pytest.mark.django_db
def test_forbidden_shows_the_reason_and_the_input(people: dict[str, User]):
    request = RequestFactory().post("/x/", {"next_steps": "Meet in <May>.", "status": "on_track"})
    request.user, request.session = people["viewer"], {}  # type: ignore[assignment]
    page = forbidden(request, PermissionDenied("Only its leads update it.")).content.decode()
    assert heading(page) == "You do not have permission to do this"
    assert '<p class="govuk-body">Only its leads update it.</p>' in page
    assert '<h3 class="govuk-heading-s">Next steps</h3>' in page
    assert "Meet in &lt;May&gt;." in page
    assert "on_track" not in page.split("<main")[1]


@pytest.mark.django_db
def test_a_form_for_another_lead_action_is_forbidden_with_a_reason(signed_in):
    answer = signed_in("viewer").get("/plans/sheffield-2019/actions/2.1.1/update/")
    assert answer.status_code == 403
    assert heading(answer.content.decode()) == "You do not have permission to do this"


@pytest.mark.django_db
def test_a_refusal_logs_one_line_with_person_and_address_and_no_traceback(
    signed_in, people: dict[str, User], caplog
):
    path = "/plans/sheffield-2019/round/"
    assert signed_in("viewer").get(path).status_code == 403
    lines = [(record.getMessage(), record.exc_info) for record in caplog.records]
    assert lines == [(f"403 for person {people['viewer'].pk}: GET {path}", None)]
