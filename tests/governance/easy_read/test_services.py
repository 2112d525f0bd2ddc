"""Writing a summary: versions, conflicts, drafts, and what is refused."""

from __future__ import annotations

import pytest

from governance.domain.easy_read.arrangement import EasyReadContent, RemovedIdea
from governance.domain.easy_read.ideas import MOST_IDEAS, IllustratedIdea
from governance.domain.enums import PaperState
from governance.models import EasyReadDraft, EasyReadIdea, EasyReadSummary
from governance.selectors.easy_read import content_of, easy_read_summary
from governance.services.easy_read import (
    EasyReadConflict,
    EasyReadRefused,
    drop_easy_read_draft,
    keep_easy_read_draft,
    write_easy_read,
)
from tests.support import publications
from wsoa.audit.models import AuditEvent
from wsoa.core.append_only import AppendOnly

pytestmark = pytest.mark.django_db
LATE = IllustratedIdea("late", "We are late.", "clock")
NEXT = IllustratedIdea("next", "We will write to you.", "letter")


@pytest.fixture
def write(people, area, july):
    """Writes of area 5 in July, on top of nothing, unless told otherwise."""

    def written(*ideas, on=None, title="EHC plans", by="accountable", period=july):
        return write_easy_read(
            by=people[by],
            area=area,
            period=period,
            title=title,
            ideas=ideas,
            based_on=on and on.pk,
        )

    return written


def test_each_save_is_a_version_that_supersedes_the_one_before(write, area, july):
    first = write(LATE)
    second = write(NEXT, LATE, on=first, by="manager")
    standing = easy_read_summary(area, july)

    assert standing == second
    assert standing.text == ("EHC plans", (NEXT, LATE))
    assert second.supersedes == first
    assert first.content == (LATE,)
    events = AuditEvent.objects.of_subject("easy read 2019-07 area 5").newest_first()
    assert [(event.summary, event.detail["before"]) for event in events] == [
        (
            "Wrote the Easy Read summary of area 5, July 2019",
            [["late", "We are late.", "clock"]],
        ),
        ("Wrote the Easy Read summary of area 5, July 2019", []),
    ]


def test_the_same_twice_is_one_version_and_blanks_are_no_words(write, area, july):
    write(LATE)
    write(IllustratedIdea("late", "  We  are late. \r\n", "clock"), IllustratedIdea("next", " "))

    assert EasyReadSummary.objects.of(july).count() == 1
    assert easy_read_summary(area, july).content == (LATE,)


def test_of_two_people_at_once_the_second_is_told_and_nothing_is_overwritten(write, area, july):
    theirs = write(LATE)
    with pytest.raises(EasyReadConflict) as refused:
        write(NEXT, by="manager")

    assert refused.value.theirs == theirs
    assert easy_read_summary(area, july).content == (LATE,)


def test_no_lines_take_a_summary_away_and_are_refused_where_there_is_none(write, area, july):
    with pytest.raises(EasyReadRefused, match="Enter at least one line"):
        write()
    write(on=write(LATE), title="")

    assert easy_read_summary(area, july).content == ()
    assert not EasyReadSummary.objects.current().of(july).with_words().exists()


def test_versions_and_their_lines_are_never_changed(write):
    version = write(LATE)
    for row in (version, version.ideas.get()):
        for change in (row.save, row.delete):
            with pytest.raises(AppendOnly):
                change()
    assert EasyReadIdea.objects.count() > 1


@pytest.mark.parametrize(
    ("ideas", "words"),
    [
        ([LATE] * (MOST_IDEAS + 1), "at most 40"),
        ([IllustratedIdea("nowhere", "We are late.")], "not one of ours"),
        ([IllustratedIdea("late", "We are late.", "of-others")], "not one of ours"),
        ([IllustratedIdea("late", "We are late. " * 50)], "too long"),
    ],
)
def test_what_the_form_does_not_offer_is_refused(ideas, words, write):
    with pytest.raises(EasyReadRefused, match=words):
        write(*ideas)


def test_a_published_quarter_takes_no_summary(write, sheffield, july):
    publications.made(sheffield, "2019-07", state=PaperState.PUBLISHED)

    with pytest.raises(EasyReadRefused, match="start a correction first"):
        write(LATE)


def test_a_draft_is_kept_for_its_writer_until_they_save(write, people, area, july):
    content = EasyReadContent("EHC", (LATE, IllustratedIdea()), (RemovedIdea(1, NEXT),))
    place = {"by": people["accountable"], "area": area, "period": july}
    for title in ("First", "EHC"):
        keep_easy_read_draft(
            **place, content=EasyReadContent(title, content.ideas, content.removed), based_on=None
        )

    assert content_of(EasyReadDraft.objects.get()) == content
    write(NEXT, by="manager")
    assert EasyReadDraft.objects.count() == 1
    write(LATE, on=easy_read_summary(area, july))
    assert not EasyReadDraft.objects.exists()
    keep_easy_read_draft(**place, content=content, based_on=None)
    drop_easy_read_draft(**place)
    assert not EasyReadDraft.objects.exists()


def test_a_draft_that_is_too_long_is_refused_with_words(people, area, july):
    content = EasyReadContent("", (IllustratedIdea("late", "a" * 400_000),))
    with pytest.raises(EasyReadRefused, match="Shorten them"):
        keep_easy_read_draft(
            by=people["manager"], area=area, period=july, content=content, based_on=None
        )
