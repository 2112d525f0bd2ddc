"""The guide in the application: `docs/guide/`, a page each, and which page helps with what."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wsoa.core.guide_text import GuideText, guide_html
from wsoa.web.extension_points import GUIDE_PAGES, Link

_PAGE: Final = re.compile(r"([a-z0-9-]+)\.md(#[a-z0-9-]+)?")
INDEX: Final = "index"


def folder() -> Path:
    """Where the pages are."""
    return Path(settings.BASE_DIR, "docs", "guide")


@lru_cache(maxsize=100)
def guide_text(name: str) -> GuideText | None:
    """A page by its name; None where there is none."""
    if not re.fullmatch(r"[a-z0-9-]{1,60}", name):
        return None
    path = folder() / f"{name}.md"
    return GuideText.of(path.read_text(encoding="utf-8")) if path.is_file() else None


def guide_link(request: HttpRequest) -> Link | None:
    """The page of the guide that helps with the page that is shown; None where there is none."""
    match = getattr(request, "resolver_match", None)
    shown = match.url_name if match else ""
    for help_page in GUIDE_PAGES:
        if shown in help_page.names:
            text = guide_text(help_page.page)
            title = text.title if text else help_page.page
            return Link(title, reverse("guide-page", args=[help_page.page]))
    return None


def guide_in_footer(request: HttpRequest) -> Link:
    """The link at the foot of every page: to the page that helps there, or to the contents."""
    found = guide_link(request)
    return Link("Help with this page", found.href) if found else Link("Guide", reverse("guide"))


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The contents of the guide. Open to all."""
    return _shown(request, INDEX)


@require_safe
def guide_page(request: HttpRequest, page: str) -> HttpResponse:
    """One page of the guide. Open to all."""
    return _shown(request, page)


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    text = guide_text(name)
    if text is None:
        raise Http404
    html = mark_safe(guide_html(text, _address, _picture))  # noqa: S308 (escaped in guide_text)
    context = {"text": text, "html": html, "is_index": name == INDEX}
    return render(request, "guide/page.html", context)


def _address(target: str) -> str:
    """A link between pages of the guide as an address here; of the other documents, none."""
    if target.startswith("https://"):
        return target
    found = _PAGE.fullmatch(target)
    if not found or guide_text(found[1]) is None:
        return ""
    page = reverse("guide") if found[1] == INDEX else reverse("guide-page", args=[found[1]])
    return page + (found[2] or "")


def _picture(name: str) -> str:
    return reverse("guide-picture", args=[name]) if (folder() / "pictures" / name).is_file() else ""


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def guide_picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the guide. Open to all."""
    path = folder() / "pictures" / name
    if not re.fullmatch(r"[a-z0-9-]{1,60}\.png", name) or not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/png")
