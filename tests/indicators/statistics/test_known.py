"""The rule for when a figure was first published."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.enums import SpanKind
from indicators.domain.time_spans import Span
from indicators.importing.statistics.first_published import first_published


@pytest.mark.parametrize(
    ("subject", "kind", "key", "known_on"),
    [
        ("SEN_EHC_All_20wks", "year", "2018", date(2019, 6, 30)),
        ("SEN_AppealableDec", "year", "2018", date(2019, 12, 31)),
        ("SEN_CASES_JAN", "month", "2019-01", date(2019, 6, 30)),
        ("TotAbs", "school_year", "2017/18", date(2019, 3, 31)),
        ("authorised_absence_special", "school_year", "2017/18", date(2019, 3, 31)),
        ("SFSecSevPerAbNew", "school_year", "2017/18", date(2019, 3, 31)),
        ("TotFixedEx", "school_year", "2017/18", date(2019, 7, 31)),
        ("SecPermEx", "school_year", "2017/18", date(2019, 7, 31)),
        ("LAC_Fixed_ Ex", "school_year", "2017/18", date(2020, 4, 30)),
        ("CINAuthAb_3Term", "school_year", "2017/18", date(2019, 4, 30)),
        ("NEW_KS2_RWM_Sen_Withsta", "school_year", "2018/19", date(2019, 12, 31)),
        ("KS2_SEN_Maths_Progress", "school_year", "2018/19", date(2019, 12, 31)),
        ("Multiplication_EHCP", "school_year", "2021/22", date(2022, 12, 31)),
        ("FSP_Gooddev_With_SENSTATE", "school_year", "2018/19", date(2019, 11, 30)),
        ("KS1P_SEND", "school_year", "2018/19", date(2019, 11, 30)),
        ("SEN_Stat_AVG_Attain8_Score", "school_year", "2017/18", date(2019, 2, 28)),
        ("EngBacEntriesSEN", "school_year", "2018/19", date(2020, 2, 29)),
        ("Age19_SENwoS_L3", "school_year", "2017/18", date(2019, 4, 30)),
        ("SusEdOverall_SEN_Stat_incSpec", "school_year", "2016/17", date(2020, 3, 31)),
        ("SEN_TotSENSuP", "school_year", "2018/19", date(2019, 7, 31)),
        ("PrimNoStatements", "school_year", "2018/19", date(2019, 7, 31)),
        ("16-17YroldSEN_ET", "financial_year", "2018/19", date(2019, 10, 31)),
        ("SENFinance", "financial_year", "2017/18", date(2019, 1, 31)),
        ("waiting", "month", "2023-01", date(2023, 3, 31)),
        ("something else", "year", "2018", date(2019, 12, 31)),
        ("something else", "day", "2018-05-06", date(2018, 6, 30)),
    ],
)
def test_each_publication_has_its_month(subject, kind, key, known_on):  # type: ignore[no-untyped-def]
    assert first_published(subject, Span.of(kind, key)) == known_on


@given(
    subject=st.sampled_from(["EHC", "TotAbs", "PriPermEx", "KS2", "Attain8", "Age19", "other"]),
    kind=st.sampled_from([SpanKind.YEAR, SpanKind.MONTH, SpanKind.QUARTER, SpanKind.SCHOOL_YEAR]),
    year=st.integers(2000, 2090),
)
def test_figures_are_published_after_their_span_and_in_order(  # type: ignore[no-untyped-def]
    subject, kind, year
):
    keys = {
        SpanKind.YEAR: "{0}",
        SpanKind.MONTH: "{0}-03",
        SpanKind.QUARTER: "{0}-Q2",
        SpanKind.SCHOOL_YEAR: "{0}/{1:02}",
    }
    spans = [Span.of(kind, keys[kind].format(each, (each + 1) % 100)) for each in (year, year + 1)]
    known = [first_published(subject, span) for span in spans]
    assert known[0] > spans[0].last_day
    assert known[0] < known[1]


@given(day=st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_a_release_is_never_later_than_its_own_day(day: date) -> None:
    assert first_published("EHC", Span.of("year", "2018"), day) <= day
