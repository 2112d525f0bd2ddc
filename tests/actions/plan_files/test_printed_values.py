"""What printed dates, leads, references, statuses and headings are taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status
from actions.domain.recognition.date_mentions import easter
from actions.domain.recognition.dates import Edge, read_date, read_period
from actions.domain.recognition.headings import ColumnRole, role_of_heading
from actions.domain.recognition.leads import KnownLead, LeadWords, read_leads
from actions.domain.recognition.refs import is_next, parent_of, split_ref
from actions.domain.recognition.statuses import read_status
from wsoa.core.months import Month

NEAR = Month(2019, 5)
MONTHS = st.builds(Month, st.integers(2016, 2029), st.integers(1, 12))


@pytest.mark.parametrize(
    ("printed", "start", "end", "kind"),
    [
        ("Sept 2019", "2019-09", "2019-09", "whole_month"),
        ("On- going", "ongoing", "ongoing", "ongoing"),
        ("-", None, None, "no_date"),
        ("TBC", None, None, "to_be_confirmed"),
        ("Spring term 2020", "2020-01", "2020-04", "term"),
        ("Autumn Term 2019", "2019-09", "2019-12", "term"),
        ("by Dec 19", "2019-12", "2019-12", "words_around_date"),
        ("31/10/19", "2019-10", "2019-10", "day"),
        ("31st October 2019", "2019-10", "2019-10", "day"),
        ("Q3", "2019-10", "2019-12", "quarter"),
        ("Q4 2019/20", "2020-01", "2020-03", "quarter"),
        ("within 6 weeks", None, None, "relative_date"),
        ("September", "2019-09", "2019-09", "no_year"),
        ("Sept – Dec 2019", "2019-09", "2019-12", "date_range"),
        ("Dec 2019 (revised from Oct 2019)", "2019-12", "2019-12", "revised_date"),
        ("Termly", None, "ongoing", "recurring"),
        ("Completed July 2019", "2019-07", "2019-07", "words_around_date"),
    ],
)
def test_a_printed_date(printed: str, start: str | None, end: str | None, kind: str) -> None:
    as_start, as_end = read_date(printed, Edge.START, NEAR), read_date(printed, Edge.END, NEAR)
    assert (as_start.date.export(), as_end.date.export()) == (start, end)
    assert as_end.kind == kind
    assert as_end.taken_for
    assert as_end.printed == printed


def test_what_is_no_date_is_not_understood() -> None:
    reading = read_date("the partnership", Edge.END)
    assert (reading.is_understood, reading.date.export()) == (False, None)


@given(MONTHS)
def test_every_way_of_printing_a_month_is_that_month(month: Month) -> None:
    year, last = month.year, month.last_day
    for printed in (
        month.printed,
        f"{last:%d/%m/%Y}",
        f"{last:%d.%m.%y}",
        f"{last:%Y-%m-%d}",
        f"{last:%B} {year}",
        f"{last:%b-%y}",
        f"by the end of {last:%B} {year}",
    ):
        assert read_date(printed, Edge.END).date.month == month


@given(MONTHS, st.integers(0, 30))
def test_a_period_is_its_two_dates(start: Month, months: int) -> None:
    end = start.plus(months)
    for sign in (" to ", " – ", " - ", "\n"):
        first, last = read_period(f"{start.printed}{sign}{end.printed}")
        assert (first.date.month, last.date.month) == (start, end)


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_anything(text: str) -> None:
    words = LeadWords.of([KnownLead("SCC-HoS", "Head of SEN", "Tim Armstrong")])
    for edge in Edge:
        assert read_date(text, edge, NEAR).printed == " ".join(text.split())
    read_period(text)
    read_status(text, "00B050")
    role_of_heading(text)
    read_leads(text, words)
    ref, rest = split_ref(text)
    assert ref or rest == text


def test_easter_of_known_years() -> None:
    days = [easter(year) for year in (2018, 2019, 2021, 2024)]
    assert [(day.month, day.day) for day in days] == [(4, 1), (4, 21), (4, 4), (3, 31)]


@pytest.mark.parametrize(
    ("text", "ref", "rest"),
    [
        ("1.1.1 Undertake", "1.1.1", "Undertake"),
        ("A1 Do", "A1", "Do"),
        ("1.1a Do", "1.1a", "Do"),
        ("Action 3: Do", "3", "Do"),
        ("Priority 1 – Strategy", "1", "Strategy"),
        ("1) Do", "1", "Do"),
        ("24 schools are asked", "", "24 schools are asked"),
        ("20 week timescale", "", "20 week timescale"),
        ("Y9 pupils", "", "Y9 pupils"),
        ("KS2 results", "", "KS2 results"),
        ("2019 was hard", "", "2019 was hard"),
    ],
)
def test_a_reference_at_the_start_of_a_text(text: str, ref: str, rest: str) -> None:
    assert split_ref(text) == (ref, rest)


def test_numbers_that_follow_one_another() -> None:
    assert is_next("1.1.1", "1.1.2")
    assert is_next("1.1a", "1.1b")
    assert is_next("1.1.9", "1.2.1")
    assert not is_next("1.1.1", "1.1.3")
    assert parent_of("A1.2") == "A1"


@pytest.mark.parametrize(
    ("printed", "codes", "kinds"),
    [
        ("SCC - HoS", ("SCC-HoS",), []),
        ("SCC - HOS", ("SCC-HoS",), ["lead_spelling"]),
        ("CCG CM", ("CCG-CCM",), ["lead_not_in_glossary"]),
        ("SCC – HoS and HCIS", ("SCC-HoS", "SCC-HCIS"), ["several_leads"]),
        ("SCC - HoS / SPCF", ("SCC-HoS", "SPCF"), ["several_leads"]),
        ("Head of SEN", ("SCC-HoS",), []),
        ("Tim Armstrong, Head of SEN", ("SCC-HoS",), ["lead_by_title"]),
        ("Jane Smith", ("Jane Smith",), ["lead_not_in_glossary"]),
        ("Director of Education, Skills", ("Director of Education, Skills",), None),
        ("TBC", (), ["no_lead"]),
    ],
)
def test_a_printed_lead(printed: str, codes: tuple[str, ...], kinds: list[str] | None) -> None:
    known = LeadWords.of(
        [
            KnownLead("SCC-HoS", "Head of SEN", "Tim Armstrong"),
            KnownLead("SCC-HCIS", "Head of Commissioning: Inclusion & Schools", "Joel Hardwick"),
            KnownLead("CCG-CCM", "Children's Commissioning Manager", "Scarlett Milward"),
            KnownLead("SPCF", "Sheffield Parent Carer Forum"),
        ]
    )
    reading = read_leads(printed, known)
    assert reading.codes == codes
    assert kinds is None or [guess.kind for guess in reading.guesses] == kinds


@pytest.mark.parametrize(
    ("text", "fill", "proposed", "disagrees"),
    [
        ("", "00B050", Status.ON_TRACK, False),
        ("", "FFC000", Status.AT_RISK, False),
        ("R", "", Status.BEHIND_NOT_STARTED, False),
        ("Complete", "FF0000", Status.COMPLETE, True),
        ("Not started and overdue", "", Status.BEHIND_NOT_STARTED, False),
        ("", "7030A0", None, False),
        ("Waiting for the board", "00B050", None, False),
    ],
)
def test_a_progress_cell_is_a_proposal(
    text: str, fill: str, proposed: Status | None, disagrees: bool
) -> None:
    reading = read_status(text, fill)
    assert (reading.proposed, reading.disagrees) == (proposed, disagrees)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("What will we do?", ColumnRole.ACTION),
        ("Owner", ColumnRole.LEAD),
        ("Timescale", ColumnRole.PERIOD),
        ("Success criteria", ColumnRole.MEASURE),
        ("Impact", ColumnRole.MEASURE),
        ("BRAG", ColumnRole.STATUS),
        ("July 2019", ColumnRole.STATUS),
        ("L e a d *", ColumnRole.LEAD),
        ("What do we want to achieve?", ColumnRole.OUTCOME),
        ("Senior responsible officer", ColumnRole.ACCOUNTABLE),
        ("Completion date", ColumnRole.END),
        ("Commencing", ColumnRole.START),
        ("Postcode", None),
    ],
)
def test_a_heading(heading: str, role: ColumnRole | None) -> None:
    assert role_of_heading(heading) is role
