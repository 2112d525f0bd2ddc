"""Who stands on whom: in tests, whose shared parts lie in tests.support, in permissions, in
templates, and in who reads the audit log.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from django.template import engines
from django.template.base import Lexer, TokenType
from django.urls import URLPattern, URLResolver, get_resolver
from rules.permissions import permissions

from tests.support.paths import ROOT
from tests.support.sources import APPS, SOURCES, tree_of

TESTS = ROOT / "tests"
MODULES = sorted(TESTS.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name_of(path) for path in MODULES}


def imported_by(path: Path) -> Iterator[str]:
    """The modules of tests that a module imports, also within functions."""
    for node in ast.walk(tree_of(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if name in NAMES else node.module for name in inner]
        else:
            continue
        yield from (name for name in found if name == "tests" or name.startswith("tests."))


# Programs, which no test imports; they use what journeys use.
PROGRAMS = {"tests.screenshots"}
# What journeys still take from one another's test modules.
NOT_MOVED_YET = {"tests.journeys.test_content_security"}


# Rules for every file of a kind are one test, which lists all faults: a thousand tests more cost
# every worker their collection and their reports.


def may_import(path: Path, name: str) -> bool:
    """Whether a module of tests may import another: never a test module, and of the others what
    is shared and what its own package holds.
    """
    package, _, module = name.rpartition(".")
    own = name_of(path.parent)
    is_own = package == own or own.startswith(f"{package}.")
    is_shared = name.startswith("tests.support") or name_of(path) in PROGRAMS
    return not module.startswith("test_") and (is_own or is_shared)


def test_a_module_imports_what_is_shared_and_its_own_package_alone() -> None:
    faults = [
        (name_of(path), name)
        for path in MODULES
        for name in set(imported_by(path)) - NOT_MOVED_YET
        if not may_import(path, name)
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("importing", "name", "may"),
    [
        ("actions/test_dates.py", "tests.support.cast", True),
        ("actions/people/test_person_pages.py", "tests.actions.people.cast", True),
        ("actions/test_dates.py", "tests.governance.papers", False),
        ("actions/test_dates.py", "tests.actions.test_round", False),
    ],
)
def test_what_a_module_of_tests_may_import(importing: str, name: str, may: bool) -> None:
    assert may_import(TESTS / importing, name) is may


def test_what_is_shared_stands_on_nothing_but_what_is_shared() -> None:
    faults = [
        (name_of(path), name)
        for path in sorted((TESTS / "support").rglob("*.py"))
        for name in imported_by(path)
        if not name.startswith("tests.support")
    ]
    assert faults == []


# --- the audit log --------------------------------------------------------------------------------

PRODUCTION = sorted(
    path
    for app in ("wsoa", "actions", "indicators", "governance")
    for path in (ROOT / app).rglob("*.py")
)
# Who may read the audit log, as files or folders: history, a person's own sign-ins, the page of the
# log and its CSV file, the log itself (sealing, checking), and what once made rows of it. What
# logic needs is a row of its own.
READERS = (
    "actions/presenters/history.py",
    "actions/selectors/audit_log.py",  # its page and its CSV file
    "actions/presenters/audit_log.py",
    "wsoa/accounts/sign_in_history.py",
    "wsoa/audit/",
    "actions/migrations/_audit_log.py",
    "governance/services/area_archive.py",
    "governance/services/archive_loading.py",
)
READS_THE_LOG = re.compile(r"AuditEvent|wsoa\.audit\.models|wsoa\.audit import .*models")


def test_the_audit_log_is_read_by_history_alone() -> None:
    reading = {
        path.relative_to(ROOT).as_posix()
        for path in PRODUCTION
        if READS_THE_LOG.search(path.read_text(encoding="utf-8"))
    }
    assert "actions/presenters/history.py" in reading
    assert sorted(path for path in reading if not path.startswith(READERS)) == []


# --- the local area is the tenant ----------------------------------------------------------------

# The words that look up a post or an organisation in an area, or a national one.
IN_AN_AREA = ("of", "named_in", "national")
LOOK_UP = re.compile(
    r"\b(?:Post|Organisation)\.(?:objects|_default_manager|_base_manager)\b(?:\.(\w+))?"
)
# Who looks further: the words themselves, and what makes a body of several areas a national one.
LOOKS_FURTHER = ("wsoa/accounts/querysets.py", "wsoa/accounts/services.py")


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("Post.objects.of(plan.local_area_id).get(code=code)", False),
        ("Organisation.objects.named_in(local_area)", False),
        ("PostHolding.objects.on(day)", False),
        ("Post.objects.get(code=code)", True),
        ("Post.objects.of_codes(codes)", True),
        ("Organisation.objects.all()", True),
        ("get_object_or_404(Post.objects, code=code)", True),
        ("get_object_or_404(Post, code=code)", True),
    ],
)
def test_a_look_up_by_code_alone_is_found(text: str, is_refused: bool) -> None:
    assert bool(look_ups_over_the_site(text)) == is_refused


def look_ups_over_the_site(text: str) -> list[str]:
    """Look-ups of posts or organisations that are not in an area."""
    found = [hit[0] for hit in LOOK_UP.finditer(text) if hit[1] not in IN_AN_AREA]
    return found + re.findall(r"get_(?:object|list)_or_404\((?:Post|Organisation)\b(?!\.)", text)


def test_posts_and_organisations_are_looked_up_in_an_area() -> None:
    faults = {
        path.relative_to(ROOT).as_posix(): found
        for path in PRODUCTION
        if "migrations" not in path.parts
        and (found := look_ups_over_the_site(path.read_text(encoding="utf-8")))
    }
    assert {path: found for path, found in faults.items() if path not in LOOKS_FURTHER} == {}


# --- permissions --------------------------------------------------------------------------------


def texts_of(path: Path) -> set[str]:
    """Every string in a module."""
    nodes = ast.walk(tree_of(path.read_text(encoding="utf-8")))
    return {
        node.value for node in nodes if isinstance(node, ast.Constant) and type(node.value) is str
    }


def permissions_stated_in(path: Path) -> Iterator[str]:
    """The names of the permissions that a module registers."""
    for node in ast.walk(tree_of(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in {"add_perm", "set_perm"}:
            yield ast.literal_eval(node.args[0])


def test_each_app_states_its_own_permissions_in_its_own_rules() -> None:
    stated = {
        permission: (app, path.relative_to(ROOT / app).as_posix())
        for app in APPS
        for path in SOURCES[app]
        for permission in permissions_stated_in(path)
    }
    assert stated == {name: (name.partition(".")[0], "rules.py") for name in permissions}


@pytest.mark.parametrize("app", APPS)
def test_an_app_asks_for_no_permission_of_an_app_above(app: str) -> None:
    above = set(APPS[APPS.index(app) + 1 :])
    others = {name for name in permissions if name.partition(".")[0] in above}
    asked = {path.name: texts_of(path) & others for path in SOURCES[app]}
    assert [found for found in asked.items() if found[1]] == []


# --- templates ----------------------------------------------------------------------------------

TEMPLATES = ROOT / "templates"
# Whose the folders of templates are; "" holds the frame of the site.
FOLDERS = {
    "": "wsoa",
    "account": "wsoa",
    "components": "wsoa",
    "django": "wsoa",
    "forms": "wsoa",
    "guide": "wsoa",
    "mfa": "wsoa",
    "socialaccount": "wsoa",
    "actions": "actions",
    "indicators": "indicators",
    "commentary": "governance",
    "easy_read": "governance",
    "governance": "governance",
    "highlights": "governance",
    "papers": "governance",
    "public": "governance",
    "published": "governance",
    "reports": "governance",
}
TEMPLATE_FILES = sorted(path for path in TEMPLATES.rglob("*.*") if path.is_file())
TAG_LIBRARIES: dict[str, str] = engines["django"].engine.libraries  # type: ignore[attr-defined]


def app_of_module(name: str) -> str:
    """The app of a module; what is not the project's own counts as the lowest."""
    app = name.partition(".")[0]
    return app if app in APPS else APPS[0]


def app_of_template(name: str) -> str:
    folder, _, file = name.partition("/")
    return FOLDERS[folder if file else ""]


def apps_of_addresses(
    patterns: list[URLPattern | URLResolver], known: dict[str, str]
) -> dict[str, str]:
    """By the name of each address, the app whose view answers there."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            apps_of_addresses(pattern.url_patterns, known)
        elif pattern.name:
            known[pattern.name] = app_of_module(pattern.callback.__module__)
    return known


ADDRESSES = apps_of_addresses(get_resolver().url_patterns, {})


def named_in_template(text: str) -> Iterator[tuple[str, str]]:
    """What a template loads, extends, includes and leads to by a literal name, with its app."""
    for token in Lexer(text).tokenize():
        if token.token_type != TokenType.BLOCK:
            continue
        tag, *arguments = token.split_contents()
        literal = arguments[0].strip("\"'") if arguments and arguments[0][0] in "\"'" else None
        if tag == "load":
            libraries = arguments[-1:] if "from" in arguments else arguments
            yield from ((name, app_of_module(TAG_LIBRARIES[name])) for name in libraries)
        elif tag in {"extends", "include"} and literal:
            yield literal, app_of_template(literal)
        elif tag == "url" and literal:
            yield literal, ADDRESSES[literal]


def is_above(app: str, other: str) -> bool:
    return APPS.index(other) > APPS.index(app)


@pytest.mark.parametrize(
    ("tag", "app"),
    [
        ("{% load wsoa questions_of from indicators %}", "indicators"),
        ("{% load static indicators %}", "indicators"),
        ("{% extends 'published/base.html' %}", "governance"),
        ('{% include "indicators/_line.html" with line=line only %}', "indicators"),
        ("{% url 'published-plans' as plans %}", "governance"),
        ("{% url page.name plan.slug %}", None),
    ],
)
def test_every_way_of_naming_something_is_read(tag: str, app: str | None) -> None:
    assert ([found for _, found in named_in_template(tag)] or [None])[-1] == app


def test_a_template_names_nothing_of_an_app_above() -> None:
    faults = [
        (place, name)
        for path in TEMPLATE_FILES
        for place in [path.relative_to(TEMPLATES).as_posix()]
        for name, other in named_in_template(path.read_text(encoding="utf-8"))
        if is_above(app_of_template(place), other)
    ]
    assert faults == []


LEADS_TO = {"reverse", "reverse_lazy", "redirect", "resolve_url", "PlanLink", "SiteLink"}


def named_in_module(path: Path) -> Iterator[tuple[str, str]]:
    """The templates and addresses that a module names, with their apps."""
    for text in texts_of(path):
        if text.endswith(".html") and (TEMPLATES / text).is_file():
            yield text, app_of_template(text)
    for node in ast.walk(tree_of(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for argument in node.args if node.func.id in LEADS_TO else ():
                name = argument.value if isinstance(argument, ast.Constant) else None
                if name in ADDRESSES:
                    yield name, ADDRESSES[name]


@pytest.mark.parametrize("app", APPS)
def test_a_module_names_no_template_or_address_of_an_app_above(app: str) -> None:
    above = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in SOURCES[app]
        if path != ROOT / "wsoa/urls.py"
        for name, other in named_in_module(path)
        if is_above(app, other)
    ]
    assert above == []


# --- documents of papers are typed --------------------------------------------------------------

PAPERS = ROOT / "governance" / "papers"
# The module that turns a document's JSON into its model and back.
JSON_EDGE = "document/frozen.py"
# What the other modules look up by a string key. None of it is a document: groups of a regular
# expression, objects of a PDF file, styles and relations of a Word file, and the free JSON of a
# plan's row.
KEYED = {
    "checks/count_claims.py": {"got", "match"},
    "checks/document_texts.py": {"blocks"},
    "checks/level_claims.py": {"match"},
    "checks/personal_data.py": {"match"},
    "formats/pdf_continued_rows.py": {"first"},
    "formats/pdf_tags.py": {
        "again",
        "before",
        "body",
        "cell",
        "document",
        "element",
        "header",
        "headers",
        "operators",
        "page",
        "parent",
        "pdf",
        "properties",
        "thing",
    },
    "formats/word_checks.py": {"relation"},
    "formats/word_style.py": {"COLOURS", "styles"},
    "quarterly/build_publication.py": {"section"},
    "quarterly/wording.py": {"item", "survey"},
}


def is_get(function: ast.expr) -> TypeGuard[ast.Attribute]:
    return isinstance(function, ast.Attribute) and function.attr == "get"


def keyed_in(text: str) -> set[str]:
    """The names from which a module reads something by a string key."""
    names: set[str] = set()
    for node in ast.walk(tree_of(text)):
        if isinstance(node, ast.Subscript):
            owner, key = node.value, node.slice
        elif isinstance(node, ast.Call) and is_get(node.func) and node.args:
            owner, key = node.func.value, node.args[0]
        else:
            continue
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            continue
        while isinstance(owner, ast.Attribute | ast.Subscript):
            owner = owner.value
        if isinstance(owner, ast.Name) and owner.id != "Literal":
            names.add(owner.id)
    return names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('document["areas"]', {"document"}),
        ('document.areas[0].get("ref", "")', {"document"}),
        ('kind: Literal["quarterly"]', set()),
        ("document.areas[0]", set()),
    ],
)
def test_what_is_read_by_a_string_key_is_found(text: str, names: set[str]) -> None:
    assert keyed_in(text) == names


def test_no_paper_reads_its_document_by_string_keys() -> None:
    keyed = {
        path.relative_to(PAPERS).as_posix(): names
        for path in PAPERS.rglob("*.py")
        if (names := keyed_in(path.read_text(encoding="utf-8")))
    }
    del keyed[JSON_EDGE]
    assert keyed == KEYED


def test_no_paper_passes_its_document_as_a_dictionary() -> None:
    untyped = re.compile(r"\b(?:[dD]ict|Mapping|MutableMapping)\[str, Any\]")
    assert [
        path.name for path in PAPERS.rglob("*.py") if untyped.search(path.read_text("utf-8"))
    ] == []


def test_every_uploaded_file_goes_through_the_scanned_field() -> None:
    fields = {
        str(path.relative_to(ROOT))
        for path in PRODUCTION
        if re.search(r"\bforms\.(?:FileField|ImageField)\b", path.read_text())
    }
    assert fields == {"wsoa/core/forms/file_fields.py"}
