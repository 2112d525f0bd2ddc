"""The report on paper: two pages for every screen reader, and the same lines as a Word document."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import NamedTuple

import docx
import page
import pikepdf
import pytest
from django.conf import settings
from docx.oxml.ns import qn
from pypdf import PdfReader

from actions.models import Plan
from governance.models import Paper, Rendering
from governance.papers.document.highlight_schema import Highlight
from governance.papers.formats import highlight_docx, highlight_pdf
from governance.papers.formats.registry import render_highlight
from governance.papers.highlight import build, wording
from governance.services import jobs
from governance.tasks import render_paper
from tests.support import boards, pictures, word_templates
from tests.support.boards import ADDRESS, OCTOBER
from tests.support.once_a_run import made_once
from tests.support.pdf_ua import faults


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker) -> Highlight:
    """October's report, with a remark at the top and in a section."""
    with django_db_blocker.unblock():
        plan = Plan.objects.get(slug="sheffield-2019")
        remarks = {
            "top": "{behind} of {total} are behind.\n\nThe board asked for a plan of recovery.",
            "risks": "Discussed with <leads>.\n\n- Staff are sought.\n- Clinics open on Saturdays.",
        }
        return build.build_highlight(plan, boards.meeting(plan), OCTOBER, remarks)


class Rendered(NamedTuple):
    """The report's files by their form, and the progress that was told."""

    files: dict[str, Path]
    progress: list[tuple[str, int]]


@pytest.fixture(scope="module")
def rendered(report, run_folder: Path) -> Rendered:
    """Made without the database, by the first worker of a run that asks."""

    def make(folder: Path) -> None:
        progress: list[tuple[str, int]] = []
        made = render_highlight(
            report, ADDRESS, "ab" * 32, folder, lambda *step: progress.append(step)
        )
        files = {each.form: folder / each.name for each in made}
        (folder / "rendered.pickle").write_bytes(pickle.dumps(Rendered(files, progress)))

    folder = made_once(run_folder / "highlight", make)
    found: Rendered = pickle.loads((folder / "rendered.pickle").read_bytes())
    return found


@pytest.fixture(scope="module")
def files(rendered: Rendered) -> dict[str, Path]:
    return rendered.files


@pytest.fixture(scope="module")
def text(files) -> str:
    pages = [each.extract_text() for each in PdfReader(files["pdf"]).pages]
    return re.sub(r"\s+", " ", " ".join(pages))


def test_it_is_two_pages_with_its_annex_behind_and_passes_the_pdf_ua_check(files):
    first, second, *annex = pages_of(files["pdf"])
    assert "Annex" not in first.replace("in the annex", "") + second.replace("in the annex", "")
    assert [page.startswith("Annex to ") for page in annex] == [True]
    verdict = page.validate_pdf(str(files["pdf"]), profile="ua1")
    assert verdict.is_compliant, verdict
    with pikepdf.open(files["pdf"]) as file:
        assert faults(file) == {}


def test_what_does_not_fit_is_counted_and_stands_whole_in_an_annex(report, files, text):
    two_pages, _, annex = text.partition("Annex to ")
    counts = re.findall(r"Listed: (\d+) of (\d+)\.( All \2 are in the annex)?", two_pages)

    cut = [int(listed) < int(total) for listed, total, _ in counts]
    assert any(cut)
    assert cut == [bool(said) for *_, said in counts]
    for section, is_cut in zip(report.sections, cut, strict=True):
        assert (f". {section.title}" in f"Annex to {annex}") == is_cut
        for line in section.lines if is_cut else ():
            assert line.ref in annex
    only_here = [int(count) for count in re.findall(r"\((\d+) of them only here\)", annex)]
    assert only_here == [
        int(total) - int(listed) for listed, total, _ in counts if int(listed) < int(total)
    ]
    assert "see the list" not in text
    links = [
        note.get_object()["/A"]["/URI"]
        for each in PdfReader(files["pdf"]).pages
        for note in each.get("/Annots", ())
    ]
    assert "https://plans.example/plans/sheffield-2019/actions/5.1.6/" in links


def test_no_section_is_left_out_and_remarks_stand_in_theirs(report, text):
    for section in report.sections:
        assert section.title in text
    assert "30 of 89 are behind." in text
    assert "Discussed with <leads>." in text
    assert "Illustrative statuses." in text


def test_each_table_says_how_many_of_its_lines_are_on_paper(report, rendered, text):
    two_pages = text.partition("Annex to ")[0]
    counts = re.findall(r"Listed: (\d+) of (\d+)\.", two_pages)

    assert [int(total) for _shown, total in counts] == [each.total for each in report.sections]
    assert any(shown != total for shown, total in counts)
    assert any(shown == total for shown, total in counts)


def test_the_same_document_gives_the_same_files(report, files, tmp_path):
    again = render_highlight(report, ADDRESS, "ab" * 32, tmp_path, lambda *_: None)

    for each in again:
        assert (tmp_path / each.name).read_bytes() == files[each.form].read_bytes()


def test_a_brand_is_on_the_first_page_of_both_files_and_they_stay_accessible(report, tmp_path):
    short = report.with_values(sections=report.sections[:1])
    made = render_highlight(
        short, ADDRESS, "ab" * 32, tmp_path, lambda *_: None, brand=pictures.brand()
    )
    paper, word = (tmp_path / file.name for file in made)

    first = PdfReader(paper).pages[0]
    assert "Sheffield & friends" in first.extract_text()
    assert len(first.images) == 1
    assert page.validate_pdf(str(paper), profile="ua1").is_compliant
    opened = docx.Document(str(word))
    assert [shape._inline.docPr.get("descr") for shape in opened.inline_shapes] == ["Three hills"]
    assert [line.text for line in opened.paragraphs[:3]] == ["", "Sheffield & friends", short.title]


def test_in_a_councils_template_it_has_its_letterhead_and_places(report, tmp_path):
    template = word_templates.content_of(word_templates.council())
    sections = wording.sections_of(report, ADDRESS)
    word = tmp_path / "x.docx"
    highlight_docx.write_docx(report, sections, ADDRESS, "ab" * 32, word, word_template=template)

    paper = docx.Document(str(word))
    assert paper.sections[0].header.paragraphs[0].text == "Example City Council"
    said = [each.text for each in paper.paragraphs]
    assert said[0] == f"Report to: {report.meeting.body}, 19 November 2019"
    assert said.count(report.title) == 1
    assert said[-1] == "End of the report."
    front = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert front == [["To", report.meeting.body], ["Date", "19 November 2019"]]
    widths = {int(table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) for table in paper.tables[1:]}
    assert all(abs(width - 155 * 1440 / 25.4) < 3 for width in widths)


def test_its_progress_never_goes_back(rendered):
    done = [step[1] for step in rendered.progress]

    assert done == sorted(done)
    assert done[-1] < 100


def test_a_report_with_little_in_it_has_all_of_it(report, tmp_path):
    sections = tuple(
        section.with_values(lines=section.lines[:2], total=len(section.lines[:2]))
        for section in report.sections
    )
    short = report.with_values(sections=sections)
    with (tmp_path / "short.pdf").open("wb") as target:
        printed = highlight_pdf.render(short, ADDRESS, target, lambda *_: None)

    assert printed.pages <= 2
    assert not any(each.is_cut or each.is_annex for each in printed.sections)


def pages_of(path: Path) -> list[str]:
    return [re.sub(r"\s+", " ", each.extract_text()) for each in PdfReader(path).pages]


def refs_in(page: str) -> set[str]:
    return set(re.findall(r"\b\d\.\d\.\d\b", page))


def test_the_worst_risks_and_decisions_stand_on_page_1_and_nothing_ends_in_an_ellipsis(
    report, files
):
    first, second, *_annex = pages_of(files["pdf"])

    assert {line.ref for line in report.sections[0].lines} <= refs_in(first)
    for section in report.sections[:3]:
        assert section.title in first
    assert report.sections[4].title in second
    assert "…" not in first + second


@pytest.mark.django_db
def test_every_late_action_is_on_the_paper_of_october_and_of_november(
    sheffield, people, files, tmp_path
):
    boards.issued(sheffield, people["manager"])
    november = build.build_highlight(
        sheffield, boards.meeting(sheffield, boards.NEXT), boards.NOVEMBER
    )
    with (tmp_path / "november.pdf").open("wb") as target:
        printed = highlight_pdf.render(november, ADDRESS, target, lambda *_: None)

    late = {line.ref for line in november.sections[0].lines}
    assert len(late) == 18
    assert printed.pages == 2
    assert late <= refs_in(pages_of(tmp_path / "november.pdf")[0])
    assert "18 are past their agreed end date." in pages_of(tmp_path / "november.pdf")[0]


def with_late(report: Highlight, times: int) -> Highlight:
    """The report with its late actions so many times."""
    late, *others = report.sections
    lines = late.lines * times
    late = late.with_values(lines=lines, total=len(lines), title=f"Late: {len(lines)}")
    return report.with_values(sections=(late, *others), late=len(lines))


def test_late_actions_go_on_at_the_top_of_page_2_before_anything_that_is_new(report, tmp_path):
    with (tmp_path / "more.pdf").open("wb") as target:
        printed = highlight_pdf.render(with_late(report, 2), ADDRESS, target, lambda *_: None)

    first, second, _annex = pages_of(tmp_path / "more.pdf")
    assert printed.pages == 3
    assert [len(each.lines) for each in printed.sections[:3]] == [32, 3, 4]
    assert "3. Significant risks: 4" in first
    assert second.index("1. Late: 32, continued") < second.index("4. Past the plan’s own end")


@pytest.mark.long
def test_more_late_actions_than_fit_are_counted_by_area_and_listed_in_an_annex(report, tmp_path):
    with (tmp_path / "many.pdf").open("wb") as target:
        printed = highlight_pdf.render(with_late(report, 6), ADDRESS, target, lambda *_: None)

    first, second, *annex = pages_of(tmp_path / "many.pdf")
    assert printed.pages == 2 + len(annex) > 2
    assert "96 counted by area. All are in the annex, from page 3." in first
    assert "3. Significant risks: 4" in first
    assert "Annex" not in second
    assert annex[0].startswith("Annex to 1. Late: 96")
    late = " ".join(annex).partition(" Annex to ")[0]
    for line in report.sections[0].lines:
        assert len(re.findall(rf"\b{line.ref} ", late)) == 6
    assert len(printed.sections[0].lines) == 96
    with pikepdf.open(tmp_path / "many.pdf") as file:
        assert faults(file) == {}


def test_the_word_document_has_the_lines_that_the_paper_has(report, files):
    paper = docx.Document(str(files["docx"]))
    sections = wording.sections_of(report, ADDRESS)
    headings = [each.text for each in paper.paragraphs if each.style.name == "Heading 1"]
    numbered = [f"{each.number}. {each.title}" for each in sections]
    annex = headings[len(sections) :]
    tables = paper.tables[1 : 1 + len(sections)]  # after the counts

    assert headings[: len(sections)] == numbered
    assert [re.sub(r" \(\d+ of them only here\)$", "", head) for head in annex] == [
        f"Annex to {head}" for head in numbered if any(head in title for title in annex)
    ]
    assert annex
    assert [table.rows[1].cells[0].text for table in tables] == [
        f"{each.lines[0].ref} {each.lines[0].first}".strip()
        + (" †" if each.lines[0].by_office else "")
        + (" Significant risk" if each.lines[0].flag else "")
        for each in sections
    ]
    assert paper.core_properties.language == "en-GB"
    assert {each.rows[0]._tr.trPr.xml.count("w:tblHeader") for each in paper.tables} == {1}


@pytest.mark.django_db
def test_a_worker_makes_the_files_of_an_issued_report(sheffield, people, signed_in):
    paper = boards.issued(sheffield, people["manager"])

    render_paper(paper.rendering.pk)

    paper = Paper.objects.get(pk=paper.pk)
    assert Rendering.objects.get(paper=paper).state == Rendering.State.READY
    assert [(each.form, each.pages) for each in paper.files.all()] == [("docx", 0), ("pdf", 2)]
    assert not Path(settings.FILES_DIR, "shown").exists()  # it is the board's, not the public's
    got = signed_in("board").get(f"{paper.get_absolute_url()}file/pdf/")
    assert b"".join(got.streaming_content)[:5] == b"%PDF-"
    assert got["Content-Disposition"].endswith('"sheffield-2019-highlight-2019-10-31.pdf"')
    assert jobs.claim(Rendering, paper.rendering.pk) is None
