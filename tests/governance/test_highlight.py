"""What the board's highlight report says, as at a day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.models import Action, DateChange, StatusUpdate, Verdict
from actions.selectors.status_as_at import StatusHistory
from actions.services.date_changes import ask_for_new_end
from governance.models import BoardQuestion, Meeting
from governance.papers.checks.figure_placeholders import UnknownFigure
from governance.papers.document.frozen import freeze, plain
from governance.papers.highlight import build, wording
from governance.services.highlight import ask
from tests.support import boards
from tests.support.boards import MEETING, NEXT, NOVEMBER, OCTOBER
from wsoa.accounts.models import User
from wsoa.core.months import Month

pytestmark = pytest.mark.django_db
QUERIES = 41


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
        "Past its end date and not complete: 16",
        "New end dates that want a decision: 3",
        "Significant risks: 4",
        "Past the plan’s own end and not late, with a later end agreed: 4",
        "Changes of status since July 2019: 41 of 89",
        "Not started and behind, end still to come: 4",
        "End dates decided since July 2019: 5",
        "Due before the next meeting, 17 December 2019: 4",
        "Indicators with a new figure since July 2019: 1",
        "Not answered for October 2019: 52 of 78 actions",
        "What does not fit together: 4",
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
        "Agreed: Improvement Board, 17 Sept 2019. Second new date, 4 months in all. "
        "Slipped: The central record in which concerns are kept is not chosen yet.",
    ]


def test_a_refusal_says_its_own_reason_and_is_no_new_date(sheffield):
    asked = DateChange.objects.filter(action__plan=sheffield, agreed=None).first()
    asked.agreed, asked.decision, asked.decided_at = False, "Board, 1 Nov 2019", noon(OCTOBER)
    asked.decision_reason = "The panel meets already."
    asked.save()
    document = build.build_highlight(sheffield, boards.meeting(sheffield), OCTOBER)
    (said,) = [
        words(line)[-1]
        for line in section(document, "slipped").lines
        if line.ref == asked.action.ref
    ]
    assert said.startswith(
        "Refused: Board, 1 Nov 2019. Why: The panel meets already. Asked for as "
    )
    assert "new date" not in said


def test_rows_that_add_up_to_more_than_the_title_say_why(october):
    missing = section(october, "not_answered")
    asked, silent = (sum(int(words(line)[at]) for line in missing.lines) for at in (1, 3))
    assert missing.intro == (
        "An action with leads of several organisations counts in each of them: the rows add up to "
        f"{silent} of {asked}, not to 52 of 78."
    )


def test_every_late_action_is_in_the_report_of_each_month_the_longest_overdue_first(
    sheffield, people, october
):
    boards.issued(sheffield, people["manager"])
    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)

    for document, day in ((october, OCTOBER), (november, NOVEMBER)):
        assert refs(document, "late") == late_on(sheffield, day)
    assert (october.late, november.late) == (16, 18)
    assert set(refs(october, "late")) < set(refs(november, "late"))


def late_on(plan, day: date) -> list[str]:
    """Worked out from the rows alone, by another way than the report's."""
    late = []
    for action in plan.actions.all():
        end = action.end.month
        for change in action.date_changes.filter(agreed=True, decided_at__date__lte=day):
            end = Month.of(change.to_month)
        last = action.updates.filter(recorded_at__date__lte=day).order_by("recorded_at").last()
        if end and end.last_day < day and (last is None or last.status != "complete"):
            late.append((end.last_day, -["behind_not_started"].count(last.status), action.ref))
    return [ref for *_, ref in sorted(late, key=lambda item: item[:2])]


def test_a_late_line_says_how_late_it_is_and_what_became_of_its_date(october):
    lines = {line.ref: words(line) for line in section(october, "late").lines}

    assert lines["3.1.1"][1:] == ["CCG - HoC", "April 2019", "6 months", "None asked for"]
    assert lines["3.2.3"][2:] == ["June 2019", "4 months", "Nov 2019, to decide"]
    assert lines["2.5.2"][2:] == [
        "Sept 2019, was July 2019",
        "1 month",
        "Sept 2019, agreed, passed too",
    ]


def test_the_counts_of_new_dates_are_in_the_words_of_the_rows_and_add_up(
    sheffield, people, october
):
    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)
    for report in (october, november):
        found = section(report, "late")
        counts = found.note.removeprefix("New dates: ").split("; ")
        numbers = {
            state: int(count) for count, _, state in (each.partition(" ") for each in counts)
        }

        assert sum(numbers.values()) == report.late
        states = [words(line)[-1].partition(" 2019, ") for line in found.lines]
        in_rows = Counter((after or before).lower() for before, _, after in states)
        assert in_rows == numbers
    assert "to decide, passed too" in numbers


def test_an_action_leaves_the_late_ones_only_when_it_is_complete(sheffield, people, october):
    boards.issued(sheffield, people["manager"])
    action = sheffield.actions.get(ref="5.1.7")
    period = sheffield.periods.get(key="2019-10")
    last = action.updates.get(period=period, superseded_by=None)
    StatusUpdate.objects.create(
        action=action,
        period=period,
        status="complete",
        kind="update",
        recorded_at=noon(NOVEMBER),
        supersedes=last,
    )

    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)

    assert "5.1.7" in refs(october, "late")
    assert "5.1.7" not in refs(november, "late")
    assert november.late == 17


def test_changes_of_status_are_counts_with_references_and_the_worse_come_first(october):
    changed = section(october, "changed")
    moves = [tuple(cell.status for cell in line.cells[:2]) for line in changed.lines]

    assert moves[0] == ("not_started", "behind_not_started")
    assert moves[-1][1] == "complete"
    assert changed.note == "17 became late or at risk, 24 moved on"
    assert sum(int(line.cells[2].words) for line in changed.lines) == 41
    for line in changed.lines:
        assert int(line.cells[2].words) == len(line.cells[3].refs)
        assert ", ".join(line.cells[3].refs) == line.cells[3].words


def test_nothing_ends_in_an_ellipsis_and_no_verdict_is_passed_on_an_indicator(october):
    text = freeze(october).text

    assert "…" not in text
    for verdict in ("Better", "Worse", "got worse", "getting better", "no clear change"):
        assert verdict.casefold() not in text.casefold()


def test_an_action_is_named_by_its_short_title(sheffield, october):
    for line in section(october, "late").lines:
        assert line.cells[0].words == sheffield.actions.get(ref=line.ref).short_title


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
        recorded_at=noon(OCTOBER + timedelta(days=1)),
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
    line = build.lines_of(october)["risks:5.1.1"]
    assert Verdict.objects.get(update__action__ref="5.1.1", update__period__key="2019-10")

    later = build.build_highlight(sheffield, boards.meeting(sheffield), NOVEMBER)

    assert words(line)[1].endswith("(Not yet accepted)")
    assert not words(build.lines_of(later)["risks:5.1.1"])[1].endswith("accepted)")


def test_the_next_report_tells_what_is_new_since_the_last(sheffield, people):
    boards.issued(sheffield, people["manager"])
    action = sheffield.actions.get(ref="3.3.3")
    new_end = NewEnd(Month(2020, 1), Slippage.SLIPPED, "It takes longer.")
    ask_for_new_end(by=people["nhs-lead"], action=action, new_end=new_end)

    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)

    assert november.since == "2019-10-31"
    assert section(november, "changed") is None  # nobody has said anything new
    assert section(november, "slipped") is None  # nothing was decided
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


def test_past_the_plans_own_end_is_counted_beside_late_with_both_months(sheffield, october):
    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)

    assert (october.late, october.agreed_later) == (16, 4)
    assert (november.late, november.agreed_later) == (18, 4)
    lines = {line.ref: words(line)[2:] for line in section(november, "agreed_later").lines}
    assert lines["7.1.4"] == ["Sept 2019", "Dec 2019", "Not started, behind"]
    assert not set(lines) & set(refs(november, "late"))
    assert wording.agreed_later_sentence(november) == (
        "4 more are past the plan’s own end date and not late, because a later one was agreed."
    )


def test_what_the_office_recorded_is_counted_at_the_top_and_marked_at_every_action(
    sheffield, october
):
    now = StatusHistory(sheffield, OCTOBER).statuses(OCTOBER)
    office = {a.ref for a in sheffield.actions.all() if a.pk in now and now[a.pk].by_office}

    assert october.by_office == len(office) == 59
    assert wording.office_sentence(october).startswith("† 59 of 89 statuses are recorded by")
    for key in ("late", "risks", "agreed_later", "not_started", "due"):
        marked = {line.ref for line in section(october, key).lines if line.by_office}
        assert marked == office & set(refs(october, key)), key
    for line in section(october, "changed").lines:
        assert set(line.cells[3].by_office) == office & set(line.cells[3].refs)


def said(action, status: str, day: date, **words) -> StatusUpdate:
    """The next update of October, accepted."""
    period = action.plan.periods.get(key="2019-10")
    last = action.updates.filter(period=period, superseded_by=None).first()
    new = {"kind": "update", "recorded_at": noon(day), "supersedes": last} | words
    update = StatusUpdate.objects.create(action=action, period=period, status=status, **new)
    judge = User.objects.get(name="Demo programme manager")
    Verdict.objects.create(update=update, accepted=True, by=judge, at=noon(day))
    return update


def test_the_board_reads_what_was_reopened_and_what_became_better_without_a_word(sheffield, people):
    boards.issued(sheffield, people["manager"])
    reopened = list(sheffield.actions.filter(ref__in=["4.3.2", "6.1.3"]).order_by("ref"))
    said(reopened[0], "at_risk", NOVEMBER, reason="The form is used by three schools of forty.")
    said(reopened[1], "on_track", NOVEMBER)
    behind = list(sheffield.actions.filter(ref__in=["3.1.1", "5.1.7"]).order_by("ref"))
    texts = {"developments": "The analysis is done.", "evidence": "The board has its report."}
    said(behind[0], "on_track", NOVEMBER, **texts)
    said(behind[1], "on_track", NOVEMBER, **texts, carried_from={"evidence": "2019-07"})

    november = build.build_highlight(sheffield, boards.meeting(sheffield, NEXT), NOVEMBER)

    found = section(november, "reopened")
    assert found.title.startswith("Reopened: complete before, and not now since 31 October 2019: 2")
    assert [(line.ref, words(line)[1:]) for line in found.lines] == [
        ("4.3.2", ["Behind or at risk", "The form is used by three schools of forty."]),
        ("6.1.3", ["On track", "No reason given."]),
    ]
    assert section(november, "changed").intro == (
        "Moved on, but the update does not give the evidence: 5.1.7."
    )
