"""The reminders of one person about figures that are due, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.digest import DigestLine
from indicators.domain.digest import AwaitedFigure, DigestFacts, DigestReason, sections

DUE = date(2019, 11, 15)
EHC = AwaitedFigure(
    7, "EHC plans in 20 weeks", "October 2019", DUE, "/enter/", "/ehc/", "Head of SEN (SCC-HoS)"
)


def lines(facts: DigestFacts, day: date) -> list[DigestLine]:
    return [line for section in sections(facts, day) for line in section.lines]


def told_over(facts: DigestFacts, days: int) -> dict[int, str]:
    """Kinds by days after the due day, each day knowing what the days before have told."""
    told: dict[object, date] = {}
    found = {}
    for n in range(-10, days):
        day = DUE + timedelta(n)
        said = lines(DigestFacts(facts.owned, facts.answered_for, facts.managed, dict(told)), day)  # type: ignore[arg-type]
        for line in said:
            told[line.topic] = day
            found[n] = line.topic.kind
    return found


def test_an_owner_is_notified_three_days_before_then_when_late_then_weekly() -> None:
    late = DigestReason.LATE.value
    assert told_over(DigestFacts(owned=(EHC,)), 20) == {
        -3: "figure-due",
        1: late,
        8: late,
        15: late,
    }


def test_the_officer_is_notified_after_three_days_and_the_manager_after_seven() -> None:
    assert told_over(DigestFacts(answered_for=(EHC,)), 30) == {3: "figure-officer"}
    assert told_over(DigestFacts(managed=(EHC,)), 30) == {7: "figure-manager"}
    assert told_over(DigestFacts(answered_for=(EHC,), managed=(EHC,)), 30) == {3: "figure-officer"}


def test_an_owner_is_notified_as_owner_only() -> None:
    everything = DigestFacts(owned=(EHC,), answered_for=(EHC,), managed=(EHC,))
    assert set(told_over(everything, 30).values()) == {"figure-due", "figure-late"}


def test_a_line_names_figure_span_and_day_and_links_to_the_form() -> None:
    [section] = sections(DigestFacts(owned=(EHC,)), DUE - timedelta(3))
    [line] = section.lines
    assert section.heading == "1 figure is due from you"
    assert section.intro == "Each link opens the form for that figure. You will need to sign in."
    assert line.ref == "Figure due: EHC plans in 20 weeks, October 2019, due 15 November 2019"
    assert (line.text, line.note, line.path) == ("", "", "/enter/")
    assert not line.asks_for_an_answer  # no link that needs no sign-in


def test_other_people_see_the_owner_and_a_link_they_may_open() -> None:
    [line] = lines(DigestFacts(managed=(EHC,)), DUE + timedelta(7))
    assert (line.note, line.path) == ("Head of SEN (SCC-HoS)", "/enter/")
    [line] = lines(DigestFacts(answered_for=(EHC,)), DUE + timedelta(3))
    assert (line.note, line.path) == ("Head of SEN (SCC-HoS)", "/ehc/")
    nobody = AwaitedFigure(8, "Complaints", "", DUE, "/enter/")
    [line] = lines(DigestFacts(managed=(nobody,)), DUE + timedelta(7))
    assert (line.ref, line.note) == (
        "Figure due: Complaints, due 15 November 2019",
        "No owner is named for this indicator",
    )


@pytest.mark.parametrize(
    ("count", "heading"),
    [(1, "1 figure due from you is late"), (2, "2 figures due from you are late")],
)
def test_headings_count(count: int, heading: str) -> None:
    owned = tuple(AwaitedFigure(n, "A", "", DUE, "/") for n in range(count))
    [section] = sections(DigestFacts(owned=owned), DUE + timedelta(1))
    assert section.heading == heading


def test_a_moved_due_day_is_notified_again() -> None:
    told = {lines(DigestFacts(owned=(EHC,)), DUE)[0].topic: DUE}
    later = AwaitedFigure(7, EHC.name, "November 2019", date(2019, 12, 15), "/enter/")
    assert lines(DigestFacts(owned=(EHC,), notified=told), DUE) == []
    assert len(lines(DigestFacts(owned=(later,), notified=told), date(2019, 12, 12))) == 1


@given(st.integers(-60, 60))
def test_nobody_is_notified_earlier_than_three_days_before(days: int) -> None:
    facts = DigestFacts(owned=(EHC,), answered_for=(EHC,), managed=(EHC,))
    assert bool(lines(facts, DUE + timedelta(days))) == (days >= -3)
