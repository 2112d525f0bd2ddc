"""The reminders of one person, day by day, for any round and any responses. Property tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.domain.digest import (
    AGAIN_AFTER,
    OpenRound,
    OutstandingAction,
    ReminderKind,
    RoundFacts,
    Topic,
    digest_sections,
    email_subject,
    lines_of,
)

OCTOBER = OpenRound(7, "October 2019", date(2019, 10, 1), date(2019, 10, 31), date(2019, 11, 30))
ONE = OutstandingAction(1, "5.1.6", "Write the guide", leads="Head of SEN")
TWO = OutstandingAction(2, "5.1.7", "Train the schools", leads="Head of SEN")


def notices_of(facts: RoundFacts, day: date) -> list[tuple[str, str]]:
    return [(line.topic.kind, line.ref) for line in lines_of(digest_sections([facts], day))]


@dataclass
class Inbox:
    """A person who gets a digest every day and remembers the earlier notices."""

    facts: RoundFacts
    told: dict[Topic, date] = field(default_factory=dict)
    got: dict[date, list[Topic]] = field(default_factory=dict)

    def morning(self, day: date) -> list[Topic]:
        sections = digest_sections([replace(self.facts, notified=dict(self.told))], day)
        topics = [line.topic for line in lines_of(sections)]
        self.told |= dict.fromkeys(topics, day)
        self.got[day] = topics
        return topics

    def days_of(self, kind: ReminderKind) -> list[date]:
        return [day for day, topics in self.got.items() if any(t.kind == kind for t in topics)]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


rounds = st.builds(
    lambda opens, due, closes: OpenRound(
        7, "A round", opens, opens + timedelta(due), opens + timedelta(due + closes)
    ),
    st.dates(date(2019, 1, 1), date(2030, 1, 1)),
    st.integers(0, 60),
    st.integers(0, 60),
)
asks = st.lists(
    st.builds(
        lambda pk, returned: OutstandingAction(
            pk, f"1.1.{pk}", "Do it", returned=returned and 100 + pk
        ),
        st.integers(1, 9),
        st.booleans(),
    ),
    max_size=5,
    unique_by=lambda asked: asked.action,
).map(tuple)
everybody = st.builds(
    RoundFacts, rounds, asked=asks, answered_for=asks, managed=asks, paused=st.booleans()
)


def test_a_round_is_notified_when_it_opens_and_three_days_before_it_is_due():
    inbox = Inbox(RoundFacts(OCTOBER, asked=(ONE, TWO)))
    for day in days(date(2019, 9, 25), OCTOBER.closes):
        inbox.morning(day)
    assert inbox.days_of(ReminderKind.OPENED) == [date(2019, 10, 1)]
    assert inbox.days_of(ReminderKind.DUE) == [date(2019, 10, 28)]
    late = [date(2019, 11, 1), date(2019, 11, 8), date(2019, 11, 15), date(2019, 11, 22)]
    assert inbox.days_of(ReminderKind.LATE) == [*late, date(2019, 11, 29)]
    assert len([day for day, topics in inbox.got.items() if topics]) == 7


def test_the_officer_is_notified_after_three_days_and_the_manager_after_seven():
    inbox = Inbox(RoundFacts(OCTOBER, answered_for=(ONE,), managed=(ONE, TWO)))
    for day in days(OCTOBER.opens, OCTOBER.closes):
        inbox.morning(day)
    assert inbox.days_of(ReminderKind.OFFICER) == [date(2019, 11, 3)]
    assert inbox.days_of(ReminderKind.MANAGER) == [date(2019, 11, 7)]
    assert inbox.got[date(2019, 11, 7)] == [Topic(ReminderKind.MANAGER, 7, TWO.action)]


def test_a_returned_update_is_notified_once_with_its_reason_then_as_late():
    back = replace(ONE, returned=44, reason="Returned: “Say what changed.”")
    facts = RoundFacts(
        OCTOBER, asked=(back, TWO), notified={Topic(ReminderKind.OPENED, 7, 1): date(2019, 10, 1)}
    )
    [section] = digest_sections([facts], date(2019, 10, 20))
    [line] = section.lines
    assert (section.heading, line.note) == (
        "October 2019: 1 update returned to you",
        "Returned: “Say what changed.”",
    )
    told = dict(facts.notified or {}) | {line.topic: date(2019, 10, 20)}
    assert notices_of(replace(facts, notified=told), date(2019, 10, 21)) == []
    assert notices_of(replace(facts, notified=told), date(2019, 11, 1)) == [
        ("late", "5.1.6"),
        ("late", "5.1.7"),
    ]


def test_an_update_returned_again_is_notified_again():
    before = {
        Topic(ReminderKind.OPENED, 7, 1): date(2019, 10, 1),
        Topic(ReminderKind.RETURNED, 7, 44): date(2019, 10, 9),
    }
    facts = RoundFacts(OCTOBER, asked=(replace(ONE, returned=45),), notified=before)
    assert notices_of(facts, date(2019, 10, 20)) == [("returned", "5.1.6")]


def test_a_missed_day_is_made_up_for():
    inbox = Inbox(RoundFacts(OCTOBER, asked=(ONE,)))
    for day in (date(2019, 10, 4), date(2019, 10, 30), date(2019, 11, 3), date(2019, 11, 11)):
        inbox.morning(day)
    kinds = [[topic.kind for topic in topics] for topics in inbox.got.values()]
    assert kinds == [["opened"], ["due"], ["late"], ["late"]]


def test_an_extended_round_is_notified_again_before_it_is_due():
    inbox = Inbox(RoundFacts(OCTOBER, asked=(ONE,)))
    for day in days(OCTOBER.opens, date(2019, 11, 2)):
        inbox.morning(day)
    inbox.facts = replace(inbox.facts, round=replace(OCTOBER, due=date(2019, 11, 14)))
    for day in days(date(2019, 11, 3), date(2019, 11, 16)):
        inbox.morning(day)
    assert inbox.days_of(ReminderKind.DUE) == [date(2019, 10, 28), date(2019, 11, 11)]
    assert inbox.days_of(ReminderKind.LATE) == [date(2019, 11, 1), date(2019, 11, 15)]


def test_people_with_paused_reminders_are_notified_of_the_opening_only():
    inbox = Inbox(
        RoundFacts(OCTOBER, asked=(ONE,), answered_for=(TWO,), managed=(TWO,), paused=True)
    )
    for day in days(OCTOBER.opens, OCTOBER.closes):
        inbox.morning(day)
    assert [day for day, topics in inbox.got.items() if topics] == [date(2019, 10, 1)]


def test_the_text_says_how_late_and_until_when():
    [section] = digest_sections([RoundFacts(OCTOBER, asked=(ONE,))], date(2019, 11, 15))
    assert section.heading == "October 2019 is 15 days late: 1 action needs your update"
    assert section.intro == (
        "Updates were due on 31 October 2019. You can still send them until Saturday 30 "
        "November 2019."
    )
    assert email_subject((section, section)) == f"{section.heading}; {section.heading}"


@given(everybody, st.integers(-5, 130))
def test_no_action_is_in_a_digest_twice(facts, offset):
    lines = lines_of(digest_sections([facts], facts.round.opens + timedelta(offset)))
    assert all(count == 1 for count in Counter(line.action for line in lines).values())


@given(everybody)
@settings(deadline=None)
def test_late_actions_are_notified_every_seven_days_and_others_once(facts):
    inbox = Inbox(replace(facts, paused=False))
    for day in days(facts.round.opens - timedelta(3), facts.round.closes + timedelta(3)):
        inbox.morning(day)
    late = inbox.days_of(ReminderKind.LATE)
    assert all(later - day == AGAIN_AFTER for day, later in pairwise(late))
    counts = Counter(topic for topics in inbox.got.values() for topic in topics)
    assert all(count == 1 for topic, count in counts.items() if topic.kind != ReminderKind.LATE)


@given(everybody, st.integers(-5, 130))
def test_nobody_is_notified_outside_the_round(facts, offset):
    day = facts.round.opens + timedelta(offset)
    if not facts.round.opens <= day <= facts.round.closes:
        assert digest_sections([facts], day) == ()


@given(rounds, st.integers(-5, 130), st.booleans())
def test_nobody_is_notified_if_nothing_is_missing(round_, offset, paused):
    assert (
        digest_sections([RoundFacts(round_, paused=paused)], round_.opens + timedelta(offset)) == ()
    )


@given(everybody, st.integers(0, 130))
def test_people_are_notified_of_actions_they_lead_or_answer_for_only(facts, offset):
    for line in lines_of(digest_sections([facts], facts.round.opens + timedelta(offset))):
        where = {ReminderKind.OFFICER: facts.answered_for, ReminderKind.MANAGER: facts.managed}
        assert line.action in {each.action for each in where.get(line.kind, facts.asked)}
