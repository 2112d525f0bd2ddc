"""Mapping an indicator to a published measure, and unmapping it."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Plan
from indicators.domain.enums import SeriesKind
from indicators.models import Indicator, Locality, Place, PublishedMeasure, Series
from indicators.selectors.figures_as_at import reading
from indicators.services.measure_mapping import MappingRefused, map_measure, unmap_measure
from tests.support import figures
from tests.support.factories import PlanFactory
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 15)


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def home(plan: Plan) -> Place:
    place = figures.place("T-1", "Testshire")
    Locality.objects.create(plan=plan, place=place)
    return place


@pytest.fixture
def measure(home: Place) -> PublishedMeasure:
    measure = figures.measure(title="Plans in 20 weeks", better="lower", decimals=2)
    figures.published(measure, home, "2018", 39.7)
    return measure


def test_a_mapped_measure_shows_figures_of_the_plan_area(
    plan: Plan, home: Place, measure: PublishedMeasure
) -> None:
    indicator = figures.indicator(plan, better="")
    version = Plan.objects.get(pk=plan.pk).version
    made = map_measure(by=None, indicator=indicator, measure=measure)
    assert (made.kind, made.measure, made.place) == (SeriesKind.OFFICIAL, measure, None)
    assert (made.name, made.span_kind) == ("Plans in 20 weeks", "year")
    assert Plan.objects.get(pk=plan.pk).version == version + 1
    indicator.refresh_from_db()
    assert (indicator.better, indicator.decimals) == ("lower", 2)
    latest = reading(indicator, DAY).latest
    assert latest is not None
    assert latest.printed == "39.70%"
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.subject) == ("map", f"indicator {indicator.key}")


def test_the_next_release_updates_a_mapped_indicator(
    plan: Plan, home: Place, measure: PublishedMeasure
) -> None:
    indicator = figures.indicator(plan)
    map_measure(by=None, indicator=indicator, measure=measure)
    figures.published(measure, home, "2019", 71.0)
    latest = reading(indicator, date(2021, 1, 1)).latest
    assert latest is not None
    assert (latest.span.key, latest.value) == ("2019", 71.0)


def test_the_plan_direction_and_unit_are_kept(
    plan: Plan, home: Place, measure: PublishedMeasure
) -> None:
    indicator = figures.indicator(plan, better="higher", unit="count", decimals=0)
    figures.measured(figures.series(indicator), "2019-09", 91)
    map_measure(by=None, indicator=indicator, measure=measure)
    indicator.refresh_from_db()
    assert (indicator.better, indicator.unit, indicator.decimals) == ("higher", "count", 0)


def test_mapping_the_same_measure_and_area_twice_is_refused(
    plan: Plan, home: Place, measure: PublishedMeasure
) -> None:
    indicator = figures.indicator(plan)
    map_measure(by=None, indicator=indicator, measure=measure)
    with pytest.raises(MappingRefused, match="already has the figures of this measure and area"):
        map_measure(by=None, indicator=indicator, measure=measure, place=home, name="Again")
    other = figures.place("T-2", "Elsewhere")
    figures.published(measure, other, "2018", 50.0)
    with pytest.raises(MappingRefused, match="Another series is called"):
        map_measure(by=None, indicator=indicator, measure=measure, place=other)
    made = map_measure(by=None, indicator=indicator, measure=measure, place=other, name="There")
    assert (made.place, made.order) == (other, 2)


def test_a_plan_without_area_takes_the_chosen_authority(
    measure: PublishedMeasure, home: Place
) -> None:
    another = PlanFactory()
    indicator = figures.indicator(another)
    with pytest.raises(MappingRefused, match="Select the area"):
        map_measure(by=None, indicator=indicator, measure=measure)
    made = map_measure(by=None, indicator=indicator, measure=measure, place=home)
    assert made.place is None
    assert Locality.objects.get(plan=another).place == home


def test_a_measure_without_figures_is_refused(plan: Plan, home: Place) -> None:
    empty = figures.measure(title="Nothing yet")
    with pytest.raises(MappingRefused, match="no figures for this measure yet"):
        map_measure(by=None, indicator=figures.indicator(plan), measure=empty)


def test_unmapping_keeps_statistics_and_refuses_entered_series(
    plan: Plan, home: Place, measure: PublishedMeasure
) -> None:
    indicator = figures.indicator(plan)
    made = map_measure(by=None, indicator=indicator, measure=measure)
    unmap_measure(by=None, series=made)
    assert list(indicator.series.all()) == []
    assert measure.values.count() == 1
    assert AuditEvent.objects.latest("pk").verb == "unmap"
    own = figures.series(indicator)
    with pytest.raises(MappingRefused, match="Only official statistics"):
        unmap_measure(by=None, series=own)


# --- the pages ----------------------------------------------------------------------------------


def address(indicator: Indicator) -> str:
    return f"/plans/sheffield-2019/indicators/{indicator.key}/mapping/"


@pytest.fixture
def indicator(sheffield: Plan) -> Indicator:
    """One that is mapped to nothing yet."""
    return Indicator.objects.of_plan(sheffield).filter(series=None).first()


def test_a_measure_is_found_chosen_mapped_and_unmapped(  # type: ignore[no-untyped-def]
    sheffield: Plan, signed_in, indicator: Indicator
) -> None:
    manager, page = signed_in("manager"), address(indicator)
    assert "No published measure is linked to this indicator yet." in text(manager.get(page))
    found = text(manager.get(page, {"q": "20 weeks ehc"}))
    measure = PublishedMeasure.objects.get(code="SEN_EHC_All_20wks")
    assert f'{page}?measure={measure.pk}">{measure.title}</a>' in found
    form = text(manager.get(page, {"measure": measure.pk}))
    assert "Sheffield, the plan’s own" in form
    done = manager.post(page, {"measure": measure.pk, "place": "", "name": "In 20 weeks"})
    assert (done.status_code, done["Location"]) == (302, page)
    shown = text(manager.get(page))
    assert "39.7% in 2018" in shown
    assert "from <b>1</b> published measure" in shown
    again = text(manager.post(page, {"measure": measure.pk, "place": "", "name": "Other"}))
    assert "This indicator already has the figures of this measure and area." in again
    assert 'value="Other"' in again
    series = Series.objects.get(indicator=indicator)
    assert manager.post(f"{page}{series.pk}/end/").status_code == 302
    assert not Series.objects.filter(indicator=indicator).exists()


def test_empty_search_results_and_mappings_are_explained(signed_in, indicator: Indicator) -> None:  # type: ignore[no-untyped-def]
    manager, page = signed_in("manager"), address(indicator)
    assert "No measure contains all of these words." in text(manager.get(page, {"q": "zzzz"}))
    assert manager.get(page, {"measure": 999_999}).status_code == 404
    assert manager.post(f"{page}999999/end/").status_code == 404


def test_the_search_text_is_escaped(signed_in, indicator: Indicator) -> None:  # type: ignore[no-untyped-def]
    shown = text(signed_in("manager").get(address(indicator), {"q": "<b>x</b>"}))
    assert "<b>x</b>" not in shown


def test_the_page_has_a_constant_number_of_queries(  # type: ignore[no-untyped-def]
    signed_in, indicator: Indicator, django_assert_max_num_queries, people: dict[str, User]
) -> None:
    manager, page = signed_in("manager"), address(indicator)
    manager.get(page)
    for words in ("20 weeks", "e"):
        with django_assert_max_num_queries(10):
            manager.get(page, {"q": words})


def text(response) -> str:  # type: ignore[no-untyped-def]
    assert response.status_code == 200
    return response.content.decode()
