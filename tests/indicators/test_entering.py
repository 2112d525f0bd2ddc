"""Entering, correcting and withdrawing figures: saving, refusing, and keeping earlier versions."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from indicators.domain.entry_validation import Entry, FigureValue
from indicators.domain.enums import Gap, SeriesKind, SpanKind, Unit
from indicators.domain.time_spans import Span
from indicators.models import Indicator, Series
from indicators.selectors.hidden_figures import shown_figure_of
from indicators.services.figure_entry import (
    BulkEntryRefused,
    EntryCounts,
    EntryRefused,
    FigureConflict,
    OfficialSeries,
    SeriesEntry,
    WrongSpan,
    correct_figure,
    enter_figure,
    enter_many,
    withdraw_figure,
)
from indicators.services.series import SeriesRefused, start_series
from tests.support import figures
from tests.support.factories import PlanFactory, UserFactory
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return UserFactory(name="Ada")


@pytest.fixture
def indicator() -> Indicator:
    plan = PlanFactory()
    return figures.indicator(plan, key="ehc", short_title="EHC plans in 20 weeks", every="month")


@pytest.fixture
def series(indicator) -> Series:
    return figures.series(indicator, name="In the month")


def entry(span: str = "2019-10", value: float | None = 91.0, **given) -> Entry:
    gap = given.pop("gap", Gap.NONE if value is not None else Gap.NOT_AVAILABLE)
    parts = [given.pop(name, None) for name in ("numerator", "denominator")]
    return Entry(Span.of("month", span), FigureValue(value, gap, *parts), **given)


def rows(series: Series) -> list[tuple[str, float | None, bool]]:
    """Span, value, and whether it still stands."""
    found = series.measurements.order_by("pk").select_related("superseded_by")
    return [(each.span_key, each.value, not hasattr(each, "superseded_by")) for each in found]


def last_words() -> tuple[str, str]:
    event = AuditEvent.objects.latest("pk")
    return event.verb, event.summary


def test_a_figure_is_entered_and_audited(by, series):
    before = series.indicator.plan.version
    figure = enter_figure(
        by=by,
        series=series,
        entry=entry(value=50.0, numerator=12.0, denominator=24.0, provisional=True, note="So far"),
    )
    series.indicator.plan.refresh_from_db()
    assert (figure.value, figure.numerator, figure.denominator) == (50.0, 12.0, 24.0)
    assert (figure.provisional, figure.note, figure.by) == (True, "So far", by)
    assert (figure.known_on, figure.last_day) == (date(2019, 11, 15), date(2019, 10, 31))
    assert series.indicator.plan.version == before + 1
    assert last_words() == ("figure", "Entered a figure of EHC plans in 20 weeks, Oct 2019")


def test_a_figure_sent_twice_is_saved_once(by, series):
    first = enter_figure(by=by, series=series, entry=entry())
    assert enter_figure(by=by, series=series, entry=entry()) == first
    assert rows(series) == [("2019-10", 91.0, True)]


def test_a_conflicting_figure_is_refused_and_nothing_is_lost(by, series):
    other = UserFactory(name="Grace")
    theirs = enter_figure(by=other, series=series, entry=entry(value=88.0))
    with pytest.raises(FigureConflict) as refused:
        enter_figure(by=by, series=series, entry=entry())
    assert str(refused.value) == "Grace has already entered 88% for Oct 2019"
    assert refused.value.theirs == theirs
    assert rows(series) == [("2019-10", 88.0, True)]
    mine = enter_figure(by=by, series=series, entry=entry(), based_on=theirs.pk)
    assert mine.supersedes == theirs
    assert rows(series) == [("2019-10", 88.0, False), ("2019-10", 91.0, True)]


def test_the_database_itself_refuses_two_first_figures_and_two_corrections_of_one(series):
    first = figures.measured(series, "2019-10", 88)
    with pytest.raises(IntegrityError), transaction.atomic():
        figures.measured(series, "2019-10", 89)
    figures.measured(series, "2019-10", 90, supersedes=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        figures.measured(series, "2019-10", 91, supersedes=first)


def test_a_second_correction_of_the_same_figure_is_a_conflict(by, series):
    first = enter_figure(by=by, series=series, entry=entry(value=19.0))
    right = correct_figure(by=by, figure=first, entry=entry(value=91.0))
    assert right.supersedes == first
    assert rows(series) == [("2019-10", 19.0, False), ("2019-10", 91.0, True)]
    assert last_words() == (
        "correct-figure",
        "Corrected a figure of EHC plans in 20 weeks, Oct 2019",
    )
    assert correct_figure(by=by, figure=first, entry=entry(value=91.0)) == right  # sent twice
    other = UserFactory(name="Grace")
    with pytest.raises(FigureConflict, match="Ada has already entered 91% for Oct 2019"):
        correct_figure(by=other, figure=first, entry=entry(value=90.0))


def test_a_correction_without_change_saves_nothing(by, series):
    first = enter_figure(by=by, series=series, entry=entry())
    assert correct_figure(by=UserFactory(), figure=first, entry=entry()) == first
    with pytest.raises(WrongSpan):
        correct_figure(by=by, figure=first, entry=entry(span="2019-09"))
    assert len(rows(series)) == 1


def test_a_withdrawal_is_a_row_with_a_reason_and_no_number(by, series):
    first = enter_figure(by=by, series=series, entry=entry())
    gone = withdraw_figure(by=by, figure=first, why="  Counted twice. ")
    assert (gone.value, gone.gap, gone.note) == (None, "not_available", "Withdrawn: Counted twice.")
    assert withdraw_figure(by=by, figure=first, why="Counted twice.") == gone
    assert rows(series) == [("2019-10", 91.0, False), ("2019-10", None, True)]
    assert last_words() == (
        "withdraw-figure",
        "Withdrew a figure of EHC plans in 20 weeks, Oct 2019",
    )
    again = enter_figure(by=by, series=series, entry=entry(value=90.0), based_on=gone.pk)
    assert again.supersedes == gone


def test_a_withdrawal_needs_a_reason(by, series):
    first = enter_figure(by=by, series=series, entry=entry())
    with pytest.raises(EntryRefused, match="Enter the reason for withdrawing it"):
        withdraw_figure(by=by, figure=first, why=" ")


def test_official_series_and_wrong_spans_are_refused(by, indicator, series):
    official = figures.series(
        indicator, name="SEN2", kind=SeriesKind.OFFICIAL, measure=figures.measure()
    )
    with pytest.raises(OfficialSeries, match="“SEN2” is an official statistic"):
        enter_figure(by=by, series=official, entry=entry())
    with pytest.raises(WrongSpan, match="2019 is not a month"):
        enter_figure(by=by, series=series, entry=Entry(Span.of("year", "2019"), FigureValue(1.0)))
    with pytest.raises(WrongSpan, match="Dec 2019 is in the future"):
        enter_figure(by=by, series=series, entry=entry(span="2019-12"))
    assert rows(series) == []


@pytest.mark.parametrize(
    ("span", "due"), [("2019-10", date(2019, 12, 15)), ("2019-09", date(2019, 11, 15))]
)
def test_the_due_day_moves_on_when_the_figure_that_was_due_arrives(by, series, span, due):
    Indicator.objects.filter(key="ehc").update(next_due=date(2019, 11, 15))
    enter_figure(by=by, series=series, entry=entry(span=span))
    series.indicator.refresh_from_db()
    assert series.indicator.next_due == due


def test_a_correction_moves_no_due_day(by, indicator, series):
    first = enter_figure(by=by, series=series, entry=entry(span="2019-10"))
    Indicator.objects.filter(key="ehc").update(next_due=date(2019, 11, 15), every="wave")
    again = correct_figure(by=by, figure=first, entry=entry(span="2019-10", value=52.0))
    over = enter_figure(
        by=by, series=series, entry=entry(span="2019-10", value=53.0), based_on=again.pk
    )
    given = SeriesEntry(series, entry(span="2019-10", value=54.0), over.pk)
    enter_many(by=by, plan=indicator.plan, given=[given])
    assert Indicator.objects.get(key="ehc").next_due == date(2019, 11, 15)


def test_a_year_to_date_moves_the_due_day_once_in_each_month(by, indicator):
    Indicator.objects.filter(key="ehc").update(next_due=date(2019, 11, 30), every="month")
    indicator.refresh_from_db()
    year = Series.objects.create(indicator=indicator, order=7, name="Year", span_kind="year")
    standing, moved = None, []
    for value in (80.0, 81.0, 82.0):
        said = Entry(Span.of("year", "2019"), FigureValue(value))
        standing = enter_figure(by=by, series=year, entry=said, based_on=standing)
        standing = standing.pk
        moved.append(Indicator.objects.get(key="ehc").next_due)
    assert moved == [date(2019, 12, 31)] * 3


def test_no_value_of_a_figure_is_in_the_log(by, indicator, series):
    first = enter_figure(by=by, series=series, entry=entry(value=73.0))
    second = correct_figure(by=by, figure=first, entry=entry(value=37.0))
    withdraw_figure(by=by, figure=second, why="It was 73, not 37.")
    given = [SeriesEntry(series, entry(span="2019-09", value=73.0))]
    enter_many(by=by, plan=indicator.plan, given=given)
    events = AuditEvent.objects.about(indicator.plan.slug).order_by("pk").with_content()
    assert [event.verb for event in events] == [
        *("figure", "correct-figure", "withdraw-figure"),
        "figures",
    ]
    for event in events:
        assert "73" not in event.summary
        assert "37" not in event.summary
    assert [sorted(event.detail) for event in events] == [
        *[["measurement", "supersedes"]] * 3,
        ["series and spans"],
    ]


def test_bulk_entry_writes_one_audit_event_for_each_indicator(by, indicator, series):
    second = figures.series(indicator, name="Year to date")
    old = enter_figure(by=by, series=series, entry=entry(value=80.0))
    told = enter_many(
        by=by,
        plan=indicator.plan,
        given=[
            SeriesEntry(series, entry(value=82.0), old.pk),
            SeriesEntry(series, entry(span="2019-09")),
            SeriesEntry(second, entry(value=81.0)),
        ],
        from_file="figures.csv",
    )
    assert told == EntryCounts(new=2, corrected=1, same=0)
    assert AuditEvent.objects.filter(verb="figures").count() == 1
    assert last_words() == (
        "figures",
        "Entered 3 figures from figures.csv of EHC plans in 20 weeks: Oct 2019, Sept 2019",
    )


def test_bulk_entry_saves_all_or_none(by, indicator, series):
    theirs = enter_figure(by=UserFactory(name="Grace"), series=series, entry=entry(value=88.0))
    with pytest.raises(BulkEntryRefused) as refused:
        enter_many(
            by=by,
            plan=indicator.plan,
            given=[
                SeriesEntry(series, entry(span="2019-09")),
                SeriesEntry(series, entry()),
                SeriesEntry(series, entry(span="2019-12")),
            ],
        )
    told = {place: str(why) for place, why in refused.value.why.items()}
    assert told == {
        1: "Grace has already entered 88% for Oct 2019",
        2: "Dec 2019 is in the future",
    }
    assert list(series.measurements.all()) == [theirs]


def test_unchanged_figures_are_counted_and_not_saved(by, indicator, series):
    enter_figure(by=by, series=series, entry=entry())
    told = enter_many(by=by, plan=indicator.plan, given=[SeriesEntry(series, entry())])
    assert told == EntryCounts(new=0, corrected=0, same=1)


def test_a_series_is_started_once_by_its_name(by, indicator):
    given = {"kind": SeriesKind.INTERNAL, "span_kind": SpanKind.QUARTER, "source": ""}
    made = start_series(by=by, indicator=indicator, name=" ASD  assessment ", **given)
    assert (made.name, made.span_kind) == ("ASD assessment", "quarter")
    assert last_words() == (
        "series",
        "Added the series “ASD assessment” of EHC plans in 20 weeks",
    )
    with pytest.raises(SeriesRefused, match="There is already a series called “asd assessment”"):
        start_series(by=by, indicator=indicator, name="asd assessment", **given)
    with pytest.raises(SeriesRefused, match="choose it from the published measures"):
        start_series(
            by=by,
            indicator=indicator,
            name="SEN2",
            kind=SeriesKind.OFFICIAL,
            span_kind=SpanKind.YEAR,
            source="",
        )


def test_a_count_is_entered_as_a_count(by, indicator, series):
    Indicator.objects.filter(key="ehc").update(unit=Unit.COUNT)
    indicator.refresh_from_db()
    series.indicator = indicator
    figure = enter_figure(by=by, series=series, entry=entry(value=1234.0))
    assert shown_figure_of(figure).printed == "1,234"
