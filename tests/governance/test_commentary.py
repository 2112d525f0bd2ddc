"""A quarter in words: who writes it, until when, and that no word is lost."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import (
    AreaCommentary,
    AreaOfWeakness,
    Plan,
    ProgrammeCommentary,
    ReportingPeriod,
)
from actions.services.locking import lock_and_bump_plan
from governance.domain.enums import PaperState
from governance.papers.quarterly import build
from governance.selectors.commentary import area_commentary, programme_commentary
from governance.services import commentary as service
from governance.services.publication_drafts import correct, prepare_publication
from tests.support import publications
from tests.support.cast import BACKEND
from tests.support.factories import AreaFactory
from tests.support.html import Page
from tests.support.html import words as text_of
from tests.support.paths import ROOT
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly
from wsoa.core.clock import now, today

pytestmark = pytest.mark.django_db
PLAN = "sheffield-2019"
QUERIES = 12  # one of them for the quarters, as a status is carried from one to the next
LIST_QUERIES = 11
NOTHING = dict.fromkeys(service.BOXES, "")
WORDS = {
    "developments": "- Two posts were filled.",
    "evidence": "Parents say that they are heard.",
    "next_steps": "",
}


@pytest.fixture
def july(sheffield: Plan) -> ReportingPeriod:
    """Closed, without commentary and without a publication."""
    period = sheffield.periods.get(key="2019-07")
    period.plan = sheffield
    return period


@pytest.fixture
def area(sheffield: Plan) -> AreaOfWeakness:
    area = sheffield.areas.get(ref="5")
    area.plan = sheffield
    return area


@pytest.fixture
def write(people, area, july):
    """Writes of area 5 in July, on top of nothing, unless told otherwise."""

    def written(words=WORDS, *, on=None, period=july, by="accountable"):
        return service.write_commentary(
            by=people[by], area=area, period=period, words=words, based_on=on and on.pk
        )

    return written


def address(name: str, *args: str, key: str = "2019-07") -> str:
    return reverse(name, args=[PLAN, key, *args])


AREA = address("commentary-area", "5")
PROGRAMME = address("commentary-programme")
LIST = address("commentary")


def based_on(client, path: str = AREA) -> str:
    return Page(client.get(path)).value("based_on")


def stands(area, period) -> dict[str, str]:
    return area_commentary(area, period).texts


# --- the services ---------------------------------------------------------------------------------


def test_what_is_written_is_in_the_paper_and_on_record(write, area, july, sheffield):
    version = sheffield.version
    first = write()
    new = WORDS | {"evidence": "{behind} of {total} are behind."}
    second = write(new, on=first, by="manager")

    assert stands(area, july) == new
    assert (second.supersedes, second.by.name) == (first, "Demo programme manager")
    assert list(AreaCommentary.objects.of(july).current()) == [second]
    document = build.build_quarterly(sheffield, july, today())
    [area] = [each for each in document.areas if each.ref == "5"]
    own = area.counts
    assert [part.text for part in area.commentary_parts] == [
        "- Two posts were filled.",
        f"{own.behind} of {own.total} are behind.",
        "None stated.",
    ]
    events = AuditEvent.objects.of_subject("commentary 2019-07 area 5").newest_first()
    assert [(each.actor_name, each.summary, each.detail["before"]) for each in events] == [
        ("Demo programme manager", "Wrote the commentary of area 5, July 2019", WORDS),
        ("Demo accountable officer, area 5", "Wrote the commentary of area 5, July 2019", NOTHING),
    ]
    assert Plan.objects.get(pk=sheffield.pk).version == version + 2


def test_same_text_sent_twice_is_saved_once(write):
    write()
    write()

    assert AuditEvent.objects.of_subject("commentary 2019-07 area 5").count() == 1


def test_line_endings_are_normalised(write, area, july):
    write(WORDS | {"developments": " - One.\r\n- Two.\r\n"})
    write(WORDS | {"developments": "- One.\n- Two."})

    assert stands(area, july)["developments"] == "- One.\n- Two."
    assert AuditEvent.objects.of_subject("commentary 2019-07 area 5").count() == 1


def test_concurrent_write_is_a_conflict_and_overwrites_nothing(write, area, july):
    theirs = write()
    with pytest.raises(service.CommentaryConflict) as refused:
        write(WORDS | {"next_steps": "Mine."}, by="manager")

    assert refused.value.theirs == theirs
    assert stands(area, july) == WORDS


def test_empty_words_take_away_what_stood_and_are_refused_where_nothing_did(write, area, july):
    with pytest.raises(service.CommentaryRefused, match="Enter the commentary"):
        write(NOTHING)
    write(NOTHING, on=write())

    assert stands(area, july) == NOTHING


def test_a_version_is_neither_changed_nor_deleted(write, july, people):
    area = write()
    programme = ProgrammeCommentary.objects.create(period=july, by=people["manager"], at=now())
    for version in (area, programme):
        versions = type(version).objects.of(july)
        for change in (version.save, version.delete, versions.delete, versions.update):
            with pytest.raises(AppendOnly):
                change()


def test_of_two_versions_that_supersede_the_same_the_database_refuses_one(write, area, july):
    first = write()
    write(NOTHING, on=first)
    for supersedes in (None, first):
        version = AreaCommentary(area=area, period=july, at=now(), supersedes=supersedes)
        with pytest.raises(IntegrityError), transaction.atomic():
            version.save()


def test_an_area_that_the_plan_has_no_more_takes_its_versions_along(july, people):
    area = AreaFactory(plan=july.plan, ref="99")
    first = AreaCommentary.objects.create(area=area, period=july, developments="One.", at=now())
    AreaCommentary.objects.create(area=area, period=july, at=now(), supersedes=first)
    area.delete()

    assert not AreaCommentary.objects.filter(pk=first.pk).exists()


def test_unknown_figure_is_refused_with_the_known_names(write, people, july):
    with pytest.raises(service.CommentaryRefused) as refused:
        write(WORDS | {"evidence": "{behind} and {behnd}"})
    assert refused.value.field == "evidence"
    assert str(refused.value).startswith(
        "Evidence of impact: there is no figure {behnd}. The figures here are {total}, {behind},"
    )
    assert "{plan_without_status}" in str(refused.value)

    words = {"programme": "{plan_behind}"}
    with pytest.raises(service.CommentaryRefused, match=r"there is no figure {plan_behind}"):
        service.write_programme(
            by=people["manager"],
            plan=july.plan,
            period=july,
            words=words,
            based_on=None,
        )
    assert not AreaCommentary.objects.of(july).exists()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (PaperState.GOING_OUT, "The July 2019 update is scheduled for publication, so its"),
        (PaperState.OUT, "The July 2019 update is published, so its commentary cannot be"),
        (PaperState.WITHDRAWN, "The July 2019 update was withdrawn, so its commentary"),
    ],
)
def test_published_commentary_cannot_be_changed(write, sheffield, settings, tmp_path, state, told):
    settings.FILES_DIR = tmp_path
    reason = {"withdrawal_reason": "A mistake."} if state == PaperState.WITHDRAWN else {}
    publications.made(sheffield, "2019-07", state=state, **reason)

    with pytest.raises(service.CommentaryRefused, match=told):
        write()


def test_it_can_be_written_while_a_publication_or_its_correction_is_prepared(
    write, people, sheffield, july
):
    paper = prepare_publication(by=people["publisher"], plan=sheffield, period=july)
    first = write()
    paper.state, paper.out_at = PaperState.OUT, paper.made_at
    paper.save()
    with pytest.raises(service.CommentaryRefused, match="is published"):
        write(WORDS | {"next_steps": "More."}, on=first)
    correct(by=people["publisher"], paper=paper, note="Area 5 was wrong.")
    write(WORDS | {"next_steps": "More."}, on=first)


def test_a_quarter_that_has_not_opened_and_a_month_take_no_words(write, sheffield, july):
    with pytest.raises(service.CommentaryRefused, match="January 2020 is not open yet"):
        write(period=sheffield.periods.get(key="2020-01"))
    july.kind = ReportingPeriod.Kind.MONTH
    with pytest.raises(service.CommentaryRefused, match="July 2019 is a month"):
        write()


def test_what_people_wrote_stays_when_the_plan_is_loaded_again(people, sheffield, area):
    october = sheffield.periods.get(key="2019-10")
    old = area_commentary(area, october)
    assert old.source
    service.write_commentary(
        by=people["accountable"],
        area=area,
        period=october,
        words=WORDS,
        based_on=old.pk,
    )
    service.write_programme(
        by=people["publisher"],
        plan=sheffield,
        period=october,
        words={"programme": "It goes on."},
        based_on=programme_commentary(october).pk,
    )
    call_command("load_plan", str(ROOT / "fixtures" / "sheffield_2019"), verbosity=0)

    assert stands(area, october) == WORDS
    programme = programme_commentary(october)
    assert (programme.programme, programme.source) == ("It goes on.", "")
    assert area_commentary(area, october).source == ""


# --- the pages ------------------------------------------------------------------------------------


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
