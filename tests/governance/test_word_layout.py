"""Word documents as LibreOffice lays them out: what a member of a board or committee reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from actions.models import Plan
from governance.papers.formats.docx import write_docx
from governance.papers.formats.registry import render_highlight
from governance.papers.highlight.build import build_highlight
from tests.support import boards, word_templates
from tests.support.boards import ADDRESS, OCTOBER
from tests.support.office import as_pdf, with_libreoffice
from tests.support.rendered import imprint_for
from tests.support.rich_document import rich

pytestmark = [pytest.mark.long, with_libreoffice]


@pytest.mark.django_db
def test_the_highlight_report_is_two_pages_and_its_annex_as_pdf_and_as_word(
    sheffield: Plan, tmp_path: Path
) -> None:
    remarks = {"top": "{behind} of {total} are behind.", "risks": "Discussed with the leads."}
    report = build_highlight(sheffield, boards.meeting(sheffield), OCTOBER, remarks)
    made = render_highlight(report, ADDRESS, "ab" * 32, tmp_path, lambda *_: None)
    paper, word = (tmp_path / file.name for file in made)

    laid_out = as_pdf(word, tmp_path / "office")

    for file in (paper, laid_out):
        first, second, annex = (page.extract_text() for page in PdfReader(file).pages)
        assert "Annex to" not in first + second
        assert "Annex to" in annex


@pytest.mark.django_db
def test_a_report_whose_rows_are_set_closer_is_two_pages_as_pdf_and_as_word(
    sheffield: Plan, tmp_path: Path
) -> None:
    report = build_highlight(sheffield, boards.meeting(sheffield), OCTOBER)
    made = render_highlight(report, ADDRESS, "ab" * 32, tmp_path, lambda *_: None)
    paper, word = (tmp_path / file.name for file in made)

    for file in (paper, as_pdf(word, tmp_path / "office")):
        first, second = (page.extract_text() for page in PdfReader(file).pages)
        assert "Annex to" not in first + second
        assert "Listed: 5 of 5." in " ".join(second.split()) or file != paper


@pytest.mark.parametrize("template", [None, word_templates.council()], ids=["ours", "council"])
def test_a_committee_paper_is_upright_with_the_plan_on_broad_pages(
    template: object, tmp_path: Path
) -> None:
    document = rich()
    content = word_templates.content_of(template) if template else None
    target = tmp_path / "x.docx"
    write_docx(document, imprint_for(document, word_template=content), target)

    pages = PdfReader(as_pdf(target, tmp_path / "office")).pages

    texts = [page.extract_text() for page in pages]
    broad = [page.mediabox.width > page.mediabox.height for page in pages]
    assert "Report of" in texts[0]
    assert "1.1 " in " ".join(texts[0].split())
    first = broad.index(True)
    assert "Appendix 1: The plan, action by action" in texts[first]
    last = len(broad) - broad[::-1].index(True)
    assert broad == [False] * first + [True] * (last - first) + [False] * (len(broad) - last)
    assert all(text.strip() for text in texts)  # no page is empty
    assert not any("[[" in text for text in texts)
