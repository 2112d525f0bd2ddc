"""The page of a summary: lines are added, moved, checked and saved, with no script and no loss."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from governance.domain.easy_read.ideas import IllustratedIdea
from governance.models import EasyReadDraft
from governance.selectors.easy_read import easy_read_summary
from governance.services.easy_read import write_easy_read
from tests.support.html import Page
from tests.support.html import words as text_of
from wsoa.web import resubmission

pytestmark = pytest.mark.django_db
PLAN = "sheffield-2019"
ADDRESS = reverse("easy-read", args=[PLAN, "2019-07", "5"])
LIST = reverse("commentary", args=[PLAN, "2019-07"])
LATE = IllustratedIdea("late", "We are late.", "clock")


def sent(*ideas: IllustratedIdea, do: str = "save", **values: str) -> dict[str, str]:
    form = {"title": "EHC plans", "based_on": "", "do": do}
    for place, idea in enumerate(ideas):
        fields = {"heading": idea.heading, "text": idea.text, "drawing": idea.drawing}
        form |= {f"idea-{place}-{name}": value for name, value in fields.items()}
    return form | values


def lines_of(page: Page) -> list[str]:
    return [field.value for field in page.fields if field.kind == "textarea"]


@pytest.fixture
def officer(signed_in) -> Client:
    return signed_in("accountable")


def test_an_officer_writes_lines_and_the_list_says_so(officer, area, july):
    assert lines_of(Page(officer.get(ADDRESS))) == [""]

    answer = officer.post(ADDRESS, sent(LATE))

    assert answer["Location"] == LIST
    assert easy_read_summary(area, july).content == (LATE,)
    shown = text_of(officer.get(LIST))
    assert "The Easy Read summary of area 5 has been saved." in shown
    written = "Written Demo accountable officer, area 5 on 15 November 2019 1 line about: EHC plans"
    assert f"5. EHC Plans {written}" in shown


def test_buttons_rearrange_the_lines_and_keep_what_was_typed(officer):
    second = IllustratedIdea("next", "We write to you.", "letter")
    page = Page(officer.post(ADDRESS, sent(LATE, second, do="up-1"), follow=True))

    assert lines_of(page) == ["We write to you.", "We are late."]
    assert page.value("title") == "EHC plans"
    again = Page(officer.get(ADDRESS))
    assert lines_of(again) == ["We write to you.", "We are late."]
    assert "Draft kept on 15 November 2019" in again.words


def test_a_line_that_is_removed_can_be_put_back(officer):
    out = Page(officer.post(ADDRESS, sent(LATE, LATE, do="remove-0"), follow=True))
    assert lines_of(out) == ["We are late."]
    assert "Removed: “We are late.”" in out.words

    waiting = {
        f"removed-0-{name}": out.value(f"removed-0-{name}")
        for name in ("place", "heading", "text", "drawing")
    }
    back = Page(officer.post(ADDRESS, sent(LATE, do="restore", **waiting), follow=True))

    assert lines_of(back) == ["We are late."] * 2
    assert "Removed:" not in back.words


def test_the_next_line_has_the_cursor_and_every_button_says_which_line(officer):
    page = Page(officer.post(ADDRESS, sent(LATE, do="add"), follow=True))

    assert page.attributes("//fieldset[@autofocus]/@id") == ["line-2"]
    assert "Move up : line 2" in page.buttons
    assert len(page.buttons) == len(set(page.buttons)) + page.buttons.count("Check the words") - 1


def test_what_is_hard_to_read_is_said_beside_the_line_and_can_be_saved(officer, area, july):
    hard = IllustratedIdea("late", "Accountability was strengthened by 91%.", "")
    page = Page(officer.post(ADDRESS, sent(LATE, hard, do="check"), follow=True))
    line = page.with_id("line-2").words

    for words in (
        "“Accountability” is a long word.",
        "“was strengthened” does not say who does it.",
        "Write “91 out of every 100”.",
        "Choose the picture that shows the idea.",
    ):
        assert words in line
    assert "May be hard to read" not in page.with_id("line-1").words
    assert "5 things may be hard to read. You can save it all the same" in page.words
    assert officer.post(ADDRESS, sent(LATE, hard)).status_code == 302
    assert "Written; 5 things may be hard to read" in text_of(officer.get(LIST))


def test_proposed_lines_are_of_the_area_and_not_saved(officer, area, july):
    page = Page(officer.post(ADDRESS, sent(LATE, do="propose"), follow=True))

    assert lines_of(page)[:3] == [
        "We are late.",
        "We promised 15 things for this.",
        "1 thing is done.",
    ]
    assert "We will tell you more in October 2019." in lines_of(page)
    assert easy_read_summary(area, july).content == ()


def test_of_two_people_both_see_both(officer, people, area, july):
    write_easy_read(
        by=people["manager"],
        area=area,
        period=july,
        title="",
        ideas=(IllustratedIdea("better", "It is better.", "tick"),),
        based_on=None,
    )
    page = Page(officer.post(ADDRESS, sent(LATE)))

    assert "Somebody else changed this summary" in page.words
    assert "It is better." in page.with_class("app-clash")[0].words
    assert lines_of(page) == ["We are late."]
    saved = officer.post(ADDRESS, sent(LATE, based_on=page.value("based_on")))
    assert saved.status_code == 302
    assert easy_read_summary(area, july).content == (LATE,)


def test_a_draft_is_discarded_when_its_writer_asks(officer):
    officer.post(ADDRESS, sent(LATE, do="add"))
    officer.post(ADDRESS, sent(do="discard"))

    assert not EasyReadDraft.objects.exists()
    assert lines_of(Page(officer.get(ADDRESS))) == [""]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (sent(), "Enter at least one line"),
        (sent(IllustratedIdea("late", "a" * 301)), "Line 1: Text must be 300 characters"),
        (sent(LATE, **{"idea-0-drawing": "of-others"}), "Line 1: Choose one of the pictures"),
        (sent(LATE, title="a" * 81), "What it is about must be 80 characters"),
    ],
)
def test_a_fault_is_said_and_nothing_typed_is_lost(form, words, officer, area, july):
    page = Page(officer.post(ADDRESS, form))

    assert words in page.words
    typed = [value for name, value in form.items() if name.endswith("-text")]
    assert lines_of(page) == typed


def test_what_was_sent_without_sign_in_is_back_after_it(people, signed_in, area, july):
    officer = signed_in("accountable")
    owner = {resubmission.FIELD: resubmission.sign_owner(people["accountable"])}
    session = officer.session
    session["kept_words"] = {"path": ADDRESS, "sent": "", "at": 9e12}
    out = Client()
    answer = out.post(ADDRESS, sent(LATE, do="add") | owner)
    assert answer.status_code == 302
    session["kept_words"] = out.session["kept_words"]
    session.save()

    page = Page(officer.get(ADDRESS))

    assert lines_of(page) == ["We are late."]
    assert "We kept what you typed while you signed in" in page.words


def test_others_read_it_without_a_form(signed_in, people, area, july):
    write_easy_read(
        by=people["manager"], area=area, period=july, title="", ideas=(LATE,), based_on=None
    )
    page = Page(signed_in("viewer").get(ADDRESS))

    assert "We are late." in page.words
    assert lines_of(page) == []
    assert "Only the area’s accountable officer and the programme manager" in page.words
