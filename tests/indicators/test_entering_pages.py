"""The pages for entering figures: one figure, corrections, withdrawal, bulk entry."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from indicators.domain.enums import SeriesKind, Unit
from indicators.models import Indicator, Measurement, Series
from tests.support import figures
from tests.support.cast import BACKEND
from tests.support.html import Page
from wsoa.web.resubmission import sign_owner

PLAN = "/plans/sheffield-2019/"
PAGE = f"{PLAN}indicators/try-ehc/"
MANY = f"{PLAN}indicators/enter/"


@pytest.fixture
def manager(signed_in) -> Client:
    return signed_in("manager")


@pytest.fixture
def series(sheffield) -> Series:
    indicator = figures.indicator(sheffield, key="try-ehc", short_title="EHC plans", every="month")
    made = figures.series(indicator, name="In the month")
    for month, value in enumerate((52, 54, 56, 58, 60), start=5):
        figures.measured(made, f"2019-{month:02}", value)
    return made


def problems(page: str) -> list[tuple[str, str]]:
    """The lines of the error summary: where each leads, which is there, and what it says."""
    read = Page(page)
    assert all(read.with_id(field) for field in read.errors)
    return list(read.errors.items())


def figure_form(**given: str) -> dict[str, str]:
    return {"span_0": "10", "span_1": "2019", "value": "61"} | given


# --- one figure --------------------------------------------------------------------------------


def test_the_next_month_is_preselected_beside_the_last_five_figures(manager, series):
    figures.measured(series, "2019-04", 50)
    page = manager.get(f"{PAGE}enter/").content.decode()
    read = Page(page)
    assert [read.value(name) for name in ("span_0", "span_1")] == ["10", "2019"]
    assert (
        read.section("//dl").words
        == "Sept 2019 60% Aug 2019 58% July 2019 56% June 2019 54% May 2019 52%"
    )


def test_a_figure_is_saved_and_shown(manager, series):
    answer = manager.post(
        f"{PAGE}enter/", figure_form(value="", numerator="13", denominator="21", provisional="on")
    )
    assert answer["Location"] == f"{PAGE}enter/?series={series.pk}"
    assert "Oct 2019: 62% was saved." in manager.get(answer["Location"]).content.decode()
    saved = series.measurements.get(span_key="2019-10")
    assert (saved.numerator, saved.denominator, saved.provisional) == (13.0, 21.0, True)


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"value": "91,5"}, "id_value", "“91,5” has a comma as the decimal point. Enter 91.5"),
        ({"value": "140 %"}, "id_value", "“140 %” is not between 0 and 100"),
        ({"value": ""}, "id_value", "Enter a figure, or a symbol such as x for not available"),
        ({"span_0": "12"}, "id_span_0", "Dec 2019 is in the future"),
        ({"span_1": ""}, "id_span_0", "Date must include a year, for example 2020"),
        (
            {"numerator": "30", "denominator": "20"},
            "id_numerator",
            "Numerator must not be more than the denominator",
        ),
        ({"source": "x" * 301}, "id_source", "Source must be 300 characters or fewer"),
    ],
)
def test_errors_are_shown_at_their_fields_and_input_is_kept(manager, series, given, field, said):
    page = manager.post(f"{PAGE}enter/", figure_form(note="Two schools were late.", **given))
    [(anchor, words)] = problems(page.content.decode())
    assert (anchor, words.startswith(said)) == (field, True)
    assert "Two schools were late.</textarea>" in page.content.decode()
    assert series.measurements.count() == 5


def test_an_unusual_figure_needs_confirmation_once_and_input_is_kept(manager, series):
    page = manager.post(f"{PAGE}enter/", figure_form(value="91")).content.decode()
    assert problems(page) == [
        (
            "id_sure",
            "Are you sure? 91% is 31 percentage points more than the figure before it. "
            "Usual for this series: 2 percentage points",
        )
    ]
    assert 'name="value" value="91"' in page
    assert series.measurements.count() == 5
    assert manager.post(f"{PAGE}enter/", figure_form(value="91", sure="on")).status_code == 302
    assert series.measurements.count() == 6


def test_a_conflict_is_shown_and_can_be_overridden(manager, people, series):
    figures.measured(series, "2019-10", 62, by=people["lead"])
    page = manager.post(f"{PAGE}enter/", figure_form()).content.decode()
    assert problems(page) == [
        (
            "id_span_0",
            f"{people['lead'].name} has already entered 62% for Oct 2019. "
            "Nothing was saved. Your figure is still below",
        )
    ]
    note = Page(page).value("based_on")
    assert manager.post(f"{PAGE}enter/", figure_form(based_on=note)).status_code == 302
    assert [each.value for each in series.measurements.filter(span_key="2019-10")] == [62.0, 61.0]


def test_overriding_a_conflict_applies_to_the_shown_span_only(manager, series):
    september = series.measurements.get(span_key="2019-09")
    answer = manager.post(f"{PAGE}enter/", figure_form(based_on=f"{september.pk}:2019-09"))
    assert answer.status_code == 302
    assert series.measurements.get(span_key="2019-10").supersedes is None


def test_input_survives_an_expired_session(manager, people, series):
    signed_out = Client()
    kept = figure_form(note="Two schools were late.", keep_for=sign_owner(people["manager"]))
    signed_out.post(f"{PAGE}enter/", kept)
    signed_out.force_login(people["manager"], backend=BACKEND)
    page = signed_out.get(f"{PAGE}enter/").content.decode()
    assert "We kept what you typed while you signed in." in page
    assert "Two schools were late.</textarea>" in page


def test_several_series_are_chosen_by_links_and_official_ones_are_not_among_them(manager, series):
    second = figures.series(series.indicator, name="Year to date", span_kind="year")
    figures.series(
        series.indicator, name="SEN2", kind=SeriesKind.OFFICIAL, measure=figures.measure()
    )
    page = manager.get(f"{PAGE}enter/?series={second.pk}").content.decode()
    links = Page(page).section("//nav[@aria-label='Its series']")
    assert links.words == "In the month Year to date"
    assert "Calendar year of the figure" in page
    assert manager.get(f"{PAGE}enter/?series=0").status_code == 404


def test_an_indicator_without_a_series_asks_to_start_one(manager, sheffield):
    figures.indicator(sheffield, key="try-none", short_title="Nothing yet")
    address = f"{PLAN}indicators/try-none/"
    assert manager.get(f"{address}enter/")["Location"] == f"{address}series/"
    assert problems(manager.post(f"{address}series/").content.decode()) == [
        ("id_name", "Enter a name for the series"),
        ("id_span_kind_0", "Select the period that each figure covers"),
        ("id_kind_0", "Select where the figures come from"),
    ]
    said = {"name": "All services", "span_kind": "quarter", "kind": "internal"}
    answer = manager.post(f"{address}series/", said, follow=True).content.decode()
    assert "“All services” was added. Enter its first figure." in answer
    assert 'name="span" value="2019-Q3"' in answer


# --- correcting and withdrawing ----------------------------------------------------------------


def test_a_correction_starts_from_the_current_figure_and_both_stay_readable(manager, series):
    september = series.measurements.get(span_key="2019-09")
    address = f"{PAGE}figures/{september.pk}/"
    assert 'name="value" value="60"' in manager.get(address).content.decode()
    answer = manager.post(address, {"value": "61", "note": "Counted again."}, follow=True)
    page = answer.content.decode()
    assert "Sept 2019: 61% was corrected." in page
    [row] = [row for table in Page(page).tables for row in table.rows if row.find(".//s")]
    assert row.words.startswith("Sept 2019 61% Before: 60% Counted again.")


def test_a_late_correction_is_a_conflict(manager, people, series):
    september = series.measurements.get(span_key="2019-09")
    figures.measured(series, "2019-09", 59, supersedes=september, by=people["lead"])
    page = manager.post(f"{PAGE}figures/{september.pk}/", {"value": "61"}).content.decode()
    assert "has already entered 59% for Sept 2019. Nothing was saved" in page
    assert 'name="value" value="61"' in page


def test_a_suppressed_figure_is_corrected_without_being_shown(manager, series):
    Indicator.objects.filter(key="try-ehc").update(unit=Unit.COUNT, suppress_below=5)
    small = figures.measured(series, "2019-10", 3, note="Three in one school")
    address = f"{PAGE}figures/{small.pk}/"
    page = manager.get(address).content.decode()
    assert 'name="value" value="fewer than 5"' in page
    assert "Three in one school" not in page
    manager.post(address, {"value": "fewer than 5", "note": "", "provisional": "on"})
    kept = series.measurements.get(supersedes=small)
    assert (kept.value, kept.note, kept.provisional) == (3.0, "Three in one school", True)
    assert "Three in one school" not in manager.get(f"{PAGE}enter/").content.decode()


def test_a_figure_is_withdrawn_with_a_reason(manager, series):
    september = series.measurements.get(span_key="2019-09")
    address = f"{PAGE}figures/{september.pk}/withdraw/"
    assert problems(manager.post(address).content.decode()) == [
        ("id_why", "Enter the reason for withdrawing it")
    ]
    page = manager.post(address, {"why": "Counted twice."}, follow=True).content.decode()
    assert "The figure of Sept 2019 was withdrawn." in page
    assert "Withdrawn: Counted twice." in page
    assert "not available" in page


def test_a_figure_of_another_indicator_is_not_found(manager, sheffield, series):
    other = figures.series(figures.indicator(sheffield, key="try-other"))
    figure = figures.measured(other, "2019-09", 1)
    assert manager.get(f"{PAGE}figures/{figure.pk}/").status_code == 404


# --- who may -----------------------------------------------------------------------------------


def test_the_post_holder_may_enter_and_readers_see_who_may(signed_in, people, series):
    lead = signed_in("lead")
    assert lead.get(f"{PAGE}enter/").status_code == 403
    Indicator.objects.filter(key="try-ehc").update(owner=people["lead"].holdings.first().post)
    assert lead.get(f"{PAGE}enter/").status_code == 200
    assert lead.post(f"{PAGE}enter/", figure_form()).status_code == 302
    refused = signed_in("viewer").get(f"{PAGE}enter/")
    assert refused.status_code == 403
    assert "Only the person who holds the post that owns this indicator" in refused.content.decode()


# --- many --------------------------------------------------------------------------------------


def grid(*rows: tuple[Series, str, str], **more: str) -> dict[str, str]:
    cells = {f"span-{each.pk}": span for each, span, _ in rows}
    return cells | {f"value-{each.pk}": value for each, _, value in rows} | more


@pytest.fixture
def second_series(sheffield) -> Series:
    indicator = figures.indicator(sheffield, key="try-count", short_title="Visits", unit=Unit.COUNT)
    return figures.series(indicator, span_kind="quarter")


def test_the_grid_has_a_row_for_each_series_with_the_next_span_chosen(
    manager, series, second_series
):
    page = manager.get(MANY).content.decode()
    assert f'name="span-{series.pk}" value="Oct 2019"' in page
    assert f'name="span-{second_series.pk}" value="2019-Q3"' in page


def test_filled_fields_are_saved_and_empty_ones_skipped(manager, series, second_series):
    empty = figures.series(second_series.indicator)
    rows = (
        (series, "Oct 2019", "61"),
        (second_series, "July to Sept 2019", "1,234"),
        (empty, "Sept 2019", ""),
    )
    page = manager.post(MANY, grid(*rows), follow=True).content.decode()
    assert "2 figures were saved." in page
    found = Measurement.objects.filter(series__in=[series, second_series, empty], by__isnull=False)
    assert {(each.span_key, each.value) for each in found} == {("2019-10", 61.0), ("2019-Q3", 1234)}


def test_an_invalid_figure_is_linked_to_its_field_and_none_is_saved(manager, series, second_series):
    page = manager.post(
        MANY, grid((series, "Oct 2019", "61"), (second_series, "autumn", "12"))
    ).content.decode()
    assert problems(page) == [
        (
            f"id_span-{second_series.pk}",
            "Visits: “autumn” is not a quarter. Enter it like 2019-Q3",
        )
    ]
    assert f'name="value-{series.pk}" value="61"' in page
    assert series.measurements.count() == 5


def test_unusual_figures_in_bulk_entry_need_one_confirmation(manager, series, second_series):
    rows = (series, "Oct 2019", "20"), (second_series, "July to Sept 2019", "5")
    page = manager.post(MANY, grid(*rows)).content.decode()
    assert problems(page) == [("id_sure", "Confirm that you have checked the unusual figures")]
    assert "EHC plans, Oct 2019: 20% is 40 percentage points less than the figure before" in page
    assert (series.measurements.count(), second_series.measurements.count()) == (5, 0)
    assert manager.post(MANY, grid(*rows, sure="on")).status_code == 302


def test_a_span_with_a_figure_is_a_conflict_and_nothing_is_saved(manager, series, second_series):
    rows = (series, "Sept 2019", "61"), (second_series, "July to Sept 2019", "5")
    page = manager.post(MANY, grid(*rows)).content.decode()
    assert problems(page) == [
        (
            f"id_span-{series.pk}",
            "EHC plans: The plan’s own file has already entered 60% for Sept 2019. "
            "Correct it on its own page",
        )
    ]
    assert (series.measurements.count(), second_series.measurements.count()) == (5, 0)


def test_a_year_to_date_replaces_the_previous_one(manager, sheffield):
    year = figures.series(figures.indicator(sheffield, key="try-year"), span_kind="year")
    was = figures.measured(year, "2019", 80)
    page = manager.get(MANY).content.decode()
    assert f'name="span-{year.pk}" value="2019"' in page
    assert "Period not over yet: replaces 80%" in page
    note = Page(page).value(f"based_on-{year.pk}")
    manager.post(MANY, grid((year, "2019", "81"), **{f"based_on-{year.pk}": note}))
    assert year.measurements.get(superseded_by=None).supersedes == was


def test_an_empty_bulk_entry_shows_an_error(manager, series):
    page = manager.post(MANY, {}).content.decode()
    assert "Enter at least one figure" in page


def test_bulk_entry_lists_own_indicators_only(signed_in, people, series, second_series):
    Indicator.objects.exclude(key="try-ehc").update(owner=None)
    Indicator.objects.filter(key="try-ehc").update(owner=people["lead"].holdings.first().post)
    page = signed_in("lead").get(MANY).content.decode()
    names = [field.name for field in Page(page).fields if field.name.startswith("value-")]
    assert names == [f"value-{series.pk}"]
    refused = signed_in("viewer").get(MANY)
    assert refused.status_code == 403
    assert (
        "None of the indicators of this plan belongs to a post that you hold"
    ) in refused.content.decode()


@pytest.mark.parametrize("size", [1, 30])
def test_the_pages_have_a_constant_number_of_queries(
    manager, sheffield, series, size, django_assert_num_queries
):
    for _ in range(size):
        more = figures.series(figures.indicator(sheffield))
        figures.measured(more, "2019-09", 5)
        figures.measured(series, f"{2008 - _}-01", 5)
    manager.get("/plans/sheffield-2019/glossary/")  # what the menu counts is kept
    with django_assert_num_queries(9):
        manager.get(MANY)
    with django_assert_num_queries(8):
        manager.get(f"{PAGE}enter/")


def test_every_row_shows_its_due_day(manager, series):
    Indicator.objects.filter(key="try-ehc").update(next_due=date(2019, 11, 1))
    assert (
        '<span class="app-late">Was due 1 November 2019</span>'
        in manager.get(MANY).content.decode()
    )
