"""What the board's highlight report says, as at a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.models import Action, DateChange, StatusUpdate, Verdict
from actions.services.date_changes import ask_for_new_end
from governance.models import BoardQuestion, Meeting
from governance.papers.checks.figure_placeholders import UnknownFigure
from governance.papers.document.frozen import freeze, plain
from governance.papers.highlight import build
from governance.services.highlight import ask
from tests.support import boards
from tests.support.boards import MEETING, NEXT, NOVEMBER, OCTOBER
from wsoa.core.months import Month

pytestmark = pytest.mark.django_db
QUERIES = 32


@pytest.fixture
def october(sheffield):
    return build.build_highlight(sheffield, boards.meeting(sheffield), OCTOBER)


def section(document, key):
    return next((each for each in document.sections if each.key == key), None)


def refs(document, key):
    return [line.ref for line in section(document, key).lines]


def words(line):
    return [cell.words for cell in line.cells]


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def test_october_has_the_numbers_of_the_scrutiny_report(october):
    counts = october.counts

    assert (counts.complete, counts.to_plan, counts.behind) == (5, 54, 30)
    assert october.before.behind == 14
    assert october.since_words == "July 2019"
    freeze(october)


def test_sections_come_in_the_order_in_which_the_board_reads_them(october):
    assert [each.title for each in october.sections] == [
        "New end dates that want a decision: 3",
        "Not started and behind: 5",
        "Slipped since July 2019: 7",
        "Statuses changed since July 2019: 41",
        "Not answered for October 2019: 52 of 78 actions",
        "Due before the next meeting, 17 December 2019: 4",
        "What does not fit together: 6",
        "Significant risks: 4",
        "Indicators that moved since July 2019: 1",
    ]


def test_every_line_has_a_key_of_its_own(october):
    keys = [line.key for each in october.sections for line in each.lines]

    assert len(keys) == len(set(keys))
    assert set(build.lines_of(october)) == set(keys)
    assert max(map(len, keys)) <= BoardQuestion._meta.get_field("line").max_length


def test_a_new_end_that_waits_wants_a_decision(october):
    assert words(section(october, "decisions").lines[0])[1:] == [
        "June 2019",
        "Nov 2019",
        "5",
        "Slipped. A clinical officer joins the panel from November. "
        "Asked by Children's Commissioning Manager, 14 October 2019.",
    ]


def test_what_slipped_says_by_how_much_and_who_agreed(october):
    lines = {line.key: words(line)[1:] for line in section(october, "slipped").lines}

    assert lines["slipped:6.3.1:2019-11"] == [
        "Sept 2019",
        "Nov 2019",
        "2",
        "Agreed: Improvement Board, 17 Sept 2019. Second new date. "
        "Slipped: The central record in which concerns are kept is not chosen yet.",
    ]
    assert lines["slipped:7.1.1"] == [
        "Sept 2019",
        "No new date",
        "1 so far",
        "Nobody has asked for a new date.",
    ]


def test_what_got_worse_comes_before_what_got_better(october):
    codes = [[cell.status for cell in line.cells[1:]] for line in section(october, "changed").lines]

    assert codes[0] == ["not_started", "behind_not_started"]
    assert codes[-1][1] == "complete"


def test_what_was_said_after_the_day_is_not_in_it(sheffield, people, october):
    action = sheffield.actions.get(ref="5.1.5")
    period = sheffield.periods.get(key="2019-10")
    last = action.updates.get(period=period, superseded_by=None)
    StatusUpdate.objects.create(
        action=action,
        period=period,
        status="complete" if last.status != "complete" else "at_risk",
        kind="update",
        significant_risk=True,
        said_at=noon(OCTOBER + timedelta(days=1)),
        supersedes=last,
    )

    again = build.build_highlight(sheffield, boards.meeting(sheffield), OCTOBER)
    later = build.build_highlight(sheffield, boards.meeting(sheffield), OCTOBER + timedelta(days=1))

    assert again == october
    assert "5.1.5" in refs(later, "risks")


def test_what_was_decided_after_the_day_waits_in_it(sheffield, people, october):
    change = DateChange.objects.get(action__ref="5.1.6")
    change.agreed, change.decision = True, "Improvement Board"
    change.decided_by, change.decided_at = people["manager"], noon(OCTOBER + timedelta(days=5))
    change.save()
    Action.objects.filter(pk=change.action_id).update(agreed_end_month=change.to_month)

    again = build.build_highlight(sheffield, boards.meeting(sheffield), OCTOBER)
    later = build.build_highlight(sheffield, boards.meeting(sheffield), NOVEMBER)

    assert again == october
    assert "5.1.6" not in refs(later, "decisions")
    assert "slipped:5.1.6:2019-11" in build.lines_of(later)


def test_what_was_accepted_after_the_day_is_not_yet_accepted_in_it(sheffield, october):
    line = build.lines_of(october)["not_started:4.2.2"]
    assert Verdict.objects.get(update__action__ref="4.2.2", update__period__key="2019-10")

    later = build.build_highlight(sheffield, boards.meeting(sheffield), NOVEMBER)

    assert words(line)[3].endswith("(Not yet accepted)")
    assert not words(build.lines_of(later)["not_started:4.2.2"])[3].endswith("accepted)")


def test_the_next_report_tells_what_is_new_since_the_last(sheffield, people):
    boards.issued(sheffield, people["manager"])
    action = sheffield.actions.get(ref="3.3.3")
    new_end = NewEnd(Month(2020, 1), Slippage.SLIPPED, "It takes longer.")
    ask_for_new_end(by=people["nhs-lead"], action=action, new_end=new_end)

    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)

    assert november.since == "2019-10-31"
    assert section(november, "changed") is None  # nobody has said anything new
    assert refs(november, "slipped") == ["1.3.1"]  # ended in October
    assert "3.3.3" in refs(november, "decisions")
    assert {words(line)[3] for line in section(november, "risks").lines} == {"As before"}


def test_questions_that_are_open_head_the_next_report(sheffield, people):
    paper = boards.issued(sheffield, people["manager"])
    ask(by=people["board"], paper=paper, line="risks:5.1.6", words="How will it be measured?")

    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)

    assert [plain(question) for question in november.open_questions] == [
        {
            "ref": "5.1.6",
            "words": "How will it be measured?",
            "by": "Demo board member",
            "asked_on": "2019-11-15",
            "answer": "",
        }
    ]


def test_without_a_later_meeting_what_is_due_is_due_before_this_one(sheffield):
    Meeting.objects.filter(held_on__gt=MEETING).delete()

    document = build.build_highlight(sheffield, boards.meeting(sheffield), OCTOBER)

    due = section(document, "due")
    assert due.title == "Due before the meeting, 19 November 2019: 2"
    assert document.meeting.next_words == ""


def test_remarks_name_figures_and_are_filled_in(sheffield):
    remarks = {"top": "{behind} of {total} are behind.", "risks": "See below.", "gone": "Nothing."}

    document = build.build_highlight(sheffield, boards.meeting(sheffield), OCTOBER, remarks)

    assert document.remark == "30 of 89 are behind."
    assert section(document, "risks").remark == "See below."
    with pytest.raises(UnknownFigure):
        build.with_remarks(document, {"top": "{nonsense}"})


def test_before_anything_was_said_there_is_nothing_to_compare_with(sheffield):
    document = build.build_highlight(sheffield, boards.meeting(sheffield), date(2019, 6, 3))

    assert (document.since, document.before) == (None, None)
    assert document.counts.without == 89
    freeze(document)


def test_it_takes_the_same_few_queries_however_much_there_is(sheffield):
    meeting = boards.meeting(sheffield)
    with CaptureQueriesContext(connection) as few:
        build.build_highlight(sheffield, meeting, OCTOBER)
    more = list(sheffield.actions.all())
    for each in more:
        each.pk, each.ref, each.order = None, f"9{each.ref}", each.order + 1_000_000
    Action.objects.bulk_create(more)
    with CaptureQueriesContext(connection) as many:
        document = build.build_highlight(sheffield, meeting, OCTOBER)

    assert (len(few), len(many)) == (QUERIES, QUERIES)
    assert document.counts.total == 178
