"""The published page: what changed and what is late first, whole without a script, light."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import brotli
import lxml.html
import pikepdf
import pytest
from django.urls import resolve

from governance.papers.document.imprint import size_words
from governance.papers.formats.pdf import style_sheet
from tests.governance.formats.reading import squeezed, tags_of, with_class
from tests.support.documents import document
from tests.support.html import Page
from tests.support.paths import ROOT
from tests.support.rendered import render


def parsed(made, form="html"):
    return lxml.html.fromstring(made.path(form).read_text())


@pytest.fixture(scope="module")
def page(small):
    return parsed(small)


def test_what_changed_and_what_is_late_come_first(page):
    heads = [each.text_content() for each in page.xpath("//h1 | //h2")]

    assert heads == [
        "October 2019 update",
        "Easy Read",
        "What has changed since July 2019",
        "What is late: 1",
        "Has it made a difference?",
        "Download this update",
        "Read it another way",
        "Follow this plan",
        "The programme as a whole",
        "The plan, area by area",
        "What the statuses mean",
        "Leads",
        "Abbreviations",
        "The rest of the plan",
        "About this update",
        "More",
    ]


def test_what_is_late_says_what_was_said_what_is_said_now_and_why(page):
    (section,) = page.xpath("//section[@id='late']")
    (row,) = section.xpath(".//tbody/tr")

    assert [squeezed(each.text_content()) for each in row] == [
        "1.1.1Do1.1.1",
        "Dec20192monthslate,countedfromFeb2020",
        "Feb2020Notyetagreed",
        "Itwaitsforthestrategy.",
    ]


def test_downloads_say_their_size_and_hash(small, page):
    (about,) = page.xpath("//section[@id='about']")
    rows = about.xpath(".//tbody/tr")

    forms = ("pdf", "ods", "csv", "csv-metadata", "xlsx", "docx", "json", "easy-pdf-1")
    assert len(rows) == len(forms)
    for row, form in zip(rows, forms, strict=True):
        head, size, sha = row
        file = small.files[form]
        assert head.xpath("./a/@href") == [small.imprint.path_of(form)]
        assert size_words(file.size) in size.text_content()
        assert sha.text_content().strip() == file.sha256


def test_statuses_are_a_shape_and_a_word(page):
    for chip in with_class(page, "app-st"):
        (use,) = chip.xpath("./svg/use/@href")
        assert page.xpath(f"//symbol[@id='{use[1:]}']")
        assert chip.xpath("string(./span)")


def test_areas_are_folded_and_the_other_pages_fold_nothing(small):
    assert len(parsed(small).xpath("//details")) == 7  # with the text on the programme
    for form in ("large-print", "plain", "area-1"):
        other = parsed(small, form)
        assert not other.xpath("//details")
        for text in ("Developments: one", "It is seen.", "Improvement Board"):
            assert text in other.text_content(), (form, text)


def test_every_page_needs_no_script_and_leads_only_below_this_site(small):
    for form in ("html", "large-print", "plain", "area-1", "area-2", "easy-read-1"):
        text = small.path(form).read_text()
        assert "<script" not in text
        assert "<form" not in text
        assert " style=" not in text
        read = Page(text)
        ids = read.attributes("//@id")
        assert len(ids) == len(set(ids)), form
        within = [href for href in read.attributes("//@href") if href.startswith("#")]
        assert {href.removeprefix("#") for href in within} <= set(ids), form


def test_every_link_within_this_site_leads_somewhere(small):
    for form in ("html", "large-print", "area-1", "easy-read-1"):
        for address in parsed(small, form).xpath("//a/@href | //link/@href"):
            path = urlsplit(address.replace("https://send.example", "")).path
            assert not path or resolve(path), address


def test_a_correction_is_said_at_the_top(page):
    (note,) = with_class(page, "note")

    assert "Version 1 corrects the one before. A date was wrong." in note.text_content()


def test_an_update_with_nothing_but_actions_is_a_page_too(tmp_path):
    made = render(document({"1.1.1": ("on_track",)}, now="2019-07"), tmp_path)

    heads = [each.text_content() for each in parsed(made).xpath("//main//h2")]
    assert "What is late: 0" in heads
    assert "Has it made a difference?" not in heads
    assert "The rest of the plan" not in heads


@pytest.mark.django_db
def test_the_first_view_of_the_demo_is_below_80_kb(published):
    packed = [brotli.compress(published.path(form).read_bytes()) for form in ("html", "css")]

    assert sum(map(len, packed)) < 80_000


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 KB"), (62_400, "62 KB"), (999_999, "1000 KB"), (1_440_000, "1.4 MB")]
)
def test_sizes_are_in_words(size, words):
    assert size_words(size) == words


# --- Easy Read ------------------------------------------------------------------------------------


def test_an_easy_read_page_has_one_idea_a_line_with_its_drawing(small):
    page = parsed(small, "easy-read-1")
    ideas = with_class(page, "idea")
    lines = [[each.text_content().strip() for each in idea.xpath(".//p")] for idea in ideas]

    assert [each.text_content() for each in page.xpath("//h1 | //main//h2")] == [
        "Help with plans",
        "What inspectors said",
        "What is late",
        "Ask us",
    ]
    assert lines == [
        ["Inspectors came in 2018.", "Plans were too slow."],
        ["We wrote a list."],
        ["We are late."],
        ["You can ask us a question.", "You do not have to say who you are."],
        ["Somebody you trust can help you read this."],
    ]
    assert [bool(len(idea.xpath("./svg/*"))) for idea in ideas] == [True, False, True, True, True]
    for drawing in page.xpath("//div[@class='idea']/svg"):
        assert (drawing.get("aria-hidden"), drawing.get("focusable")) == ("true", "false")


def test_the_update_and_the_areas_page_lead_to_easy_read_and_its_pdf(small):
    page, pdf = (small.imprint.path_of(form) for form in ("easy-read-1", "easy-pdf-1"))

    assert page in parsed(small).xpath("//nav[@aria-label='Easy Read']//a/@href")
    for form in ("area-1", "easy-read-1"):
        assert pdf in parsed(small, form).xpath("//main//a/@href")
    assert page in parsed(small, "area-1").xpath("//main//a/@href")
    assert "Easy Read" not in parsed(small, "area-2").text_content()


def test_an_easy_read_pdf_says_the_same_in_16_points(small):
    tags = tags_of(small.path("easy-pdf-1"))
    with pikepdf.open(small.path("easy-pdf-1")) as file:
        box = [float(side) for side in file.pages[0].mediabox]

    for words in ("Inspectors came in 2018.", "Plans were too slow.", "We are late.", "Ask us"):
        assert words in tags
    assert [round(side) for side in box[2:]] == [595, 842]
    assert re.search(r"body { margin: 0; font: 16pt/", style_sheet("easy-read-print.css"))
    assert min(sizes_in("easy-read-print.css")) >= 14


def sizes_in(name: str) -> list[float]:
    """The sizes of type that a style sheet of its own sets, in points."""
    text = (ROOT / "static" / "css" / name).read_text()
    return [float(size) for size in re.findall(r"font(?:-size)?: ([\d.]+)pt", text)]
