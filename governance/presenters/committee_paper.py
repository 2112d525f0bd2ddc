"""The page on which a publication or highlight report is prepared as a Word paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from governance.domain.enums import PaperKind
from governance.models import CommitteePaper, Paper
from governance.selectors.word_templates import template_in_use
from wsoa.accounts.models import User


@dataclass(frozen=True, slots=True)
class PreparedPaper:
    """A Word paper that was prepared: for whom and when, by whom, and its address."""

    label: str  # "Scrutiny committee, 4 November 2019"
    made_by: str
    made_at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class CommitteePaperPage:
    """The whole page but its form. `template` is empty where that of the service is used."""

    title: str
    version: int
    is_published: bool
    is_highlight: bool
    template: str
    prepared: tuple[PreparedPaper, ...]
    back: str
    back_words: str


def committee_paper_page(paper: Paper, user: User) -> CommitteePaperPage:
    """The page of the last version of a quarter's publication, or of a highlight report."""
    plan = paper.plan
    template = template_in_use(plan.local_area)
    is_highlight = paper.kind == PaperKind.HIGHLIGHT
    sees_publication = user.has_perm(PaperKind.QUARTERLY.see_drafts, plan)
    return CommitteePaperPage(
        title=paper.title,
        version=paper.version,
        is_published=paper.published_at is not None,
        is_highlight=is_highlight,
        template=template.name if template else "",
        prepared=tuple(_prepared(paper, row) for row in CommitteePaper.objects.of(paper)),
        back=(
            paper.get_absolute_url()
            if sees_publication or is_highlight
            else reverse("publications", args=[plan.slug])
        ),
        back_words=_back_words(is_highlight, sees_publication),
    )


def _back_words(is_highlight: bool, sees_publication: bool) -> str:
    if is_highlight:
        return "Back to the report"
    return "Back to the publication" if sees_publication else "Publications"


def word_address(paper: Paper, pk: int | None = None) -> str:
    """The address of the form, or of one file that was prepared with it."""
    kind = "highlight-word" if paper.kind == PaperKind.HIGHLIGHT else "committee-paper"
    name, more = (kind, []) if pk is None else (f"{kind}-file", [pk])
    return reverse(name, args=[paper.plan.slug, paper.key, *more])


def _prepared(paper: Paper, row: CommitteePaper) -> PreparedPaper:
    return PreparedPaper(
        label=", ".join(filter(None, (" ".join(row.to.split()) or "a committee", row.date))),
        made_by=row.by.name,
        made_at=row.at,
        href=word_address(paper, row.pk),
    )
