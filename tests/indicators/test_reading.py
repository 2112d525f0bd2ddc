"""Figures as at a day, as all pages read them."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.domain.enums import Gap, Judgement, SeriesKind, SpanKind, Unit
from indicators.domain.series import SeriesRole
from indicators.models import Revision, Target
from indicators.selectors.figures_as_at import reading, readings
from indicators.selectors.hidden_figures import shown_figure_of
from tests.support import figures
from tests.support.factories import PlanFactory

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)


def test_an_indicator_without_a_figure_says_no_data_yet() -> None:
    known = reading(figures.indicator(PlanFactory()), DAY)
    assert (known.latest, known.before, known.trend.judgement) == (None, None, Judgement.NO_DATA)
    assert known.sentence == "No data yet."


def test_the_named_series_speaks_and_never_the_newest_figure() -> None:
    indicator = figures.indicator(PlanFactory())
    figures.series(indicator, name="Empty", order=1)
    monthly = figures.series(indicator, name="In the month", order=2, headline_place=1)
    figures.counted(monthly, "2018-09", 79, 100)
    figures.counted(monthly, "2019-09", 91, 100)
    figures.measured(figures.series(indicator, name="Year to date", order=3), "2019-10", 81)
    figures.measured(figures.series(indicator, name="Survey", order=4), "2018-05", 60)
    known = reading(indicator, DAY)
    names = [line.name for line in known.lines]
    assert names == ["Empty", "In the month", "Year to date", "Survey"]
    assert known.main is known.lines[1]
    assert [figure.printed for figure in known.main.figures] == ["79%", "91%"]
    assert known.sentence == (
        "91% in Sept 2019 (In the month), up from 79% in Sept 2018: getting better."
    )


def test_without_a_named_series_the_first_with_a_figure_speaks() -> None:
    indicator = figures.indicator(PlanFactory())
    figures.series(indicator, name="Empty", order=1)
    figures.measured(figures.series(indicator, name="Survey", order=2), "2018-05", 60)
    figures.measured(figures.series(indicator, name="Newest", order=3), "2019-10", 81)
    known = reading(indicator, DAY)
    assert known.main is known.lines[1]


def test_only_figures_known_by_the_day_are_read() -> None:
    indicator = figures.indicator(PlanFactory())
    series = figures.series(indicator)
    early = figures.measured(series, "2019-07", 70, known_on=date(2019, 8, 1))
    figures.measured(series, "2019-08", 75, known_on=date(2019, 11, 16))
    figures.measured(series, "2019-07", 72, known_on=date(2019, 11, 16), supersedes=early)
    before, after = reading(indicator, DAY), reading(indicator, date(2019, 11, 16))
    assert [figure.printed for figure in before.lines[0].figures] == ["70%"]
    assert [figure.printed for figure in after.lines[0].figures] == ["72%", "75%"]


def test_a_value_revised_later_is_read_as_it_was_on_the_day() -> None:
    plan = PlanFactory()
    home, *_ = figures.places_of(plan)
    measure = figures.measure(decimals=1)
    value = figures.published(measure, home, "2018", 39.7)
    for published_on, was in ((date(2019, 12, 1), 39.0), (date(2020, 6, 1), 39.4)):
        later = figures.release(published_on=published_on)
        Revision.objects.create(of=value, release=later, was=was)
    indicator = figures.indicator(plan)
    figures.series(indicator, kind="official", measure=measure)
    days = (DAY, date(2019, 12, 1), date(2020, 6, 1))
    found = [reading(indicator, day).latest for day in days]
    assert [each and each.printed for each in found] == ["39.0%", "39.4%", "39.7%"]


def test_an_official_series_reads_values_of_the_plan_place() -> None:
    plan = PlanFactory()
    home, region, england, near = figures.places_of(plan)
    measure = figures.measure(decimals=1)
    for span, ours, theirs in (("2017", 12.8, 61.3), ("2018", 39.7, 58.0)):
        figures.published(measure, home, span, ours)
        figures.published(measure, england, span, theirs)
    figures.published(measure, home, "2019", 71.0, known_on=date(2020, 5, 7))
    figures.published(measure, region, "2018", None)
    for number, neighbour in enumerate(near):
        figures.published(measure, neighbour, "2018", 50 + number)
        figures.published(measure, neighbour, "2017", 50 if number < 5 else None)
    indicator = figures.indicator(plan)
    figures.series(indicator, name="Official", kind="official", measure=measure)
    known = reading(indicator, DAY)
    assert known.sentence == "39.7% in 2018, up from 12.8% in 2017: too few to tell."
    own = known.lines[0]
    roles = [line.role for line in known.comparators]
    assert roles == [
        SeriesRole.ENGLAND,
        SeriesRole.REGION,
        SeriesRole.NEIGHBOURS,
        *[SeriesRole.NEIGHBOUR] * 10,
    ]
    shown = {
        role: [figure.printed for figure in line.figures]
        for role in (SeriesRole.ENGLAND, SeriesRole.REGION, SeriesRole.NEIGHBOURS)
        if (line := known.beside(own, role))
    }
    assert shown == {
        SeriesRole.ENGLAND: ["61.3%", "58.0%"],
        SeriesRole.REGION: ["not available"],
        SeriesRole.NEIGHBOURS: ["not available", "54.5%"],
    }


def test_without_a_day_in_the_file_the_release_day_counts() -> None:
    plan = PlanFactory()
    home, *_ = figures.places_of(plan)
    measure = figures.measure()
    figures.published(measure, home, "2018", 40.0, known_on=None)
    indicator = figures.indicator(plan)
    figures.series(indicator, kind="official", measure=measure)
    assert reading(indicator, DAY).latest is None
    release = figures.release()
    release.published_on = date(2019, 5, 30)
    release.save()
    latest = reading(indicator, DAY).latest
    assert latest is not None
    assert latest.printed == "40.0%"


def test_a_series_with_a_place_of_its_own_reads_that_place() -> None:
    plan = PlanFactory()
    _, _, england, _ = figures.places_of(plan)
    measure = figures.measure()
    trust = figures.place("NHS-1", "Sheffield Children’s", "nhs")
    figures.published(measure, trust, "2018", 12)
    figures.published(measure, england, "2018", 15)
    indicator = figures.indicator(plan)
    figures.series(indicator, kind="official", measure=measure, place=trust)
    known = reading(indicator, DAY)
    assert [line.place for line in known.lines] == ["Sheffield Children’s"]
    assert [line.role for line in known.comparators] == [SeriesRole.ENGLAND]


@pytest.mark.parametrize(
    ("given", "words", "gap"),
    [
        ({"value": 4, "numerator": None, "unit": Unit.COUNT}, "fewer than 5", Gap.SUPPRESSED),
        ({"value": 0, "numerator": None, "unit": Unit.COUNT}, "0", Gap.NONE),
        ({"value": 5, "numerator": None, "unit": Unit.COUNT}, "5", Gap.NONE),
        ({"value": 8, "numerator": 4, "denominator": 50}, "fewer than 5", Gap.SUPPRESSED),
        ({"value": 8, "numerator": None, "denominator": 50}, "fewer than 5", Gap.SUPPRESSED),
        ({"value": 92, "numerator": 46, "denominator": 50}, "suppressed", Gap.SUPPRESSED),
        ({"value": 100, "numerator": 50, "denominator": 50}, "100%", Gap.NONE),
        ({"value": 0, "numerator": 0, "denominator": 50}, "0%", Gap.NONE),
        ({"value": 50, "numerator": 25, "denominator": 50}, "50%", Gap.NONE),
    ],
)
def test_a_small_number_is_removed_from_every_part_of_its_figure(
    given: dict[str, object], words: str, gap: Gap
) -> None:
    unit = given.pop("unit", Unit.PERCENT)
    indicator = figures.indicator(PlanFactory(), suppress_below=5, unit=unit)
    series = figures.series(indicator)
    row = figures.measured(series, "2019-09", note="It was four children", **given)  # type: ignore[arg-type]
    figure = shown_figure_of(row)
    assert (figure.printed, figure.gap) == (words, gap)
    if gap is Gap.SUPPRESSED:
        nothing = (figure.value, figure.numerator, figure.denominator, figure.note)
        assert nothing == (None, None, None, "")
    assert reading(indicator, DAY).latest == figure


def test_a_suppressed_latest_figure_has_no_trend() -> None:
    indicator = figures.indicator(PlanFactory(), suppress_below=5, unit=Unit.COUNT)
    series = figures.series(indicator)
    for month, value in (("2019-07", 9), ("2019-08", 7), ("2019-09", 2)):
        figures.measured(series, month, value)
    known = reading(indicator, DAY)
    assert known.trend.judgement is Judgement.TOO_FEW
    assert known.sentence == "Fewer than 5 in Sept 2019: too few to tell."


def test_an_overdue_figure_makes_the_indicator_out_of_date() -> None:
    indicator = figures.indicator(PlanFactory(), next_due=date(2019, 10, 15))
    figures.measured(figures.series(indicator), "2019-08", 79)
    late = reading(indicator, DAY)
    assert (late.stale, late.judgement) == (True, Judgement.STALE)
    assert late.sentence.endswith("; the figure due on 15 October 2019 has not come.")
    assert reading(indicator, date(2019, 10, 15)).stale is False


def test_targets_are_read_with_the_figures() -> None:
    indicator = figures.indicator(PlanFactory())
    Target.objects.create(indicator=indicator, order=1, kind="direction", words="Fewer")
    assert [target.words for target in reading(indicator, DAY).targets] == ["Fewer"]


def test_all_indicators_are_read_in_the_plans_order_with_ten_queries(
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    plan = PlanFactory()
    home, _, england, near = figures.places_of(plan)
    indicators = [figures.indicator(plan) for _ in range(6)]
    for indicator in indicators:
        measure = figures.measure()
        figures.series(indicator, kind="official", measure=measure)
        figures.measured(figures.series(indicator), "2019-09", 50)
        for where in (home, england, *near):
            figures.published(measure, where, "2018", 40)
    with django_assert_num_queries(10):
        found = readings(plan, DAY)
        assert [each.indicator for each in found] == indicators
        assert [len(each.comparators) for each in found] == [12] * 6
        assert [each.latest and each.latest.printed for each in found] == ["40.0%"] * 6


def test_official_figures_are_due_a_year_after_the_last_publication() -> None:
    plan = PlanFactory()
    home, *_ = figures.places_of(plan)
    measure = figures.measure()
    indicator = figures.indicator(plan, next_due=date(2019, 10, 15))
    figures.series(indicator, kind=SeriesKind.OFFICIAL, measure=measure, span_kind=SpanKind.YEAR)
    figures.published(measure, home, "2019", 70, known_on=date(2020, 5, 31))
    known = reading(indicator, date(2021, 5, 31))
    assert (known.due, known.stale) == (date(2021, 5, 31), False)
    assert reading(indicator, date(2021, 6, 1)).judgement is Judgement.STALE
    # As at a day before that figure, the plan's own word counts.
    assert reading(indicator, date(2019, 11, 15)).due == date(2019, 10, 15)


def test_a_recent_official_figure_is_judged_though_the_own_figure_is_late() -> None:
    plan = PlanFactory()
    home, *_ = figures.places_of(plan)
    measure = figures.measure()
    indicator = figures.indicator(plan, next_due=date(2019, 10, 15))
    figures.measured(figures.series(indicator), "2019-08", 81)
    official = {"kind": SeriesKind.OFFICIAL, "measure": measure, "span_kind": SpanKind.YEAR}
    figures.series(indicator, headline_place=1, **official)
    for year, value in (("2018", 40), ("2019", 70)):
        figures.published(measure, home, year, value, known_on=date(2020, 5, 31))
    known = reading(indicator, date(2020, 12, 1))
    assert (known.latest and known.latest.printed, known.judgement) == ("70.0%", Judgement.TOO_FEW)
    assert (known.due, known.stale) == (date(2019, 10, 15), True)
    later = reading(indicator, date(2021, 6, 1))
    assert (later.due, later.judgement) == (date(2021, 5, 31), Judgement.STALE)
