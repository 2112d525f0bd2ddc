"""The pages of an Easy Read PDF: none has the imprint alone, however long the summary is."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from pypdf import PdfReader

from governance.papers.formats.easy_read_pdf import easy_read_areas, write_easy_read_pdf
from tests.support.documents import parsed
from tests.support.rendered import imprint_for
from tests.support.rich_document import raw_rich


def last_page(lines: int, folder: Path) -> str:
    """The words of the last page of a summary with so many ideas."""
    raw = copy.deepcopy(raw_rich())
    ideas = [{"text": f"This is idea {number}.", "drawing": "late"} for number in range(lines)]
    raw["areas"][0]["easy_read"]["parts"] = [{"heading": "What is late", "lines": ideas}]
    document = parsed(raw)
    imprint = imprint_for(document)
    (area, *_others) = easy_read_areas(document, imprint)
    path = folder / f"{lines}.pdf"
    write_easy_read_pdf(document, imprint, area, path, lambda *_progress: None)
    return " ".join(PdfReader(path).pages[-1].extract_text().split())


@pytest.mark.parametrize("lines", range(1, 9))
def test_the_last_page_has_an_idea_beside_the_imprint(lines: int, tmp_path: Path) -> None:
    words = last_page(lines, tmp_path)

    assert "Somebody you trust can help you read this. As at " in words
    assert "The whole update is at" in words
