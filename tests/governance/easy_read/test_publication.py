"""A summary on its way to readers: cleared, frozen, compared, asked about, and taken along."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from governance.domain.easy_read.ideas import IllustratedIdea
from governance.models import EasyReadClearance, EasyReadSummary, Paper, PreviewPdf
from governance.papers.checks.document_texts import RepairPage
from governance.papers.checks.pre_publication import WarningKind, publication_warnings
from governance.papers.comparison.diff import differences
from governance.papers.document.frozen import freeze
from governance.papers.document.schema import Quarterly
from governance.papers.quarterly.text_clearance import texts_to_clear
from governance.services import jobs
from governance.services.clearance import clear_easy_read, leave_easy_read_out
from governance.services.easy_read import write_easy_read
from governance.services.previews import make_preview, request_preview
from governance.services.publication_drafts import (
    PaperRefused,
    freeze_again,
    prepare_publication,
)
from governance.services.remembered_clearance import remember_decisions
from governance.services.signing import warnings_of
from tests.support.documents import Raw, document
from tests.support.html import words as text_of

IDEAS = (
    IllustratedIdea("found", "Plans were too slow.", "clock"),
    IllustratedIdea("late", "We are late. We are sorry.", "late"),
)


@pytest.fixture
def written(people, area, july) -> EasyReadSummary:
    return write_easy_read(
        by=people["accountable"], area=area, period=july, title="Help", ideas=IDEAS, based_on=None
    )


@pytest.fixture
def draft(people, sheffield, july, written) -> Paper:
    return prepare_publication(by=people["publisher"], plan=sheffield, period=july)


def frozen_area(paper: Paper) -> Raw:
    return next(area for area in json.loads(paper.frozen)["areas"] if area["ref"] == "5")


@pytest.mark.django_db
def test_it_is_frozen_once_cleared_and_a_document_without_one_has_no_word_of_it(
    draft, people, sheffield, written
):
    assert "easy_read" not in draft.frozen

    clear_easy_read(by=people["publisher"], plan=sheffield, summaries=[written])
    again = freeze_again(by=people["publisher"], paper=draft)

    assert frozen_area(again)["easy_read"] == {
        "title": "Help",
        "parts": [
            {
                "heading": "What inspectors said",
                "lines": [{"text": "Plans were too slow.", "drawing": "clock"}],
            },
            {
                "heading": "What is late",
                "lines": [{"text": "We are late. We are sorry.", "drawing": "late"}],
            },
        ],
        "source": "",
    }
    assert again.frozen.count("easy_read") == 1
    leave_easy_read_out(by=people["publisher"], summary=written, reason="It tells of a child.")
    assert freeze_again(by=people["publisher"], paper=again).sha256 == draft.sha256
    with pytest.raises(PaperRefused, match="Enter why"):
        leave_easy_read_out(by=people["publisher"], summary=written, reason=" ")


@pytest.mark.django_db
def test_it_waits_for_the_publisher_who_clears_it_on_the_publications_page(
    draft, july, written, signed_in
):
    waiting = texts_to_clear([july])[july.pk].count
    publisher = signed_in("publisher")
    address = reverse("publication", args=[draft.plan.slug, draft.key])
    key = f"e{written.pk}"

    assert "Plans were too slow." in text_of(publisher.get(address))
    publisher.post(address, {"do": "clear", "key": [key], "version": "1"})
    assert EasyReadClearance.objects.get().cleared
    left = texts_to_clear([july])
    assert waiting - (left[july.pk].count if left else 0) == 1
    sent = {"do": "leave-out", "of": key, "reason": "It tells.", "version": "1"}
    publisher.post(address, sent)

    assert not EasyReadClearance.objects.get().cleared


@pytest.mark.django_db
def test_a_decision_holds_for_the_same_words_of_the_area(written, people, sheffield, area, october):
    leave_easy_read_out(by=people["publisher"], summary=written, reason="It tells.")
    standing = EasyReadSummary.objects.current().of(october).of_area(area).get()
    same = write_easy_read(
        by=people["manager"],
        area=area,
        period=october,
        title="Help",
        ideas=IDEAS,
        based_on=standing.pk,
    )

    remember_decisions(plan=sheffield, period=october)

    assert not EasyReadClearance.objects.get(summary=same).cleared
    assert EasyReadClearance.objects.count() == 2


@pytest.mark.django_db
def test_signatories_read_its_pdf_in_the_preview_before_they_sign(
    draft, people, sheffield, written, signed_in
):
    clear_easy_read(by=people["publisher"], plan=sheffield, summaries=[written])
    paper = freeze_again(by=people["publisher"], paper=draft)
    officer = signed_in("accountable")
    root = reverse("publication-preview", args=[sheffield.slug, paper.key])
    page = officer.get(f"{root}areas/5/easy-read/").content.decode()
    assert "To print: PDF, made when the update is published" in page
    assert officer.get(f"{root}areas/5/easy-read.pdf").status_code == 404

    preview = request_preview(by=people["accountable"], paper=paper)
    make_preview(preview=jobs.claim(PreviewPdf, preview.pk))

    made = officer.get(f"{root}areas/5/easy-read.pdf")
    assert made["Content-Type"] == "application/pdf"
    text = " ".join(PdfReader(BytesIO(made.content)).pages[0].extract_text().split())
    assert "Plans were too slow." in text
    page = officer.get(f"{root}areas/5/easy-read/").content.decode()
    assert f'href="{root}areas/5/easy-read.pdf">To print: PDF, ' in page
    card = reverse("publication", args=[sheffield.slug, paper.key])
    assert "the PDFs in Easy Read too" in text_of(officer.get(card))
    assert list(preview.path.parent.glob("*.part")) == []


@pytest.mark.django_db
def test_areas_without_one_are_asked_about_before_publication(draft, people, sheffield, written):
    def missing(paper: Paper) -> list[str]:
        found = warnings_of(paper)
        return [item.problem for item in found if item.kind is WarningKind.NO_EASY_READ]

    # That of area 5 waits for its decision, and is asked about there.
    assert missing(draft) == ["Areas 1, 2, 3, 4, 6 and 7 have no Easy Read summary for July 2019."]
    clear_easy_read(by=people["publisher"], plan=sheffield, summaries=[written])
    (cleared,) = missing(draft)
    assert "Areas 1, 2, 3, 4, 5, 6" in cleared  # cleared since, and not in it yet
    again = freeze_again(by=people["publisher"], paper=draft)
    assert missing(again) == ["Areas 1, 2, 3, 4, 6 and 7 have no Easy Read summary for July 2019."]


@pytest.mark.django_db
def test_what_was_loaded_is_read_before_it_is_published_too(sheffield, october):
    waiting = texts_to_clear([october])[october.pk].count
    EasyReadClearance.objects.bulk_create(
        EasyReadClearance(summary=summary, cleared=True, at=summary.at)
        for summary in EasyReadSummary.objects.current().of(october)
    )

    left = texts_to_clear([october])
    assert waiting - (left[october.pk].count if left else 0) == 3


# --- the document, without a database -------------------------------------------------------------

EASY = ("You can ask us.", "We will help you.", "It is not done yet.")
STATUSES = {"1.1.1": ["on_track", "on_track"]}


def with_lines(*texts: str, drawing: str = "late") -> Quarterly:
    lines = [{"text": text, "drawing": drawing} for text in texts]
    part = {"heading": "What is late", "lines": lines}
    summary = {"title": "How we help you", "parts": [part]}
    return document(STATUSES, areas={"1": {"easy_read": summary}})


def warned(made: Quarterly) -> dict[WarningKind, str]:
    found = publication_warnings(made, (), covered=range(0x2000))
    of_it = [warning for warning in found if warning.place.where is RepairPage.EASY_READ]
    assert {warning.place.name for warning in of_it} <= {"Area 1, Easy Read"}
    return {warning.kind: warning.problem for warning in of_it}


def test_where_nobody_knows_what_is_written_areas_without_one_are_not_asked_about():
    bare = document(STATUSES)
    kinds = {warning.kind for warning in publication_warnings(bare, ())}
    assert WarningKind.NO_EASY_READ not in kinds
    (one,) = [
        warning
        for warning in publication_warnings(bare, (), easy_read=())
        if warning.kind is WarningKind.NO_EASY_READ
    ]
    assert one.problem.startswith("Area 1 has no Easy Read summary for ")
    assert (one.place.where, one.place.area) == (RepairPage.EASY_READ, "1")


def test_before_publication_it_is_asked_what_is_hard_to_read():
    hard = with_lines("We need accountability.", "We are late.", *EASY, drawing="")
    kinds = warned(hard)

    assert kinds == {
        WarningKind.HARD_TO_READ: (
            "6 things may be hard to read. Line 1: “accountability” is a long word. "
            "Line 1: It has no picture. Line 2: It has no picture. And 3 more."
        )
    }
    assert warned(with_lines("We are late.")) == {}


def test_the_question_is_another_one_when_the_lines_are_others():
    keys = {
        warning.key
        for text in ("Accountability matters.", "Responsibility matters.")
        for warning in publication_warnings(with_lines(text), ())
        if warning.kind is WarningKind.HARD_TO_READ
    }

    assert len(keys) == 2


def test_what_may_tell_of_a_person_and_what_no_font_has_is_asked_about():
    kinds = warned(with_lines("Oskar Bloggs is aged 7.", "We are late 🧩."))

    assert {WarningKind.PERSON, WarningKind.AGE, WarningKind.NO_GLYPH} <= set(kinds)


def test_who_signs_sees_what_has_changed_in_it():
    before, now = with_lines("We are late."), with_lines("We are done.")
    changed = [text for text in differences(before, now).texts if text.name == "Easy Read"]

    assert len(changed) == 1
    assert freeze(before).sha256 != freeze(now).sha256
