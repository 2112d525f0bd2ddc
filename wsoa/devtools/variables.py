"""The environment variables that the code reads: their kind, default and meaning.

The kind is detected in the code. Default and meaning are listed here; a variable that is missing
here, or that no code reads, is an error.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("wsoa", "actions", "indicators", "governance", "tests")

# Name -> (default, meaning), in the order in which the page lists them.
SERVICE: Mapping[str, tuple[str, str]] = {
    "SECRET_KEY": (
        "none",
        "signs cookies and links: at least 32 characters; `make run` makes one under `var/`",
    ),
    "SECRET_KEY_FALLBACKS": (
        "empty",
        "former values of SECRET_KEY, which still read what was signed or encrypted under them",
    ),
    "ALLOWED_HOSTS": ("`127.0.0.1,localhost,[::1]`", "the names that the site answers to"),
    "SITE_ADDRESS": (
        "the first of ALLOWED_HOSTS",
        "where links in emails lead, for example `https://send.example.org`",
    ),
    "DATABASE_URL": ("SQLite under `var/`", "`postgres://…` or `sqlite:///…`"),
    "REDIS_URL": (
        "a broker of files under `var/`",
        "broker and cache, for example `redis://host:6379/0`",
    ),
    "EMAIL_URL": (
        "printed to the log",
        "for example `smtp+tls://user:password@host:587`; or as files: `filemail:///mail` for the "
        "folder `mail` under `WSOA_VAR_DIR`, `filemail:////srv/mail` for `/srv/mail`",
    ),
    "DEFAULT_FROM_EMAIL": ("`SEND plan tracker <noreply@localhost>`", "the sender of every email"),
    "SITE_OWNER": (
        "the local area whose plan this is",
        "who is responsible for the site: in the accessibility statement and the privacy notice",
    ),
    "CONTACT_EMAIL": ("empty", "where readers reach the owner: in the same two statements"),
    "VIRUS_SCANNER": (
        "empty: files are not scanned",
        "clamd, by the path of its socket or `host:3310`; a file that it cannot scan is refused",
    ),
    "TWO_STEP_ROLES": (
        "`publisher,signs_council,signs_nhs,administrator`; on a loopback address none",
        "who must set up two-step sign-in before any other page; `none` for nobody",
    ),
    "SESSION_IDLE_MINUTES": ("60", "minutes without a request after which somebody is signed out"),
    "OIDC_AREAS": (
        "empty",
        "slugs of the local areas whose organisation signs its people in; see Sign-in below",
    ),
    "ALLOWED_OUTWARD_HOSTS": (
        "none",
        "hosts that the site may call, for chat messages, for example "
        "`hooks.slack.com,.logic.azure.com`",
    ),
    "CHAT_MESSAGES_KEPT_DAYS": (
        "90",
        "days for which it is kept that a message was sent to a chat, or why it was not",
    ),
    "PUBLIC_QUESTIONS_A_DAY": ("100", "questions from the public that a plan takes in a day"),
    "PUBLIC_QUESTIONS_A_DAY_EACH": (
        "20",
        "how many of them may come from one internet address (IPv6: one network)",
    ),
    "FEED_REQUESTS_A_MINUTE": (
        "120",
        "requests of the data feed that one token may make in a minute; see The data feed below",
    ),
    "HTTPS": (
        "on",
        "off is accepted on a loopback address only: no secure cookies, no redirect, no HSTS",
    ),
    "DEBUG": ("off", "Django's error pages; never in production"),
    "WSOA_TODAY": ("empty", "a date that stands for today; the demo runs as at 2019-11-15"),
    "WSOA_VAR_DIR": ("`var/`", "folder of the database, files, broker and logs"),
    "AUDIT_HEADS_FILE": (
        "`var/audit-heads`",
        "file to which the heads of the audit log are added each day, for the backup",
    ),
    "PORT": ("8000", "port of the web server"),
    "WEB_BIND": ("`0.0.0.0`; `make run`: `127.0.0.1`", "address that the web server listens on"),
    "WEB_CONCURRENCY": ("2", "processes of the web server"),
    "WORKER_CONCURRENCY": ("1", "tasks that a worker does at the same time"),
    "BEAT_SCHEDULE": ("`var/beat-schedule`", "file in which beat keeps what ran last"),
}
DEVELOPMENT: Mapping[str, tuple[str, str]] = {
    "REQUIRE_SERVICES": (
        "off",
        "tests fail instead of being skipped where PostgreSQL, Redis or Chromium is missing, or "
        "LibreOffice for the long proofs",
    ),
    "TEST_DATABASE_URL": (
        "`postgres://postgres@127.0.0.1:5432/test`",
        "the PostgreSQL that `make test` uses besides SQLite",
    ),
    "TEST_REDIS_URL": ("`redis://127.0.0.1:6379/9`", "the Redis that `make test` uses"),
    "WSOA_DATA": (
        "a folder beside the repository",
        "official statistics as published, read by some tests and by `make bench`",
    ),
    "WSOA_SEEDS": ("a folder beside the repository", "source documents that the golden tests read"),
    "UPGRADE": ("off", "`make lock` takes newer versions"),
}
KINDS: Mapping[str, str] = {
    "flag": "on or off",
    "day": "date",
    "names": "list, separated by commas",
    "address": "web address",
    "secret": "secret",
    "database": "URL",
    "redis": "URL",
    "email": "URL",
    "number": "whole number",
    "scanner": "path or host:port",
    "whole_number": "whole number",
    "oidc_providers": "list, separated by commas",
}
READS = re.compile(r"environ\b|\benv\.|\bnumber\(")
NOT_OURS = re.compile(r"PATH|HOME|UV_.*|PYTEST_.*|WSOA_TEST_.*|DJANGO_.*")


def variables_in_use() -> dict[str, str]:
    """Every variable that the code reads, with its kind. ValueError if the list is outdated."""
    read = variables_read()
    listed = {*SERVICE, *DEVELOPMENT}
    if missing := sorted(set(read) - listed):
        raise ValueError(f"{', '.join(missing)}: read by the code; give a meaning in {__name__}.")
    if gone := sorted(listed - set(read)):
        raise ValueError(f"{', '.join(gone)}: no code reads it; remove it from {__name__}.")
    return read


@cache
def variables_read() -> dict[str, str]:
    """The environment variables that the code reads, with the kind of their value."""
    kinds: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text()
            if not READS.search(text):  # parsing all of them would take most of the time
                continue
            for node in ast.walk(ast.parse(text)):
                name, reader = variable_read(node)
                if name and not NOT_OURS.fullmatch(name):
                    kind = KINDS.get(reader, "text")
                    kinds[name] = kind if kinds.get(name, "text") == "text" else kinds[name]
    for name in ("REQUIRE_SERVICES", "UPGRADE"):
        if name in kinds:
            kinds[name] = KINDS["flag"]
    return kinds


def variable_read(node: ast.AST) -> tuple[str, str]:
    """The variable that an expression reads, and its kind; empty for any other expression.

    Recognises `os.environ.get("X")`, `os.environ["X"]`, `env.flag("X")` and `number("X")`.
    """
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        key, reader = node.slice, "get"
    elif isinstance(node, ast.Call) and node.args:
        owner, _, reader = ast.unparse(node.func).rpartition(".")
        if (owner, reader) != ("os.environ", "get") and owner != "env" and reader != "number":
            return "", ""
        key = node.args[0]
    else:
        return "", ""
    named = isinstance(key, ast.Constant) and isinstance(key.value, str)
    name = str(key.value) if isinstance(key, ast.Constant) and named else ""
    return (name, reader) if re.fullmatch(r"[A-Z][A-Z_]+", name) else ("", "")
