"""Reading the environment, checked once at the start.

Every reader returns a typed value or raises ImproperlyConfigured with one line that names the
variable, its value and the valid values.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})


def flag(name: str, *, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off, in any case."""
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; use 1 or 0.")


def day(name: str) -> date | None:
    """An ISO date such as 2019-11-15, or None where the variable is empty."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {raw!r}; use a date such as 2019-11-15.") from error


def is_set(name: str) -> bool:
    """Whether the variable says anything."""
    return bool(os.environ.get(name, "").strip())


def names(name: str, *, none_is: str = "") -> list[str]:
    """A list separated by commas, without blanks; the word `none_is` alone is an empty one."""
    found = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    return [] if none_is and found == [none_is] else found


def whole_number(name: str, *, default: int, least: int) -> int:
    """A whole number that is not smaller than `least`."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not raw.isdecimal() or int(raw) < least:
        raise ImproperlyConfigured(f"{name} is {raw!r}; use a whole number of at least {least}.")
    return int(raw)


def address(name: str, *, hosts: list[str], https: bool) -> str:
    """The site's address, such as https://send.example.org, for links in emails.

    The default is the first of the hosts that is not this computer, or else this computer, by its
    name: browsers keep no passkey for an address of numbers.
    """
    given = os.environ.get(name, "").strip().rstrip("/")
    if not given:
        named = next((host for host in hosts if host not in LOOPBACK), "")
        port = "" if named else f":{os.environ.get('PORT') or 8000}"
        here = "localhost" if not {"localhost", "*"}.isdisjoint(hosts) else "127.0.0.1"
        host = named.removeprefix(".") if named not in {"", "*"} else here
        return f"{'https' if https else 'http'}://{host}{port}"
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise ImproperlyConfigured(f"{name} is {given!r}; use an address such as https://host.")
    return given


def secret(name: str) -> str:
    """A secret of at least 32 characters, without default: no secret is in the code."""
    raw = os.environ.get(name, "")
    if len(raw) < 32:
        state = "not set" if not raw else f"only {len(raw)} characters long"
        raise ImproperlyConfigured(
            f"{name} is {state}; give it 50 random characters, for example from "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'."
        )
    return raw


def database(name: str, *, default_path: str) -> dict[str, object]:
    """Django's settings for DATABASE_URL: postgres://… or sqlite:///…; SQLite by default."""
    url = os.environ.get(name, "").strip() or f"sqlite:///{default_path}"
    scheme = urlsplit(url).scheme
    if scheme in {"postgres", "postgresql"}:
        config = dict(environ.Env.db_url_config(url))
        config |= {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
        return config
    if scheme == "sqlite":
        # WAL lets readers go on while one writes; IMMEDIATE takes the lock at the beginning of
        # a transaction, so that two writers wait for each other instead of failing half-way.
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    raise ImproperlyConfigured(
        f"{name} begins with {scheme or 'nothing'!r}; use postgres://… or sqlite:///…."
    )


def redis(name: str) -> str:
    """A Redis address, or an empty string for the embedded broker."""
    url = os.environ.get(name, "").strip()
    if url and urlsplit(url).scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured(f"{name} is {url!r}; use redis://host:6379/0.")
    return url


def scanner(name: str) -> str:
    """Where clamd answers: the path of its socket or host:port; empty for no scanner."""
    given = os.environ.get(name, "").strip()
    host, _, port = given.rpartition(":")
    if given and not given.startswith("/") and not (host and port.isdecimal()):
        raise ImproperlyConfigured(
            f"{name} is {given!r}; use the path of clamd's socket, or host:3310."
        )
    return given


def email(name: str, *, var: Path) -> dict[str, object]:
    """Django's email settings for EMAIL_URL; printed to the console where it is empty.

    Emails that are written as files go to a folder under `var`, or to an absolute path: never to
    one that depends on where the process was started.
    """
    url = os.environ.get(name, "").strip() or "consolemail://"
    try:
        settings = dict(environ.Env.email_url_config(url))
    except Exception as error:
        raise ImproperlyConfigured(
            f"{name} is {url!r}; use smtp+tls://user:password@host:587 or consolemail://."
        ) from error
    if url.startswith("filemail:"):
        settings["EMAIL_FILE_PATH"] = str(var / _mail_folder(name, url))
    return settings


def _mail_folder(name: str, url: str) -> str:
    """ "mail" of filemail:///mail, "/srv/mail" of filemail:////srv/mail."""
    found = re.fullmatch(r"filemail:///(/?[^/].*)", url)
    if found is None:
        raise ImproperlyConfigured(
            f"{name} is {url!r}; use filemail:///mail for the folder mail under WSOA_VAR_DIR, or "
            "filemail:////srv/mail for the folder /srv/mail."
        )
    return found[1]


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """The OpenID Connect provider with which people of one local area sign in."""

    id: str
    name: str
    has_two_steps: bool
    app: Mapping[str, object]  # as django-allauth reads it


def oidc_providers(name: str, *, https: bool) -> list[OidcProvider]:
    """The providers of the areas that the variable lists by their slugs, such as "sheffield".

    Each is read from OIDC_<AREA>_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _NAME and _TWO_STEP, with
    the area's slug in capitals and "_" for "-".
    """
    return [_oidc_provider(area, https=https) for area in names(name)]


def _oidc_provider(area: str, *, https: bool) -> OidcProvider:
    if not re.fullmatch(r"[a-z0-9-]+", area):
        raise ImproperlyConfigured(f"OIDC_AREAS holds {area!r}; use slugs such as sheffield.")
    prefix = f"OIDC_{area.upper().replace('-', '_')}_"
    issuer = os.environ.get(f"{prefix}ISSUER", "").strip().rstrip("/")
    client, client_secret = (
        os.environ.get(f"{prefix}{part}", "").strip() for part in ("CLIENT_ID", "CLIENT_SECRET")
    )
    parts = urlsplit(issuer)
    if parts.scheme != "https" and (https or parts.hostname not in LOOPBACK):
        raise ImproperlyConfigured(f"{prefix}ISSUER is {issuer!r}; use an address with https.")
    if "/common/" in f"{issuer}/" or "/organizations/" in f"{issuer}/":
        raise ImproperlyConfigured(
            f"{prefix}ISSUER is {issuer!r}; name one tenant, so that nobody else's people sign in."
        )
    if not client or not client_secret:
        raise ImproperlyConfigured(f"{prefix}CLIENT_ID and {prefix}CLIENT_SECRET must be set.")
    title = os.environ.get(f"{prefix}NAME", "").strip() or area.replace("-", " ").title()
    app = {
        "provider_id": area,
        "name": title,
        "client_id": client,
        "secret": client_secret,
        "settings": {"server_url": issuer, "fetch_userinfo": False},
    }
    two_step = flag(f"{prefix}TWO_STEP", default=False)
    return OidcProvider(id=area, name=title, has_two_steps=two_step, app=app)
