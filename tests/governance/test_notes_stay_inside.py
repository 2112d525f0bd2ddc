"""Internal notes are in no report, publication, export, feed or public page, in any format."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from actions.models import InternalNote, Plan
from actions.services.calendar_links import make_calendar_link
from governance.papers.document.frozen import freeze
from governance.papers.formats.registry import QUARTERLY_FORMATS
from governance.papers.highlight.build import build_highlight
from governance.papers.quarterly.build_publication import build_publication
from tests.support import boards
from tests.support.cast import browser_of
from tests.support.paths import ROOT
from tests.support.rendered import AFTER_THE_CLOSE, render
from wsoa.core.clock import now

MARK = "Zwischenruf-4711"
# Who may name the notes: what writes, reads and shows them inside, and nothing above this app.
READERS = {
    "actions/apps.py",
    "actions/forms/notes.py",
    "actions/models/__init__.py",
    "actions/models/notes.py",
    "actions/presenters/action_page.py",  # how many there are
    "actions/presenters/notes.py",
    "actions/querysets/notes.py",
    "actions/selectors/notes.py",
    "actions/selectors/waiting_actions.py",  # who is mentioned
    "actions/services/notes.py",
    "actions/urls.py",
    "actions/views/notes.py",
}
NAMES = re.compile(r"\b(InternalNote|NoteMention|internal_notes|note_mentions|note_thread)\b")


@pytest.fixture
def noted(sheffield: Plan, people) -> Plan:
    """Sheffield's plan with a note on every action."""
    InternalNote.objects.bulk_create(
        InternalNote(action=action, text=f"{MARK} on {action.ref}", by=people["lead"], at=now())
        for action in sheffield.actions.all()
    )
    return sheffield


def test_no_other_module_names_them() -> None:
    """Every format of every paper, every export, feed and public page is made by other modules."""
    found = {
        path.relative_to(ROOT).as_posix()
        for app in ("wsoa", "actions", "indicators", "governance")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and NAMES.search(path.read_text(encoding="utf-8"))
    }
    assert "actions/models/notes.py" in found
    assert found - READERS == set()


def test_no_document_that_is_frozen_has_any_of_them(noted: Plan, people) -> None:
    july = noted.periods.get(key="2019-07")
    july.plan = noted
    document = build_publication(noted, july, AFTER_THE_CLOSE, before=None)
    highlight = build_highlight(noted, boards.meeting(noted), boards.OCTOBER, None)
    for frozen in (freeze(document), freeze(highlight)):
        assert MARK not in frozen.text
    assert document.areas
    assert highlight.sections


def test_no_file_that_anybody_can_fetch_has_any_of_them(noted: Plan, people) -> None:
    exported = io.StringIO()
    call_command("export_plan", noted.slug, stdout=exported)
    assert '"actions"' in exported.getvalue()
    assert MARK not in exported.getvalue()
    calendar = reverse("calendar", args=[make_calendar_link(by=people["lead"])])
    pages = [calendar, reverse("published-plan", args=[noted.slug])]
    pages += [reverse("published-feed", args=[noted.slug]), reverse("published-plans")]
    for page in pages:
        assert MARK not in Client().get(page).content.decode(), page
    manager = browser_of(people["manager"])
    for name, args in (
        ("report-page", [noted.slug, "2019-10"]),
        ("figures-export", [noted.slug, "csv"]),
        ("audit-log-csv", [noted.slug]),
    ):
        answer = manager.get(reverse(name, args=args))
        body = b"".join(answer) if answer.streaming else answer.content
        assert MARK.encode() not in body, name


@pytest.mark.long
def test_no_file_of_any_format_has_any_of_them(noted: Plan, tmp_path: Path) -> None:
    july = noted.periods.get(key="2019-07")
    july.plan = noted
    published = render(build_publication(noted, july, AFTER_THE_CLOSE, before=None), tmp_path)
    assert {each.form for each in QUARTERLY_FORMATS} <= published.files.keys()
    for form in published.files:
        assert MARK not in text_of(published.path(form)), form


def text_of(path: Path) -> str:
    """All that a file says, unpacked."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "\n".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            )
    return content.decode(errors="replace")
