"""What waits: the order of the list and its words; how an email stays one email. Pure."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.digest import (
    FOLDED,
    LONGEST_SUBJECT,
    MOST_FOLDED,
    MOST_LINES,
    DigestLine,
    DigestSection,
    SectionOfPlan,
    Topic,
    email_subject,
    folded,
    lines_of,
)
from actions.domain.waiting import (
    WaitingCount,
    WaitingItem,
    WaitingKind,
    count,
    in_order,
    lateness,
)

DAY = date(2019, 11, 15)
KINDS = [
    WaitingKind(code, code.title(), code.title(), "Do", f"{code} waits", f"{code}s wait")
    for code in ("update", "accept", "question")
]
days = st.none() | st.dates(DAY - timedelta(400), DAY + timedelta(400))
items = st.builds(
    WaitingItem,
    kind=st.sampled_from(KINDS),
    plan=st.integers(1, 5),
    subject=st.integers(1, 10_000),
    title=st.text(max_size=20),
    address=st.just("/x/"),
    since=days,
    due=days,
)


# --- the order --------------------------------------------------------------------------------


@given(st.lists(items, max_size=30), st.randoms(use_true_random=False))
def test_worst_first_whatever_order_things_come_in(found: list[WaitingItem], shuffle) -> None:  # type: ignore[no-untyped-def]
    ordered = in_order(found)
    assert sorted(ordered, key=repr) == sorted(found, key=repr)  # nothing lost, nothing twice
    again = list(found)
    shuffle.shuffle(again)
    assert in_order(again) == ordered
    for before, after in itertools.pairwise(ordered):
        late, later = before.days_late(DAY), after.days_late(DAY)
        assert late >= later  # longest past its day
        if after.due is None:
            continue
        assert before.due is not None  # what has no day comes last
        assert before.due <= after.due  # then nearest day
        if before.due == after.due:
            assert (before.since or date.max) <= (after.since or date.max)  # then longest waiting


@given(st.lists(items, max_size=20))
def test_the_count_is_that_of_the_list(found: list[WaitingItem]) -> None:
    counted = count(found, DAY)
    assert counted.all == len(found)
    assert counted.late == sum(item.due is not None and item.due < DAY for item in found)


def test_a_thing_is_late_from_the_day_after() -> None:
    item = WaitingItem(KINDS[0], 1, 1, "A thing", "/x/", due=DAY)
    assert [item.days_late(DAY + timedelta(n)) for n in (-1, 0, 1)] == [0, 0, 1]
    assert [item.is_late(DAY + timedelta(n)) for n in (-1, 0, 1)] == [False, False, True]
    assert not WaitingItem(KINDS[0], 1, 1, "A thing", "/x/").is_late(DAY)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, ""), (-3, ""), (1, "1 day late"), (29, "29 days late"), (30, "1 month late"),
     (75, "2 months late")],
)  # fmt: skip
def test_how_late_in_words(number: int, words: str) -> None:
    assert lateness(number) == words


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (WaitingCount(), "Nothing waits for you"),
        (WaitingCount(1), "1 thing waits for you"),
        (WaitingCount(9, 4), "9 things wait for you, 4 are late"),
        (WaitingCount(1, 1), "1 thing waits for you, 1 is late"),
    ],
)
def test_the_count_in_words(counted: WaitingCount, words: str) -> None:
    assert counted.sentence == words


# --- one email --------------------------------------------------------------------------------

titles = st.text(min_size=1, max_size=400)
sections = st.lists(
    st.tuples(st.integers(1, 200), titles, st.integers(1, 80)), min_size=1, max_size=40
)


def parts_of(made: list[tuple[int, str, int]]) -> list[SectionOfPlan]:
    return [
        SectionOfPlan(
            plan,
            f"Plan {plan}",
            f"/?plan={plan}",
            DigestSection(
                title,
                "",
                tuple(
                    DigestLine(Topic("x", 0, number), 0, f"1.{number}", "Do it", "", "/x/")
                    for number in range(many)
                ),
            ),
        )
        for plan, title, many in made
    ]


@given(sections)
def test_the_subject_is_short_and_one_line_whatever_waits(made: list[tuple[int, str, int]]) -> None:
    subject = email_subject(folded(parts_of(made), rest="/portfolio/"))
    assert 0 <= len(subject) <= LONGEST_SUBJECT
    assert subject.splitlines() in ([subject], [])
    EmailMessage(subject, "", "a@example.org", ["b@example.org"]).message()  # it can be sent


@given(sections)
def test_an_email_is_never_longer_than_it_may_be(made: list[tuple[int, str, int]]) -> None:
    shown = folded(parts_of(made), rest="/portfolio/")
    plans = {plan for plan, _, _ in made}
    assert len(lines_of(shown)) <= max(MOST_LINES, min(len(plans), MOST_FOLDED + 1))
    away = [line for line in lines_of(shown) if line.topic.kind == FOLDED]
    assert all(line.path.startswith(("/?plan=", "/portfolio/")) for line in away)
    everything = sum(many for _, _, many in made)
    if everything <= MOST_LINES:
        assert shown == tuple(part.section for part in parts_of(made))


def test_the_plan_with_the_most_is_folded_first_to_its_count() -> None:
    made = [(1, "70 actions need your update", 70), (2, "3 questions wait", 3)]
    question, away = folded(parts_of(made), rest="/portfolio/")
    assert question.heading == "3 questions wait"
    assert away.heading == "1 plan with much to do"
    [line] = away.lines
    assert (line.ref, line.text, line.path) == ("Plan 1", "70 things", "/?plan=1")
    assert line.note == "70 actions need your update"


def test_153_plans_are_one_short_list_with_a_link_to_the_portfolio() -> None:
    made = [(plan, "10 things wait", 10) for plan in range(153)]
    shown = folded(parts_of(made), rest="/portfolio/")
    assert shown[-1].lines[-1].path == "/portfolio/"
    assert shown[-1].lines[-1].ref == f"{153 - MOST_FOLDED} more plans"
    assert len(email_subject(shown)) <= LONGEST_SUBJECT


def test_a_short_subject_says_everything() -> None:
    parts = parts_of([(1, "2 updates returned to you", 2), (1, "1 question", 1)])
    assert email_subject(folded(parts, rest="/")) == "2 updates returned to you; 1 question"
