"""A quarter in words: who writes it, until when, and that no word is lost."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from actions.models import (
    AreaCommentary,
    Plan,
    ProgrammeCommentary,
    ReportingPeriod,
)
from governance.domain.enums import PaperState
from governance.papers.quarterly import build
from governance.selectors.commentary import area_commentary, programme_commentary
from governance.services import commentary as service
from governance.services.publication_drafts import correct, prepare_publication
from tests.support import publications
from tests.support.commentary import NOTHING, WORDS, stands
from tests.support.factories import AreaFactory
from tests.support.paths import ROOT
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly
from wsoa.core.clock import now, today

pytestmark = pytest.mark.django_db


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
        (PaperState.SCHEDULED, "The July 2019 update is scheduled for publication, so its"),
        (PaperState.PUBLISHED, "The July 2019 update is published, so its commentary cannot be"),
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
    paper.state, paper.published_at = PaperState.PUBLISHED, paper.made_at
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
