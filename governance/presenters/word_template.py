"""The pages of a local area's Word template: which is used, and what is recognised in it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from governance.models import Paper, WordTemplate
from governance.papers.formats import word_places, word_template
from governance.papers.formats.word_checks import RecognisedTemplate, recognise
from governance.selectors.word_templates import newest_report, template_in_use
from wsoa.accounts.models import LocalArea, User


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template that the area has uploaded."""

    name: str
    href: str
    made_by: str
    made_at: datetime
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class TemplateListPage:
    """The area's templates, and the named places that one may have."""

    in_use: str
    templates: tuple[TemplateLine, ...]
    places: tuple[tuple[str, str], ...]  # as they are written, and what stands there
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """One template: what is recognised in it; `preview` is the title of what it can show."""

    name: str
    found: RecognisedTemplate
    is_in_use: bool
    preview: str


def template_list_page(local_area: LocalArea) -> TemplateListPage:
    """The Word templates of an area, and which of them is in use."""
    used = template_in_use(local_area)
    return TemplateListPage(
        in_use=used.name if used else "",
        templates=tuple(
            TemplateLine(
                name=template.name,
                href=reverse("word-template-found", args=[local_area.slug, template.pk]),
                made_by=template.made_by.name,
                made_at=template.made_at,
                is_in_use=template == used,
            )
            for template in WordTemplate.objects.of(local_area)
        ),
        places=tuple(
            (f"[[{words}]]", word_places.MEANINGS[key]) for key, words in word_places.NAMES.items()
        ),
        styles=tuple(word_template.STYLES.values()),
    )


def template_page(template: WordTemplate, user: User) -> TemplatePage:
    """What was recognised in a template, with a report to try it on."""
    report = newest_report(template.local_area, user)
    return TemplatePage(
        name=template.name,
        found=recognise(_document(template), template.name),
        is_in_use=template_in_use(template.local_area) == template,
        preview=_named(report) if report else "",
    )


def _named(paper: Paper) -> str:
    return f"{paper.title}, version {paper.version}"


def _document(template: WordTemplate) -> Any:
    import docx

    return docx.Document(io.BytesIO(bytes(template.content)))
