"""A publication with a brand: in its pages, its PDF and its Word document, and nowhere else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import docx
import page
import pikepdf
import pytest
from pypdf import PdfReader

from governance.papers.document.imprint import place_of
from governance.papers.formats import html, pdf
from tests.support import pictures
from tests.support.html import Page
from tests.support.pdf_ua import faults
from tests.support.rendered import Published, imprint_for, rendered_once
from tests.support.rich_document import rich
from wsoa.core.brands import Brand

PAGES = ("html", "large-print", "plain", "area-1", "easy-read-1")
LOGO = "/published/a-plan/2019-10/v1/logo.png"


@pytest.fixture(scope="session")
def branded(run_folder: Path) -> Published:
    """The small document of the other tests, with a brand, rendered once a run."""
    return rendered_once(run_folder / "branded", rich, brand=pictures.brand())


@pytest.mark.parametrize("form", PAGES)
def test_every_page_has_name_and_logo_in_its_header(branded: Published, form: str) -> None:
    header = Page(branded.path(form).read_bytes()).section("//header")
    assert header.words.startswith("Sheffield & friends")
    assert header.attributes(".//img/@src") == [LOGO]
    assert header.attributes(".//img/@alt") == ["Three hills"]


def test_the_logo_and_the_colour_are_files_of_the_publication(branded: Published) -> None:
    assert branded.path("logo").read_bytes() == pictures.logo().png
    assert branded.files["logo"].content_type == "image/png"
    assert place_of("logo") == "/logo.png"
    style = branded.path("css").read_text()
    assert style.endswith(":root{--brand:#7a1f4d;--brand-hover:#5f183c;--brand-shadow:#3d1026;}\n")
    assert 'content="#7a1f4d"' in branded.path("html").read_text()


def test_no_page_has_a_style_of_its_own(branded: Published) -> None:
    for form in PAGES:
        assert Page(branded.path(form).read_bytes()).find("//*[@style] | //style") == []


@pytest.mark.parametrize("form", ["pdf", "easy-pdf-1"])
def test_a_pdf_has_it_on_its_first_page_alone_and_stays_accessible(
    branded: Published, form: str
) -> None:
    pages = PdfReader(branded.path(form)).pages
    assert "Sheffield & friends" in pages[0].extract_text()
    assert "Sheffield & friends" not in "".join(found.extract_text() for found in pages[1:])
    assert page.validate_pdf(str(branded.path(form)), profile="ua1").is_compliant
    with pikepdf.open(branded.path(form)) as paper:
        assert faults(paper) == {}
        figures = [
            str(found.Alt)
            for found in paper.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/Figure"
        ]
    assert figures.count("Three hills") == 1


def test_no_type_of_an_easy_read_pdf_is_smaller_than_14_points(branded: Published) -> None:
    letters: Counter[float] = Counter()

    def count(text: str, page: list[float], line: list[float], _font: object, size: float) -> None:
        if text.strip():
            letters[round(size * abs(page[3] * line[3]), 1)] += len(text.strip())

    for sheet in PdfReader(branded.path("easy-pdf-1")).pages:
        sheet.extract_text(visitor_text=count)

    assert min(letters) >= 14
    assert {16, 20, 26} <= set(letters)  # lines, headings, title


def test_the_word_document_begins_with_it(branded: Published) -> None:
    paper = docx.Document(str(branded.path("docx")))
    picture = paper.inline_shapes[0]
    assert picture._inline.docPr.get("descr") == "Three hills"
    assert (round(picture.height.mm), round(picture.width.mm)) == (14, 42)
    assert [line.text for line in paper.paragraphs[:3]] == [
        "",
        "Sheffield & friends",
        "October 2019 update",
    ]
    assert 'w:color="7a1f4d"' in paper.paragraphs[1]._p.xml


def test_what_is_data_is_the_same_with_and_without(branded: Published, small: Published) -> None:
    assert branded.imprint.sha256 == small.imprint.sha256
    for form in ("json", "csv", "csv-metadata", "ods", "xlsx"):
        assert branded.path(form).read_bytes() == small.path(form).read_bytes(), form


def test_the_same_brand_gives_the_same_bytes(branded: Published, tmp_path: Path) -> None:
    again = html.style_sheet(pictures.brand())
    assert again == branded.path("css").read_bytes()
    assert branded.path("docx").read_bytes() == docx_again(tmp_path, branded)


def docx_again(folder: Path, branded: Published) -> bytes:
    from governance.papers.formats.docx import write_docx

    write_docx(branded.document, branded.imprint, folder / "again.docx")
    return (folder / "again.docx").read_bytes()


def test_without_a_brand_nothing_says_so(small: Published) -> None:
    assert "logo" not in small.files
    for form in PAGES:
        text = small.path(form).read_text()
        assert 'class="brand"' not in text
        assert "<img" not in text
    assert ".brand" not in small.path("css").read_text()
    assert docx.Document(str(small.path("docx"))).paragraphs[0].text == "October 2019 update"


def test_a_name_alone_needs_no_logo_and_keeps_the_services_colour() -> None:
    only = Brand("Only <a> name")
    text = pdf.as_html(rich(), imprint_for(rich(), brand=only), only)
    assert "Only &lt;a&gt; name" in text
    assert "brand:logo" not in text
    assert b":root{--brand" not in html.style_sheet(only)


def test_a_paper_may_fetch_the_logo_of_its_own_brand_and_nothing_else() -> None:
    assert pdf.make_fetcher(pictures.brand()).fetch(pdf.LOGO).read() == pictures.logo().png
    for fetcher in (pdf.make_fetcher(), pdf.make_fetcher(Brand("Only a name"))):
        with pytest.raises(PermissionError, match="may not fetch brand:logo"):
            fetcher.fetch(pdf.LOGO)
