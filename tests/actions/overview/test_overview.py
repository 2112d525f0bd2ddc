"""The numbers of the overview."""

from __future__ import annotations

from datetime import date

import pytest

from actions.domain.enums import Status
from actions.models import Plan, StatusUpdate
from actions.presenters.overview import finished_overview, overview
from tests.support.factories import (
    ActionFactory,
    AreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PostFactory,
    StatusUpdateFactory,
)
from tests.support.overview import TODAY, ending
from wsoa.core.text import cut


@pytest.fixture
def outcome(plan: Plan):  # type: ignore[no-untyped-def]
    return OutcomeFactory(area=AreaFactory(plan=plan))


def test_sheffield_numbers_equal_those_of_its_scrutiny_report(sheffield: Plan) -> None:
    page = overview(sheffield, TODAY)

    assert page.heading == "Overview: October 2019"
    assert [(row.label, row.count, row.percentage, row.before) for row in page.groups] == [
        ("Behind target or at significant risk", 30, 34, 14),
        ("On track or yet to start", 54, 61, 73),
        ("Complete", 5, 6, 2),
    ]
    assert page.counts.rounding_note == "The percentages are rounded, and add up to 101."
    assert (page.change, page.change_from) == ("16 more", "than")
    assert page.before is not None
    assert page.before.since == "July"


def test_statuses_add_up_to_their_groups(sheffield: Plan) -> None:
    for row in overview(sheffield, TODAY).groups:
        assert sum(made.count for made in row.made_of) == row.count


def test_areas_are_sorted_most_behind_first_and_add_up_to_the_plan(sheffield: Plan) -> None:
    areas = overview(sheffield, TODAY).areas

    assert [(area.ref, area.behind, area.total, area.since) for area in areas] == [
        ("3", 7, 10, "No change"),
        ("5", 6, 15, "3 more behind"),
        ("6", 6, 21, "3 more behind"),
        ("1", 4, 7, "4 more behind"),
        ("2", 4, 15, "3 more behind"),
        ("7", 2, 13, "2 more behind"),
        ("4", 1, 8, "1 more behind"),
    ]
    assert sum(area.behind for area in areas) == 30
    assert sum(area.total for area in areas) == 89


def test_late_actions_are_sorted_longest_overdue_first(sheffield: Plan) -> None:
    slipped = overview(sheffield, TODAY).slippage

    assert [(line.ref, line.end, line.late) for line in slipped.late[:3]] == [
        ("3.1.1", "April 2019", "6 months late"),
        ("5.1.7", "May 2019", "5 months late"),
        ("3.1.2", "June 2019", "4 months late"),
    ]
    assert (
        len(slipped.late)
        == sheffield.actions.with_status_in(sheffield.periods.get(key="2019-10"))
        .late_on(TODAY)
        .count()
    )
    assert slipped.how_late == (
        "2 by less than a month, 4 by one or two months, 12 by three months or more"
    )


def test_the_two_kinds_of_slippage_are_separate(sheffield: Plan) -> None:
    slipped = overview(sheffield, TODAY).slippage

    late = {line.ref for line in slipped.late}
    worsened = {line.ref for line in slipped.worsened}
    assert late & worsened == set()
    assert slipped.worsened_in_all == slipped.worsened_and_late + len(worsened)
    assert {line.before for line in slipped.worsened} <= {"on_track", "not_started"}
    assert {line.status for line in slipped.worsened} <= {"at_risk", "behind_not_started"}


def test_missing_responses_add_up_and_count_shared_actions_once(sheffield: Plan) -> None:
    asked = overview(sheffield, TODAY).asked

    assert asked is not None
    period, before = (sheffield.periods.get(key=key) for key in ("2019-10", "2019-07"))
    due = sheffield.actions.due_in(period, before)
    assert asked.all.asked == due.count()
    assert asked.all.answered == due.answered_in(period).filter(answered=True).count()
    assert asked.due == "were due on 31 October 2019, 15 days ago"
    council = next(each for each in asked.organisations if each.answers.code == "SCC")
    assert council.answers.asked == due.led_by_organisation("SCC").count()
    assert sum(post.asked for post in council.posts) > council.answers.asked
    post = next(post for post in council.posts if post.code == "SCC-HoS")
    assert post.asked == due.led_by_code("SCC-HoS").count()


def test_organisations_are_sorted_by_missing_responses(sheffield: Plan) -> None:
    asked = overview(sheffield, TODAY).asked

    assert asked is not None
    silent = [each.answers.silent for each in asked.organisations]
    assert silent == sorted(silent, reverse=True)
    for organisation in asked.organisations:
        posts = [post.silent for post in organisation.posts]
        assert posts == sorted(posts, reverse=True)


def test_only_risks_of_the_latest_quarter_are_listed(sheffield: Plan) -> None:
    october = StatusUpdate.objects.current().filter(
        significant_risk=True, period__key="2019-10", period__plan=sheffield
    )
    risks = overview(sheffield, TODAY).risks
    assert {line.ref for line in risks} == set(october.values_list("action__ref", flat=True))


def test_nothing_is_late_within_its_end_month(outcome, october) -> None:  # type: ignore[no-untyped-def]
    action = ActionFactory(outcome=outcome, **ending(date(2019, 11, 1)))
    StatusUpdateFactory(action=action, period=october, status="at_risk")

    assert overview(action.plan, date(2019, 11, 30)).slippage.late == ()
    late = overview(action.plan, date(2019, 12, 1)).slippage
    assert [(line.ref, line.late) for line in late.late] == [(action.ref, "Late")]
    assert late.how_late == "1 by less than a month"


def test_complete_and_ongoing_actions_are_never_late(outcome, october) -> None:  # type: ignore[no-untyped-def]
    for status, month in (("complete", date(2019, 5, 1)), ("at_risk", None)):
        action = ActionFactory(outcome=outcome, **ending(month))
        StatusUpdateFactory(action=action, period=october, status=status)

    assert overview(outcome.area.plan, TODAY).slippage.late == ()


@pytest.mark.parametrize(
    ("before", "now", "falls"),
    [
        ("on_track", "at_risk", True),
        ("not_started", "behind_not_started", True),
        ("complete", "at_risk", False),
        ("at_risk", "behind_not_started", False),
        ("on_track", "not_started", False),
        (None, "at_risk", False),
    ],
)
def test_falling_behind_is_from_on_track_or_yet_to_start(  # type: ignore[no-untyped-def]
    outcome, july, october, before, now, falls
) -> None:
    action = ActionFactory(outcome=outcome)
    if before:
        StatusUpdateFactory(action=action, period=july, status=before)
    StatusUpdateFactory(action=action, period=october, status=now)

    slipped = overview(action.plan, TODAY).slippage
    assert [line.ref for line in slipped.worsened] == ([action.ref] if falls else [])


def test_due_next_is_this_month_and_two_more_and_not_complete(outcome, october) -> None:  # type: ignore[no-untyped-def]
    months = [date(2019, 10, 1), date(2019, 11, 1), date(2020, 1, 1), date(2020, 2, 1), None]
    actions = [ActionFactory(outcome=outcome, **ending(month)) for month in months]
    for action in actions:
        StatusUpdateFactory(action=action, period=october, status="on_track")
    done = ActionFactory(outcome=outcome, **ending(date(2019, 12, 1)))
    StatusUpdateFactory(action=done, period=october, status="complete")

    page = overview(outcome.area.plan, TODAY)
    assert [line.ref for line in page.due_next] == [actions[1].ref, actions[2].ref]
    assert page.due_by == "January 2020"


def test_actions_ending_in_one_month_are_sorted_worst_first(outcome, october) -> None:  # type: ignore[no-untyped-def]
    actions = {status: ActionFactory(outcome=outcome) for status in ("on_track", "at_risk")}
    for status, action in actions.items():
        StatusUpdateFactory(action=action, period=october, status=status)

    due = overview(outcome.area.plan, TODAY).due_next
    assert [line.status for line in due] == ["at_risk", "on_track"]


def test_without_an_update_an_action_is_counted_with_its_last_status(  # type: ignore[no-untyped-def]
    outcome, july, october
) -> None:
    actions = [ActionFactory(outcome=outcome) for _ in range(3)]
    for action in actions:
        StatusUpdateFactory(action=action, period=july, status="on_track")
    StatusUpdateFactory(action=actions[0], period=october, status="at_risk")

    page = overview(outcome.area.plan, TODAY)
    assert (page.counts.behind, page.counts.with_status, page.carried) == (1, 3, 2)
    assert (page.change, page.change_from) == ("1 more", "than")
    assert [row.count for row in page.groups] == [1, 2, 0]
    top = " ".join(finished_overview(outcome.area.plan, TODAY).top.split())
    assert (
        "<b>2 of 3</b> actions have no update for October 2019 yet and are counted with their last "
        "status." in top
    )


def test_a_quarter_with_statuses_missing_is_not_compared(outcome, july, october) -> None:  # type: ignore[no-untyped-def]
    actions = [ActionFactory(outcome=outcome) for _ in range(3)]
    StatusUpdateFactory(action=actions[0], period=july, status="on_track")
    StatusUpdateFactory(action=actions[0], period=october, status="at_risk")

    page = overview(outcome.area.plan, TODAY)
    assert (page.change, page.counts.with_status, page.counts.without) == ("", 1, 2)
    assert [row.percentage for row in page.groups] == [100, 0, 0]
    assert page.areas[0].since == "1 of 3 with a status"


@pytest.mark.parametrize(
    ("july_codes", "october_codes", "change", "change_from"),
    [
        (["at_risk", "at_risk"], ["at_risk", "on_track"], "1 fewer", "than"),
        (["at_risk", "on_track"], ["on_track", "at_risk"], "as many", "as"),
        (["on_track", "on_track"], ["at_risk", "at_risk"], "2 more", "than"),
    ],
)
def test_the_change_is_of_the_number_behind(  # type: ignore[no-untyped-def]
    outcome, july, october, july_codes, october_codes, change, change_from
) -> None:
    for before, now in zip(july_codes, october_codes, strict=True):
        action = ActionFactory(outcome=outcome)
        StatusUpdateFactory(action=action, period=july, status=before)
        StatusUpdateFactory(action=action, period=october, status=now)

    page = overview(outcome.area.plan, TODAY)
    assert (page.change, page.change_from) == (change, change_from)


def test_only_the_latest_update_counts(outcome, october) -> None:  # type: ignore[no-untyped-def]
    action = ActionFactory(outcome=outcome)
    first = StatusUpdateFactory(
        action=action, period=october, status="at_risk", significant_risk=True
    )
    StatusUpdateFactory(action=action, period=october, status="on_track", supersedes=first)

    page = overview(action.plan, TODAY)
    assert page.counts.by_status[Status.ON_TRACK] == page.counts.total == 1
    assert page.risks == ()


def test_before_the_first_quarter_the_page_gives_its_start(outcome, july) -> None:  # type: ignore[no-untyped-def]
    ActionFactory(outcome=outcome)

    page = overview(july.plan, date(2019, 6, 30))
    assert (page.heading, page.quarter, page.first_opens) == ("Overview", None, date(2019, 7, 1))
    assert page.asked is None


def test_a_quarter_of_another_year_is_shown_with_its_year(plan, july) -> None:  # type: ignore[no-untyped-def]
    PeriodFactory(
        plan=plan,
        key="2020-01",
        label="Jan 2020",
        first_day=date(2020, 1, 1),
        opens=date(2020, 1, 1),
        due=date(2020, 1, 31),
        closes=date(2020, 2, 29),
    )
    before = overview(plan, date(2020, 1, 15)).before
    assert before is not None
    assert before.since == "July 2019"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2019, 10, 29), "are due on 31 October 2019, in 2 days"),
        (date(2019, 10, 31), "are due today, 31 October 2019"),
        (date(2019, 11, 1), "were due on 31 October 2019, 1 day ago"),
    ],
)
def test_the_due_date_is_shown_with_the_days_left(outcome, october, today, words) -> None:  # type: ignore[no-untyped-def]
    asked = overview(october.plan, today).asked
    assert asked is not None
    assert asked.due == words


def test_a_locked_or_closed_quarter_asks_for_no_updates(outcome, october) -> None:  # type: ignore[no-untyped-def]
    ActionFactory(outcome=outcome, led_by=[PostFactory()])
    assert overview(october.plan, date(2019, 12, 1)).asked is None


def test_texts_are_cut_between_words() -> None:
    assert cut("Agree outcomes and measures", 18) == "Agree outcomes and…"
    assert cut("Agree outcomes, and measures", 16) == "Agree outcomes…"
    assert cut("Agree", 5) == "Agree"
