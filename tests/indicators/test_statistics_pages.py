"""The pages of published statistics: measures, comparison of areas, and imports."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from indicators.importing.statistics.file_cells import LARGEST
from indicators.models import ImportPreview, PublishedMeasure, PublishedValue, Release
from indicators.presenters.measure_comparison import compare_page
from indicators.services.release_upload import sweep_releases
from tests.support import figures
from tests.support.factories import PlanFactory
from tests.support.html import Page
from tests.support.statistics_files import (
    DICTIONARY_HEADER,
    DICTIONARY_ROWS,
    LAIT_HEADER,
    csv_text,
    lait_row,
)
from wsoa.accounts.models import User
from wsoa.core.clock import today

pytestmark = pytest.mark.django_db
READ = "/statistics/read/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR / "statistics"


def words_of(response) -> str:  # type: ignore[no-untyped-def]
    """The page's main part as it is read, without tags."""
    assert response.status_code == 200
    return Page(response).section("//main").words


def upload(*rows: tuple[str, ...], name: str = "long.csv") -> dict[str, object]:
    return {
        "file": SimpleUploadedFile(name, csv_text(LAIT_HEADER, *rows).encode()),
        "dictionary": SimpleUploadedFile(
            "dictionary.csv", csv_text(DICTIONARY_HEADER, *DICTIONARY_ROWS).encode()
        ),
    }


# --- what there is ------------------------------------------------------------------------------


def test_measures_are_listed_by_topic_with_their_latest_figure(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    shown = words_of(signed_in("viewer").get("/statistics/"))
    assert "All new EHC plans issued within 20 weeks (%) 2018 Higher is better" in shown
    assert "shows only what was published by 15 November 2019" in shown
    assert "Import a file" not in shown
    assert "Import a file" not in words_of(signed_in("manager").get("/statistics/"))


def test_only_a_site_administrator_has_the_way_in_and_others_are_told_who_has(  # type: ignore[no-untyped-def]
    signed_in, sheffield
) -> None:
    site = signed_in("site-administrator")
    home = site.get("/").content.decode()
    assert "not part of a plan" in home
    assert 'href="/statistics/"' in home
    assert "Import a file" in words_of(site.get("/statistics/"))
    for name in ("manager", "publisher"):
        browser = signed_in(name)
        shown = words_of(browser.get("/statistics/"))
        assert "Import a file" not in shown
        assert "A site administrator imports them and their revisions." in shown
        for refused in (browser.get(READ), browser.post(READ, upload(lait_row()))):
            assert refused.status_code == 403
            told = Page(refused).section("//main").words
            assert "Only a site administrator can import them." in told
    assert ImportPreview.objects.count() == 0


def test_a_manager_who_finds_no_measure_is_told_whom_to_ask(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    address = "/plans/sheffield-2019/indicators/ehc-plans-in-20-weeks/mapping/?q=zzz"
    shown = words_of(signed_in("manager").get(address))
    assert "ask a site administrator to import its file" in shown


def test_a_site_administrator_compares_areas_without_one_of_their_own(  # type: ignore[no-untyped-def]
    signed_in, sheffield
) -> None:
    measure = PublishedMeasure.objects.get(code="SEN_EHC_All_20wks")
    shown = words_of(signed_in("site-administrator").get(f"/statistics/{measure.pk}/"))
    assert "England Country 58.0%" in shown
    assert "Your area" not in shown


def test_every_search_word_has_to_match(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    viewer = signed_in("viewer")
    shown = words_of(viewer.get("/statistics/", {"q": "weeks EHC"}))
    assert "All new EHC plans issued within 20 weeks" in shown
    assert "Total School Absence" not in shown
    assert "0 measures found for “weeks zzz”." in words_of(
        viewer.get("/statistics/", {"q": "weeks zzz"})
    )


def test_the_list_has_a_constant_number_of_queries(  # type: ignore[no-untyped-def]
    signed_in, sheffield, django_assert_max_num_queries
) -> None:
    viewer = signed_in("viewer")
    viewer.get("/plans/sheffield-2019/glossary/")  # what the menu counts is kept
    with django_assert_max_num_queries(9):
        viewer.get("/statistics/")
    england = figures.place("970", "England")
    for _ in range(3):
        figures.published(figures.measure(), england, "2018", 1.0)
    figures.release()
    with django_assert_max_num_queries(9):
        viewer.get("/statistics/", {"q": "measure"})
    with django_assert_max_num_queries(6):  # kept
        viewer.get("/statistics/", {"q": "measure"})


# --- all areas on one measure -------------------------------------------------------------------


@pytest.fixture
def compared():  # type: ignore[no-untyped-def]
    """A measure of a plan's own area, its region, England, neighbours and others."""
    plan = PlanFactory()
    home, region, england, near = figures.places_of(plan, 3)
    measure = figures.measure(title="Plans in time", better="higher")
    values = ((home, 50.0), (region, 60.0), (england, 55.0), (near[0], 70.0), (near[1], 50.04))
    for where, value in values:
        figures.published(measure, where, "2018", value)
        figures.published(measure, where, "2017", 40.0)
    figures.published(measure, near[2], "2018", None)
    far = figures.place("F-1", "Farshire")
    figures.published(measure, far, "2018", 20.0, provisional=True)
    figures.published(measure, far, "2019", 99.0, known_on=today() + timedelta(days=1))
    return plan, measure


def table_of(page) -> list[str]:  # type: ignore[no-untyped-def]
    [table] = Page(str(page.table)).tables
    return [row.words for row in table.rows]


def test_areas_are_ranked_and_own_area_and_neighbours_are_marked(compared) -> None:  # type: ignore[no-untyped-def]
    plan, measure = compared
    page = compare_page(plan, measure, today())
    assert table_of(page) == [
        "1 Neighbour 1 Statistical neighbour 1 70.0%",
        "– Yorkshire and the Humber Your region 60.0%",
        "– England Country 55.0%",
        "=2 Neighbour 2 Statistical neighbour 2 50.0%",
        "=2 Sheffield Your area 50.0%",
        "4 Farshire 20.0% (provisional)",
    ]
    assert [choice.label for choice in page.choices] == [
        "2018",
        ("2017"),
    ]  # not what is in the future
    assert (
        "Sheffield had 50.0% in 2018, and shares place 2 of 4. "
        "Yorkshire and the Humber 60.0%, England 55.0%."
    ) in page.table
    assert "<b>Not available</b> for 1: Neighbour 3." in page.table


def test_another_year_and_near_areas_only_can_be_selected(compared) -> None:  # type: ignore[no-untyped-def]
    plan, measure = compared
    page = compare_page(plan, measure, today(), asked="year:2017")
    assert {row.rpartition(" ")[2] for row in table_of(page)} == {"40.0%"}
    near = compare_page(plan, measure, today(), near=True)
    assert "Farshire" not in " ".join(table_of(near))
    assert "4 of 4" not in near.table
    assert len(table_of(near)) == 5


def test_the_near_filter_applies_to_areas_without_a_figure(compared) -> None:  # type: ignore[no-untyped-def]
    plan, measure = compared
    figures.published(measure, figures.place("F-2", "Westmorland"), "2018", None)
    whole, near = (compare_page(plan, measure, today(), near=near).table for near in (False, True))
    assert "<b>Not available</b> for 2: Neighbour 3; Westmorland." in whole
    assert "<b>Not available</b> for 1: Neighbour 3." in near


def test_if_lower_is_better_the_lowest_comes_first(compared) -> None:  # type: ignore[no-untyped-def]
    plan, measure = compared
    PublishedMeasure.objects.filter(pk=measure.pk).update(better="lower")
    measure.refresh_from_db()
    assert table_of(compare_page(plan, measure, today()))[0].startswith("1 Farshire")


def test_an_imported_figure_is_shown_at_once(compared) -> None:  # type: ignore[no-untyped-def]
    plan, measure = compared
    before = compare_page(plan, measure, today())
    Release.objects.create(
        dataset="lait", title="Next", publisher="DfE", file_name="n.csv", read_at=timezone.now()
    )
    PublishedValue.objects.filter(measure=measure, value=20.0).update(value=21.0)
    after = compare_page(plan, measure, today())
    assert "20.0% (provisional)" in before.table
    assert "21.0% (provisional)" in after.table


def test_the_page_of_a_real_measure_gives_sheffield_rank(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    measure = PublishedMeasure.objects.get(code="SEN_EHC_All_20wks")
    viewer = signed_in("viewer")
    shown = words_of(viewer.get(f"/statistics/{measure.pk}/"))
    assert "Sheffield had 39.7% in 2018" in shown
    assert "England Country 58.0%" in shown
    assert viewer.get("/statistics/999999/").status_code == 404
    assert viewer.get(f"/statistics/{measure.pk}/?span=nonsense").status_code == 200


def test_the_comparison_has_a_constant_number_of_queries(  # type: ignore[no-untyped-def]
    signed_in, sheffield, django_assert_num_queries
) -> None:
    viewer = signed_in("viewer")
    one = figures.measure()
    figures.published(one, figures.place("970", "England"), "2018", 1.0)
    many = PublishedMeasure.objects.get(code="SEN_EHC_All_20wks")
    for measure, queries in ((one, 9), (many, 12)):  # of the second, counts and areas
        viewer.get("/plans/sheffield-2019/glossary/")  # what the menu counts is kept
        with django_assert_num_queries(queries):
            viewer.get(f"/statistics/{measure.pk}/")
        with django_assert_num_queries(7):  # kept
            viewer.get(f"/statistics/{measure.pk}/")


# --- reading in ---------------------------------------------------------------------------------


def test_a_file_is_previewed_confirmed_and_imported(  # type: ignore[no-untyped-def]
    signed_in, sheffield, files: Path, django_capture_on_commit_callbacks
) -> None:
    site = signed_in("site-administrator")
    values = PublishedValue.objects.count()
    sent = site.post(READ, upload(lait_row(years="2020"), lait_row(years="0")))
    preview = ImportPreview.objects.get()
    assert sent["Location"] == f"{READ}{preview.pk}/"
    shown = words_of(site.get(sent["Location"]))
    assert "1 new figure, 0 revised, 0 unchanged. Nothing has been saved yet." in shown
    assert "Not read: 1" in shown
    assert "Row 3, Years: “0” is not a year" in shown
    assert "New plans in 20 weeks (%)" in shown
    assert PublishedValue.objects.count() == values
    assert len(list(files.iterdir())) == 2
    with django_capture_on_commit_callbacks(execute=True):
        done = site.post(sent["Location"], follow=True)
    assert "long.csv was imported: 1 new, 0 revised, 0 unchanged." in words_of(done)
    assert PublishedValue.objects.count() == values + 1
    assert list(files.iterdir()) == []
    release = Release.objects.latest("pk")
    assert (release.by.email, release.file_name) == ("site-administrator@demo.example", "long.csv")


def test_revisions_are_shown_before_and_after(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    site = signed_in("site-administrator")
    confirm(site, upload(lait_row(value="39.7")))
    sent = site.post(READ, upload(lait_row(value="40.1")))
    shown = words_of(site.get(sent["Location"]))
    assert "Corrections: 1 Earlier figures can still be read" in shown
    assert "New plans in 20 weeks (%) Sheffield 2018 39.7% 40.1%" in shown


def confirm(client: Client, given: dict[str, object]) -> None:
    sent = client.post(READ, given)
    assert client.post(sent["Location"]).status_code == 302


def test_a_second_click_is_reported_and_imports_nothing(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    site = signed_in("site-administrator")
    address = site.post(READ, upload(lait_row()))["Location"]
    site.post(address)
    releases = Release.objects.count()
    told = words_of(site.post(address, follow=True))
    assert "This file has already been imported or deleted. Nothing was changed." in told
    assert Release.objects.count() == releases


def test_a_discarded_file_is_deleted_and_not_imported(  # type: ignore[no-untyped-def]
    signed_in, sheffield, files: Path, django_capture_on_commit_callbacks
) -> None:
    site = signed_in("site-administrator")
    values = PublishedValue.objects.count()
    address = site.post(READ, upload(lait_row()))["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        told = words_of(site.post(address, {"drop": "1"}, follow=True))
    assert "long.csv was deleted. Nothing was changed." in told
    assert (PublishedValue.objects.count(), list(files.iterdir())) == (values, [])


def test_a_refused_file_shows_an_error_and_is_not_stored(  # type: ignore[no-untyped-def]
    signed_in, sheffield, files: Path
) -> None:
    site = signed_in("site-administrator")

    def sent() -> dict[str, object]:
        return {"file": SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00")}

    page = site.post(READ, sent() | {"published_on_day": "31", "published_on_month": "4"})
    shown = words_of(page)
    assert "Date must include a year" in shown
    page = site.post(READ, sent())
    assert "photo.png is neither a table as text (CSV) nor a workbook" in words_of(page)
    assert 'href="#id_file"' in page.content.decode()
    assert ImportPreview.objects.count() == 0
    assert not files.is_dir() or list(files.iterdir()) == []
    assert "Choose a file" in words_of(site.post(READ, {}))


def test_files_up_to_thirty_megabytes_are_accepted(signed_in, sheffield, files: Path) -> None:  # type: ignore[no-untyped-def]
    site = signed_in("site-administrator")
    padded = ("EHC_20", "x" * 90_000, *lait_row()[2:])
    large = csv_text(LAIT_HEADER, *([padded] * 125)).encode()
    assert len(large) > 11_000_000
    given = upload() | {"file": SimpleUploadedFile("large.csv", large)}
    assert site.post(READ, given).status_code == 302
    too_large = SimpleUploadedFile("huge.csv", b"\n" * (LARGEST + 1))
    shown = words_of(site.post(READ, {"file": too_large}))
    assert "huge.csv must be smaller than 30 MB." in shown


def test_another_person_upload_is_not_found(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    address = signed_in("site-administrator").post(READ, upload(lait_row()))["Location"]
    assert signed_in("publisher").get(address).status_code == 403
    User.objects.filter(email="publisher@demo.example").update(is_superuser=True)
    assert signed_in("publisher").get(address).status_code == 404
    assert signed_in("viewer").get(address).status_code == 403
    assert signed_in("stranger").get(address).status_code == 404


def test_unconfirmed_uploads_are_deleted_after_a_day(signed_in, sheffield, files: Path) -> None:  # type: ignore[no-untyped-def]
    signed_in("site-administrator").post(READ, upload(lait_row()))
    assert sweep_releases() == 0
    old = timezone.now() - timedelta(hours=25)
    ImportPreview.objects.update(at=old)
    for path in files.iterdir():
        os.utime(path, (old.timestamp(), old.timestamp()))
    assert sweep_releases() == 2
    assert (ImportPreview.objects.count(), list(files.iterdir())) == (0, [])


def test_a_publication_day_before_the_figures_is_refused(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    given = upload(lait_row(years="2021"))
    given |= {"published_on_day": "1", "published_on_month": "11", "published_on_year": "2019"}
    shown = words_of(signed_in("site-administrator").post(READ, given))
    assert "it cannot have been published on 1 November 2019" in shown


def test_names_from_a_file_are_escaped(signed_in, sheffield) -> None:  # type: ignore[no-untyped-def]
    site = signed_in("site-administrator")
    sent = site.post(READ, upload(lait_row(), lait_row("<script>x</script>")))
    assert b"<script>x" not in site.get(sent["Location"]).content
