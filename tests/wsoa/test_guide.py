"""The guide as it is shown: short pages in plain words, whose links and buttons exist."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.reading_age import reading_age, words_of
from tests.support.paths import ROOT
from wsoa.core.guide_text import GuideText, guide_html
from wsoa.web.extension_points import GUIDE_PAGES
from wsoa.web.guide import folder, guide_text

TASKS = re.findall(
    r"\(([a-z-]+)\.md\)",
    (ROOT / "docs" / "guide" / "index.md").read_text().split("## One task")[1].split("\n## ")[0],
)
PAGES = sorted(path.stem for path in folder().glob("*.md"))
SOURCES = [
    *ROOT.glob("templates/**/*.html"),
    *(
        path
        for app in ("actions", "governance", "indicators", "wsoa")
        for path in ROOT.glob(f"{app}/**/*.py")
    ),
]
# What the guide names in bold and no page prints as it stands: kinds of answers, not buttons.
NO_BUTTON = {"†"}


@pytest.fixture(scope="module")
def printed() -> str:
    """All that templates and code can print, with single spaces."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    return " ".join(re.sub(r'"\s*\n\s*"', "", text).split())


def test_each_role_has_its_tasks():
    assert len(TASKS) == 12
    assert set(TASKS) <= set(PAGES)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_read_in_two_minutes_by_everybody(task):
    page = guide_text(task)
    assert page is not None
    assert 200 <= len(words_of(page.plain_text)) <= 350
    assert reading_age(page.plain_text) < 13


@pytest.mark.parametrize("task", TASKS)
def test_every_button_that_is_named_exists(task, printed):
    text = (folder() / f"{task}.md").read_text(encoding="utf-8")
    named = {" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)}
    buttons = {name for name in named if not name.endswith(".")} - NO_BUTTON
    known = {name: re.sub(r"\d+", "{{ }}", name) for name in buttons}
    assert [name for name in known if name not in printed and not _in_parts(name, printed)] == []


def _in_parts(name: str, printed: str) -> bool:
    """Whether a label with a number in it is printed around a variable."""
    parts = [part.strip() for part in re.split(r"\d+", name)]
    return len(parts) > 1 and all(part in printed for part in parts)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_shown_with_its_pictures_and_links(client, page):
    shown = client.get("/guide/" if page == "index" else f"/guide/{page}/")
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "**" not in text
    assert "](" not in text
    for picture in re.findall(r'src="(/guide/pictures/[^"]+)"', text):
        assert client.get(picture).headers["Content-Type"] == "image/png"
    for target in re.findall(r'href="(/guide/[^"#]*)', text):
        assert client.get(target).status_code == 200


@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_its_picture(task):
    pictures = re.findall(r"\(pictures/([a-z-]+\.png)\)", (folder() / f"{task}.md").read_text())
    assert pictures == [f"{task}.png"]
    assert (folder() / "pictures" / pictures[0]).stat().st_size < 150_000


@pytest.mark.parametrize(
    "path", ["/guide/no-such-page/", "/guide/pictures/no.png", "/guide/pictures/..%2Findex.md"]
)
def test_nothing_else_is_shown(client, path):
    assert client.get(path).status_code == 404


def _names(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= _names(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(entry.name)
    return found


def test_every_page_that_has_help_exists_and_its_help_too():
    known = _names(get_resolver()) | {"plan-imports", "plan-import"}  # come with the import
    assert {name for page in GUIDE_PAGES for name in page.names} <= known
    assert {page.page for page in GUIDE_PAGES} <= set(PAGES)


@pytest.mark.django_db
def test_an_error_links_to_the_page_that_helps(signed_in):
    page = signed_in("lead").post("/plans/sheffield-2019/actions/6.1.2/dates/", {})
    text = page.content.decode()
    assert "There is a problem" in text
    assert 'Help: <a class="govuk-link" href="/guide/lead-later-date/">' in text


@given(st.text())
def test_no_text_becomes_markup_of_its_own(text):
    html = guide_html(GuideText.of(f"# T\n{text}"), lambda _: "", lambda _: "")
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {*("p", "b", "code", "ul", "ol", "li", "h2", "h3", "table", "thead"), *_TABLE}
    assert not re.search(r"<[^>]*\son\w+=", html)


_TABLE = ("tbody", "tr", "th", "td", "img", "a")
