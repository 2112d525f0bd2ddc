"""Every address requires a sign-in unless it is listed as public."""

import pytest
from django.test import Client

from tests.support.cast import BACKEND
from wsoa.web.middleware import sign_in_address

pytestmark = pytest.mark.django_db
KNOWN = "/plans/sheffield-2019/"
UNKNOWN = "/plans/nowhere-2019/"
BACK_TO_LIST = {
    "HX-Request": "true",
    "HX-Current-URL": "http://testserver/my/updates/?late=1",
}


@pytest.mark.parametrize("path", ["", "actions/", "actions/2.1.1/", "actions/9.9.9/", "nothing/"])
def test_signed_out_known_and_unknown_plans_respond_alike(client, sheffield, path):
    known, unknown = client.get(KNOWN + path), client.get(UNKNOWN + path)
    assert known.headers["Location"] == sign_in_address(KNOWN + path)
    assert unknown.headers["Location"] == sign_in_address(UNKNOWN + path)
    alike = [
        (answer.status_code, answer.content, dict(answer.headers) | {"Location": ""})
        for answer in (known, unknown)
    ]
    assert alike[0] == alike[1]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_every_method_is_sent_to_sign_in(client, sheffield, method):
    answer = getattr(client, method)(KNOWN)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_to_a_stranger_known_and_unknown_plans_are_not_found(signed_in):
    client = signed_in("stranger")
    for plan in (KNOWN, UNKNOWN):
        answer = client.get(plan)
        assert answer.status_code == 404
        assert '<h1 class="govuk-heading-l">Page not found</h1>' in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/statuses/", "/healthz", "/accounts/login/"])
def test_public_addresses_need_no_sign_in(client, db, path):
    assert not client.get(path).headers.get("Location", "").startswith("/accounts/login/")


def test_automatic_browser_requests_set_no_cookie(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content.startswith(b"<svg")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert client.cookies == {}


def test_the_query_survives_the_sign_in(client):
    answer = client.get(f"{KNOWN}actions/?area=5&late=1")
    assert answer.headers["Location"] == sign_in_address(f"{KNOWN}actions/?area=5&late=1")


def test_with_htmx_the_full_page_goes_to_sign_in_and_returns(client):
    answer = client.get(f"{KNOWN}actions/2.1.1/update/", headers=BACK_TO_LIST)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["HX-Redirect"] == sign_in_address("/my/updates/?late=1")
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("headers", "then"),
    [
        (BACK_TO_LIST, "/my/updates/?late=1"),
        ({"Referer": "http://testserver/my/updates/"}, "/my/updates/"),
        ({"Referer": "https://elsewhere.example/trap"}, "/"),
        ({"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/trap"}, "/"),
        ({}, "/"),
    ],
)
def test_an_action_without_a_page_returns_to_the_previous_page(client, headers, then):
    answer = client.post(f"{KNOWN}actions/2.1.1/no-change/", headers=headers)
    target = answer.headers.get("HX-Redirect") or answer.headers.get("Location")
    assert target == sign_in_address(then)


def test_the_health_check_needs_no_sign_in(client, people, django_assert_num_queries):
    client.force_login(people["lead"], backend=BACKEND)
    with django_assert_num_queries(1):
        client.get("/healthz")


def test_the_rate_limit_counts_clients_not_the_proxy(settings, db):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "p"}
    }

    def tries(address: str, count: int) -> list[int]:
        # What the caller itself claims stands first; the proxy's word stands last.
        headers = {"X-Forwarded-For": f"10.9.9.9, {address}"}
        sent = {"login": "", "password": ""}
        return [
            Client().post("/accounts/login/", sent, headers=headers).status_code
            for _ in range(count)
        ]

    assert tries("192.0.2.1", 31)[-1] == 429
    assert tries("192.0.2.2", 1) == [200]
