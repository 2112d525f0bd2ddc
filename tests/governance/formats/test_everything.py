"""All formats in one go: from the document and its imprint alone, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import page
import pytest

from governance.papers.document.frozen import HashMismatch, canonical
from governance.papers.document.imprint import Imprint, ReplacingVersion, place_of
from governance.papers.formats import render_all, render_pages
from governance.papers.formats.registry import DOWNLOADS, file_stem
from tests.governance.formats.reading import printed_text, squeezed
from tests.support.rendered import imprint_for, render
from tests.support.rich_document import rich

FILES = {*DOWNLOADS, "csv-metadata", "easy-pdf-1"}
PAGES = {"css", "html", "large-print", "plain", "area-1", "area-2", "easy-read-1"}
ALL = FILES | PAGES


def test_every_form_is_there_with_its_size_and_hash(small):
    assert set(small.files) == ALL
    assert {each.name for each in small.folder.iterdir()} == {
        each.name for each in small.files.values()
    }
    for each in small.files.values():
        content = (small.folder / each.name).read_bytes()
        assert (each.size, each.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert [each.form for each in small.files.values() if each.pages] == ["pdf", "easy-pdf-1"]


def test_the_same_document_is_the_same_bytes_in_every_form(small, tmp_path):
    again = render(rich(), tmp_path)

    assert again.files == small.files


@pytest.mark.parametrize(
    "form", ["html", "large-print", "plain", "area-1", "pdf", "docx", "ods", "xlsx", "csv", "json"]
)
def test_steps_and_resources_of_an_action_are_in_each_form(small, form):
    text = squeezed(printed_text(form, small.path(form)))
    for words in ("Ask them: done", "Tell them: not done yet", "£12,000, DSG. Not agreed yet."):
        assert squeezed(words) in text


def test_json_is_the_frozen_text_byte_for_byte(small):
    content = small.path("json").read_bytes()

    assert content == canonical(small.document).encode()
    assert hashlib.sha256(content).hexdigest() == small.imprint.sha256


def test_a_document_that_was_not_signed_is_not_rendered(tmp_path):
    imprint = imprint_for(rich())

    with pytest.raises(HashMismatch):
        render_all(rich(correction="Another"), imprint, tmp_path, lambda *_: None)
    assert list(tmp_path.iterdir()) == []


def test_progress_names_each_form_and_never_goes_back(small):
    words = [each for each, _done in small.told]
    done = [each for _words, each in small.told]

    assert done == sorted(done)
    assert done[-1] == 99
    for name in ("JSON", "CSV", "Excel", "OpenDocument", "Word", "PDF", "web pages"):
        assert any(name in each for each in words), name


def test_progress_may_stop_it(tmp_path):
    class StoppedHere(Exception):
        pass

    def stop(words: str, _done: int) -> None:
        if "Word" in words:
            raise StoppedHere

    with pytest.raises(StoppedHere):
        render_all(rich(), imprint_for(rich()), tmp_path, stop)


def test_a_corrected_version_says_so_on_every_page_and_changes_nothing_else(small, tmp_path):
    address = "https://send.example/published/a-plan/2019-10/v2/"
    later = ReplacingVersion(2, address, date(2019, 12, 9), "The date of 1.1.1 was wrong.")
    there = list(small.files.values())

    made = render_pages(small.document, replace(small.imprint, replaced=later), there, tmp_path)

    forms = {each.form for each in made}
    assert forms == PAGES
    for each in made:
        text = (tmp_path / each.name).read_text()
        if each.form != "css":
            assert "This version was corrected on 9 December 2019." in text
            assert f'<a href="{address}">Read version 2</a>' in text
    for form in ("pdf", "easy-pdf-1"):
        assert small.files[form].sha256 in (tmp_path / "index.html").read_text()


def test_an_imprint_is_of_the_version_in_its_address():
    with pytest.raises(ValueError, match="not the address of version 2"):
        imprint_for(rich(), version=2)


@pytest.mark.parametrize(
    ("form", "address"),
    [
        ("html", "https://send.example/published/a-plan/2019-10/v1/"),
        ("pdf", "https://send.example/published/a-plan/2019-10/v1.pdf"),
        ("csv-metadata", "https://send.example/published/a-plan/2019-10/v1.csv-metadata.json"),
        ("css", "https://send.example/published/a-plan/2019-10/v1/style.css"),
        ("area-1", "https://send.example/published/a-plan/2019-10/v1/areas/1/"),
        ("easy-read-1", "https://send.example/published/a-plan/2019-10/v1/areas/1/easy-read/"),
        ("easy-pdf-1", "https://send.example/published/a-plan/2019-10/v1/areas/1/easy-read.pdf"),
        ("large-print", "https://send.example/published/a-plan/2019-10/v1/large-print/"),
        ("plain", "https://send.example/published/a-plan/2019-10/v1/plain/"),
    ],
)
def test_each_form_has_a_permanent_address(form, address):
    imprint = imprint_for(rich())

    assert imprint.address_of(form) == address
    assert address.endswith(place_of(form))
    assert imprint.plan_path == "/published/a-plan/"


def test_file_names_are_safe_and_short():
    plan = rich().plan.with_values(slug="../" + "long-" * 30)
    document = rich().with_values(plan=plan)
    imprint: Imprint = imprint_for(rich())

    name = f"{file_stem(document, imprint)}.csv-metadata.json"

    assert "/" not in name
    assert len(name) <= 80


@pytest.mark.django_db
def test_the_demo_takes_no_longer_and_no_more_than_it_may(published):
    assert published.seconds < 20  # of the processor; about 8 where nothing else runs
    assert published.mebibytes < 200  # beside all that the tests themselves hold
    assert len(published.files) == 18


@pytest.mark.django_db
def test_the_pdf_passes_the_pdf_ua_check(published):
    report = page.validate_pdf(str(published.path("pdf")), profile="ua1")

    assert report.is_compliant, report
    assert 40 <= published.files["pdf"].pages <= 60


@pytest.mark.parametrize("form", ["pdf", "easy-pdf-1"])
def test_the_small_pdfs_pass_it_too(form, small):
    report = page.validate_pdf(str(small.path(form)), profile="ua1")

    assert report.is_compliant, report


def test_the_columns_of_the_csv_are_described(small):
    described = json.loads(small.path("csv-metadata").read_bytes())
    heads = small.path("csv").read_bytes().decode("utf-8-sig").split("\r\n")[0].split(",")

    assert described["url"] == small.imprint.address_of("csv")
    assert [each["titles"] for each in described["tableSchema"]["columns"]] == heads
    names = [each["name"] for each in described["tableSchema"]["columns"]]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalnum() and name[0] != "_" for name in names)
    assert described["tableSchema"]["primaryKey"] == "ref"
