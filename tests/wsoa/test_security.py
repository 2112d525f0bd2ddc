"""Security headers of every response, and the settings of a deployment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as wsoa_settings

ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)
PAGES = ["/accounts/login/", "/plans/sheffield-2019/", "/healthz", "/no/such/page/"]


def parts(policy: str) -> set[str]:
    return {part.strip() for part in policy.split(";") if part.strip()}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_response_has_the_security_headers(client, path):
    headers = client.get(path).headers
    assert parts(headers["Content-Security-Policy"]) == parts(POLICY)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.django_db
def test_under_https_responses_have_hsts(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    answer = client.get("/accounts/login/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == (
        "max-age=63072000; includeSubDomains; preload"
    )
    plain = client.get("/accounts/login/")
    assert (plain.status_code, plain.headers["Location"]) == (
        301,
        "https://testserver/accounts/login/",
    )


@pytest.mark.django_db
def test_cookies_are_http_only_and_same_site(client, people):
    client.post("/accounts/login/", {"login": "lead@demo.example", "password": "demo"})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.cookies["sessionid"]["expires"] == ""  # gone when the browser closes


def deployed(code: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs manage.py as a public deployment would, in a process of its own."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "WSOA_VAR_DIR", "LD_LIBRARY_PATH"}
    }
    clean |= {
        "DJANGO_SETTINGS_MODULE": "wsoa.settings",
        "SECRET_KEY": "jV7-w0Qz2mXy5rTn8bKc4dLf6gHs9pAeU3iOqYtRxZ1vNhMkJB",
        "ALLOWED_HOSTS": "plan.council.example",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *code],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


CHECK = ["check", "--deploy", "--fail-level", "WARNING", "--tag", "security"]


def test_the_settings_of_a_deployment_are_clean():
    run = deployed(CHECK, EMAIL_URL="smtp+tls://user:password@mail.example:587")
    assert (run.returncode, run.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    )


def test_https_is_on_unless_somebody_turns_it_off():
    names = (
        "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT "
        "SECURE_HSTS_SECONDS SECURE_PROXY_SSL_HEADER ALLAUTH_TRUSTED_PROXY_COUNT DEBUG"
    )
    code = (
        f"from django.conf import settings as s; print(*[getattr(s, n) for n in '{names}'.split()])"
    )
    run = deployed(["shell", "--no-imports", "-c", code])
    assert run.stdout.strip() == (
        "True True True 63072000 ('HTTP_X_FORWARDED_PROTO', 'https') 1 False"
    )


def test_deployment_is_warned_of_emails_in_the_log_and_of_unknown_roles():
    run = deployed(CHECK, TWO_STEP_ROLES="publisher,publicher")
    assert run.returncode == 1
    assert "Emails are printed into the log, with the codes and links in them." in run.stderr
    assert "TWO_STEP_ROLES names roles that there are not: publicher." in run.stderr


def test_cookies_of_a_deployment_belong_to_its_host_and_signing_roles_need_two_steps():
    names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME DEVICE_COOKIE_NAME SESSION_COOKIE_DOMAIN"
    code = (
        "from django.conf import settings as s; from wsoa.web.message_storage import *;"
        f"print(*[getattr(s, n) for n in '{names}'.split()], HostCookieStorage.cookie_name,"
        "s.SESSION_COOKIE_PATH, *sorted(s.TWO_STEP_ROLES))"
    )
    run = deployed(["shell", "--no-imports", "-c", code])
    assert run.stdout.split() == [
        *("__Host-sessionid", "__Host-csrftoken", "__Host-device", "None", "__Host-messages", "/"),
        *("administrator", "publisher", "signs_council", "signs_nhs"),
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"OIDC_AREAS": "leeds"}, "OIDC_LEEDS_ISSUER is ''; use an address with https."),
        (
            {"OIDC_AREAS": "leeds", "OIDC_LEEDS_ISSUER": "http://idp.example"},
            "OIDC_LEEDS_ISSUER is 'http://idp.example'; use an address with https.",
        ),
        (
            {
                "OIDC_AREAS": "leeds",
                "OIDC_LEEDS_ISSUER": "https://login.microsoftonline.com/common/v2.0",
            },
            "name one tenant, so that nobody else's people sign in.",
        ),
        (
            {"OIDC_AREAS": "leeds", "OIDC_LEEDS_ISSUER": "https://idp.example"},
            "OIDC_LEEDS_CLIENT_ID and OIDC_LEEDS_CLIENT_SECRET must be set.",
        ),
        ({"OIDC_AREAS": "Leeds!"}, "OIDC_AREAS holds 'Leeds!'; use slugs such as sheffield."),
        (
            {"SESSION_IDLE_MINUTES": "2"},
            "SESSION_IDLE_MINUTES is '2'; use a whole number of at least 5.",
        ),
    ],
)
def test_faulty_setting_of_sign_in_stops_the_start_with_one_line(given, message):
    run = deployed(["check"], **given)
    assert run.returncode == 1
    assert message in run.stderr


def test_https_cannot_be_turned_off_on_a_public_site():
    run = deployed(["check"], HTTPS="0")
    assert run.returncode == 1
    assert "HTTPS is off, which only serves this computer" in run.stderr


def test_middleware_is_in_the_required_order():
    order = [name.rpartition(".")[2] for name in wsoa_settings.MIDDLEWARE]
    assert order == [
        "SecurityMiddleware",  # https before anything is answered
        "PrivateByDefault",  # so that every answer says who may keep it
        "WhiteNoiseMiddleware",
        "Compress",
        "CSPMiddleware",  # so that refusals and redirects carry it too
        "ReadableRequests",  # before a cookie or a field is read
        "SessionMiddleware",
        "CommonMiddleware",
        "CsrfViewMiddleware",
        "AuthenticationMiddleware",
        "MessageMiddleware",
        "XFrameOptionsMiddleware",
        "HtmxMiddleware",
        "EndIdleSession",  # so that whoever is signed out by it is asked to sign in
        "SignInRequired",  # after whoever says who it is, and whether HTMX asks
        "SecondStepRequired",
        "AccountMiddleware",
    ]
