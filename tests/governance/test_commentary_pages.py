"""The pages of commentary: who writes, what is kept of what was typed, and what they cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import (
    AreaCommentary,
)
from actions.services.locking import lock_and_bump_plan
from governance.papers.quarterly import build
from governance.selectors.commentary import area_commentary, programme_commentary
from governance.services.publication_drafts import prepare_publication
from tests.support import publications
from tests.support.cast import BACKEND
from tests.support.commentary import (
    AREA,
    LIST,
    NOTHING,
    PLAN,
    PROGRAMME,
    WORDS,
    address,
    based_on,
    stands,
)
from tests.support.html import Page
from tests.support.html import words as text_of
from wsoa.core.clock import today

pytestmark = pytest.mark.django_db
QUERIES = 12  # one of them for the quarters, as a status is carried from one to the next
LIST_QUERIES = 11


def test_an_officer_writes_in_three_boxes_and_the_list_says_so(signed_in, write):
    officer = signed_in("accountable")
    page = officer.get(AREA)
    boxes = [field.name for field in Page(page).fields if field.kind == "textarea"]
    sent = officer.post(AREA, WORDS | {"based_on": based_on(officer)})
    shown = text_of(officer.get(sent["Location"]))

    assert boxes == ["developments", "evidence", "next_steps"]
    assert sent["Location"] == LIST
    assert "The commentary of area 5 has been saved." in shown
    assert "7 of 8 texts have not been written yet." in shown
    assert (
        "Written, without next steps Demo accountable officer, area 5 on 15 November 2019 "
        "Two posts were filled." in shown
    )


def test_the_list_offers_to_write_what_is_ones_own(signed_in):
    def links(name: str) -> list[str]:
        said = [words for words, _address in Page(signed_in(name).get(LIST)).links]
        return [
            verb for words in said for verb in ("Write", "Change", "Read") if f"{verb} :" in words
        ]

    own = [*["Read"] * 4, "Write", *["Read"] * 2]  # of each area: commentary, then Easy Read
    assert links("accountable") == ["Read", *own, *own]
    assert links("manager") == ["Write"] * 15
    assert links("publisher") == ["Write"] + ["Read"] * 14
    assert links("viewer") == ["Read"] * 15


def test_readers_see_who_writes_instead_of_a_form(signed_in, write):
    write()
    page = signed_in("publisher").get(AREA)

    assert "<textarea" not in page.content.decode()
    assert "Only area 5’s accountable officer and the programme manager can write it." in text_of(
        page
    )
    assert "Two posts were filled." in text_of(page)


def test_the_last_quarters_words_and_the_counts_stand_beside_and_are_not_filled_in(
    signed_in, write, sheffield
):
    write()
    AreaCommentary.objects.filter(period__key="2019-10")._raw_delete("default")
    path = address("commentary-area", "5", key="2019-10")
    page = signed_in("accountable").get(path)
    document = build.build_quarterly(sheffield, sheffield.periods.get(key="2019-10"), today())
    [own] = [each.counts for each in document.areas if each.ref == "5"]

    assert "Commentary for July 2019" in text_of(page)
    assert page.content.decode().count("Two posts were filled.") == 1
    assert f"Area 5. {own.total} actions: {own.behind} behind target" in text_of(page)
    figure = "{behind} actions behind target or at significant risk, in this area"
    assert f"{figure} {own.behind} " in text_of(page)


def test_what_was_refused_is_kept_in_its_box(signed_in):
    officer = signed_in("accountable")
    sent = WORDS | {"evidence": "Kept {behnd}", "based_on": based_on(officer)}
    page = officer.post(AREA, sent)

    assert "There is a problem" in text_of(page)
    assert "Evidence of impact: there is no figure {behnd}." in text_of(page)
    assert "Kept {behnd}</textarea>" in page.content.decode()
    assert not AreaCommentary.objects.filter(period__key="2019-07").exists()


def test_a_text_that_is_too_long_is_kept_too(signed_in):
    officer = signed_in("accountable")
    page = officer.post(AREA, WORDS | {"evidence": "x" * 20_001, "based_on": based_on(officer)})

    assert "Evidence of impact must be 20,000 characters or fewer" in text_of(page)
    assert "x" * 20_001 in page.content.decode()


def test_conflict_shows_both_texts_and_can_be_resolved(signed_in, write, area, july):
    officer = signed_in("accountable")
    mine = {"developments": "Mine.", "based_on": based_on(officer)}
    write(by="manager")
    told = officer.post(AREA, mine)
    page = told.content.decode()

    assert "Changed while you were writing: Demo programme manager" in text_of(told)
    assert "Two posts were filled." in page
    assert "Mine.</textarea>" in page
    again = Page(page).value("based_on")
    assert officer.post(AREA, mine | {"based_on": again})["Location"] == LIST
    assert stands(area, july) == NOTHING | {"developments": "Mine."}


def test_words_survive_a_sign_in_that_has_ended(signed_in, people, sheffield):
    officer = signed_in("accountable")
    page = officer.get(AREA).content.decode()
    note = Page(page).value("keep_for")
    sent = WORDS | {"based_on": based_on(officer), "keep_for": note}
    officer.logout()
    gone = officer.post(AREA, sent)
    officer.force_login(people["accountable"], backend=BACKEND)
    back = officer.get(AREA)

    assert gone["Location"].startswith("/accounts/login/")
    assert "We kept what you typed while you signed in." in text_of(back)
    assert "Parents say that they are heard.</textarea>" in back.content.decode()


def test_the_publisher_writes_of_the_programme(signed_in, july):
    publisher = signed_in("publisher")
    sent = {"programme": "{behind} are behind.", "based_on": based_on(publisher, PROGRAMME)}

    assert publisher.post(PROGRAMME, sent)["Location"] == LIST
    written = programme_commentary(july)
    assert (written.programme, written.source) == ("{behind} are behind.", "")


def test_page_of_a_published_quarter_keeps_the_input(signed_in, sheffield, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    officer = signed_in("accountable")
    sent = WORDS | {"based_on": based_on(officer)}
    publications.made(sheffield, "2019-07")
    refused = officer.post(AREA, sent)

    assert "is published, so its commentary cannot be changed." in text_of(refused)
    assert "Parents say that they are heard.</textarea>" in refused.content.decode()
    assert "<textarea" not in officer.get(AREA).content.decode()
    assert "Read : 5. EHC Plans" in text_of(officer.get(LIST))


def test_commentary_is_escaped(signed_in, write):
    write(WORDS | {"developments": "<b>Bold</b>"})

    page = signed_in("viewer").get(AREA).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<b>Bold</b>" not in page


@pytest.mark.parametrize("path", [AREA, PROGRAMME, LIST])
def test_unknown_quarters_and_areas_are_not_found(signed_in, path):
    manager = signed_in("manager")

    assert manager.get(path.replace("2019-07", "2020-01")).status_code == 404
    assert manager.get(path.replace("2019-07", "2019-08")).status_code == 404
    assert manager.get(AREA.replace("/5/", "/9/")).status_code == 404
    assert manager.get(AREA.replace("/5/", "/%00/")).status_code == 404


def test_the_pages_take_the_same_few_queries_however_much_is_written(signed_in, write, area):
    manager = signed_in("manager")
    for written in (False, True):
        if written:
            write()
        manager.get("/plans/sheffield-2019/glossary/")  # what the menu counts is kept
        for path, most in ((LIST, LIST_QUERIES), (AREA, QUERIES), (PROGRAMME, QUERIES - 1)):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert manager.get(path).status_code == 200
            assert len(queries) == most, path


def test_home_asks_the_officer_for_what_is_empty(
    signed_in, area, sheffield, settings, tmp_path, write
):
    settings.FILES_DIR = tmp_path
    link = address("commentary-area", "5", key="2019-10")
    officer = signed_in("accountable")
    assert link not in officer.get("/").content.decode()
    october = sheffield.periods.get(key="2019-10")
    october.plan = sheffield
    write(NOTHING, on=area_commentary(area, october), period=october)

    assert link in officer.get("/").content.decode()
    assert link not in signed_in("lead").get("/").content.decode()
    publications.made(sheffield, "2019-10")
    lock_and_bump_plan(sheffield.pk)
    assert link not in officer.get("/").content.decode()


def test_the_quarter_and_the_publications_warnings_lead_there(signed_in, people, sheffield, july):
    prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    draft = signed_in("publisher").get(reverse("publication", args=[PLAN, "2019-07"]))
    update = signed_in("viewer").get(reverse("report-page", args=[PLAN, "2019-07"]))

    assert f'href="{AREA}"' in draft.content.decode()
    assert f'href="{LIST}"' in update.content.decode()


def test_nobody_signed_out_reads_it():
    assert Client().get(AREA).status_code == 302
