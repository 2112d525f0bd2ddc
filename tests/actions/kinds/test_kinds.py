"""The kinds of plan: their files are read strictly, and their clocks say what they rest on."""

from __future__ import annotations

from datetime import date

import pytest

from actions.domain.kinds.clock import key_dates
from actions.domain.kinds.registry import CODES, FOLDER, KindRefused, kind_of, kinds, read_kind
from actions.domain.kinds.scale import FIVE
from actions.domain.kinds.working_days import england
from tests.support.paths import ROOT

WSOA = (FOLDER / "wsoa.toml").read_text(encoding="utf-8")
RECEIVED = date(2019, 1, 18)


def test_every_file_is_a_kind_and_every_kind_has_a_file() -> None:
    assert tuple(kinds()) == CODES
    assert {kind.code for kind in kinds().values()} == set(CODES)
    holidays = {"bank_holidays.toml"}
    assert {path.name for path in FOLDER.glob("*.toml")} - holidays == {f"{c}.toml" for c in CODES}


@pytest.mark.parametrize(
    ("code", "areas", "judgement", "approval"),
    [
        ("wsoa", "areas of weakness", "sufficient progress", "fit for purpose"),
        ("app", "areas of weakness", "progress", "Department for Education"),
        ("pap", "priority areas", "effective action", "integrated care board"),
        ("improvement", "areas for improvement", "improvement", "partnership"),
        ("reform", "principles", "requirements met", "ministers"),
    ],
)
def test_a_kind_has_its_own_words(code: str, areas: str, judgement: str, approval: str) -> None:
    kind = kind_of(code)
    assert (kind.terms.areas, kind.terms.judgement) == (areas, judgement)
    assert approval in " ".join(kind.approved_by)


def test_a_statement_is_due_after_70_working_days() -> None:
    submit, revisit = key_dates(kind_of("wsoa"), {"report_received": RECEIVED}, england())
    assert submit.due == date(2019, 4, 30)
    assert submit.is_certain
    assert submit.sentence == (
        "70 working days after the day on which the report was received, 18 January 2019, without "
        "weekends and 2 bank holidays."
    )
    assert revisit.due is None
    assert "has not been entered" in revisit.sentence


def test_a_priority_action_plan_counts_from_receipt_and_says_its_doubt() -> None:
    submit, monitoring, full = key_dates(kind_of("pap"), {"report_received": RECEIVED}, england())
    assert (submit.due, submit.is_certain) == (date(2019, 3, 8), False)
    assert "was not read" in submit.step.doubt
    assert monitoring.due == date(2020, 7, 18)
    assert full.due == date(2022, 1, 18)


def test_an_accelerated_plan_is_reviewed_twice_and_not_revisited() -> None:
    kind = kind_of("app")
    dates = key_dates(kind, {"approved": date(2023, 2, 28)}, england())
    assert [found.due for found in dates] == [date(2023, 8, 28), date(2024, 2, 28)]
    assert not any("evisit" in step.title for step in kind.clock)


def test_lateness_is_of_what_has_not_happened() -> None:
    events = {"report_received": RECEIVED}
    submit = key_dates(kind_of("wsoa"), events, england())[0]
    assert not submit.is_overdue(date(2019, 4, 30))
    assert submit.is_overdue(date(2019, 5, 1))
    done = key_dates(kind_of("wsoa"), events | {"submitted": date(2019, 5, 3)}, england())[0]
    assert not done.is_overdue(date(2019, 6, 1))
    assert done.was_late


def test_what_a_later_event_shows_to_be_done_is_not_overdue() -> None:
    events = {"report_received": RECEIVED, "approved": date(2019, 5, 17)}
    submit = key_dates(kind_of("wsoa"), events, england())[0]
    assert submit.is_passed
    assert not submit.is_overdue(date(2019, 11, 15))


def test_a_clock_in_years_not_announced_is_not_certain() -> None:
    submit = key_dates(kind_of("wsoa"), {"report_received": date(2028, 1, 4)}, england())[0]
    assert submit.due is not None
    assert not submit.is_certain
    beyond = key_dates(kind_of("wsoa"), {"report_received": date(2040, 1, 4)}, england())[0]
    assert (beyond.due, beyond.is_certain) == (None, False)


def test_every_step_that_is_not_certain_says_why() -> None:
    steps = [step for kind in kinds().values() for step in kind.clock]
    assert all(step.source for step in steps)
    assert all(bool(step.doubt) != step.is_certain for step in steps)
    assert kind_of("wsoa").scale is FIVE


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ('counted_in = "working days"', 'counted_in = "weeks"', "clock › 0 › counted_in"),
        ('done_by = "submitted"', 'done_by = "sent"', "no event 'sent'"),
        ("is_certain = true", "is_certain = false", "exactly if it is not certain"),
        ('code = "wsoa"', 'code = "wsoa"\ncolour = "red"', "colour"),
        ('[terms]\narea = "area of weakness"', "[terms]", "terms › area"),
        ('statuses = "five"', "statuses = [", "wsoa.toml"),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(was: str, becomes: str, message: str) -> None:
    assert was in WSOA
    with pytest.raises(KindRefused, match=r"^wsoa\.toml: ") as refused:
        read_kind(WSOA.replace(was, becomes, 1), "wsoa.toml")
    assert message in str(refused.value)


@pytest.mark.parametrize("code", CODES)
def test_the_guide_names_the_days_of_each_kind_and_no_others(code: str) -> None:
    """A line for each step of the clock, in its order, under the name of the kind."""
    kind = kind_of(code)
    page = (ROOT / "docs" / "guide" / "key-dates.md").read_text(encoding="utf-8")
    section = page.partition(f"## {kind.name}\n")[2].partition("\n## ")[0]
    doubt = {True: "", False: " Not certain."}
    pieces = section.replace("\n  ", " ").splitlines()
    assert [line for line in pieces if line.startswith("- ")] == [
        f"- **{step.title}.** {step.length} after {kind.event_named(step.counts_from).phrase}."
        f"{doubt[step.is_certain]}"
        for step in kind.clock
    ]
    assert ("No day is set" in section) is (not kind.clock)
