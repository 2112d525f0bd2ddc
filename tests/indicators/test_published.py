"""Importing official statistics: new values, revisions, and unchanged values."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from actions.models import Plan
from indicators.domain.enums import Dataset, Gap, PlaceKind, SeriesKind
from indicators.importing.statistics.parsed_file import FileNotTaken
from indicators.models import (
    Indicator,
    Neighbour,
    Place,
    PublishedMeasure,
    PublishedValue,
    Release,
    Revision,
    Series,
)
from indicators.services.release_comparison import ReleaseComparison
from indicators.services.statistics_import import (
    open_statistics,
    preview_statistics,
    read_statistics,
)
from tests.support.statistics_files import (
    EES_HEADER,
    NEIGHBOURS_HEADER,
    NHS_HEADER,
    SHEFFIELD,
    csv_text,
    dictionary,
    ees_row,
    lait,
    lait_row,
    neighbours_of,
    tribunal,
    workbook,
)
from wsoa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

YEARS = tuple(lait_row(years=year, value=value) for year, value in
              (("2017", "12.8"), ("2018", "39.7"), ("2019", "-")))  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dictionary(tmp_path / "dictionary.csv")
    return tmp_path


def read_in(
    folder: Path, *rows: tuple[str, ...], described: bool = True, on: date | None = None
) -> ReleaseComparison:
    path = lait(folder / "long.csv", *rows)
    opened = open_statistics(
        path,
        "long.csv",
        dictionary=folder / "dictionary.csv" if described else None,
        published_on=on,
    )
    return read_statistics(
        by=None, opened=opened, file_name="long.csv", sha256="0" * 64, published_on=on
    )


def values() -> dict[str, tuple[float | None, str]]:
    return {
        each.span_key: (each.value, each.gap)
        for each in PublishedValue.objects.filter(measure__code="EHC_20", place__code="373")
    }


def counts(done: ReleaseComparison) -> tuple[int, int, int]:
    return done.added, done.revised, done.unchanged


def test_an_import_stores_measure_place_values_and_release(folder: Path) -> None:
    done = read_in(folder, *YEARS)
    assert counts(done) == (3, 0, 0)
    assert values() == {
        "2017": (12.8, ""),
        "2018": (39.7, ""),
        "2019": (None, Gap.NOT_AVAILABLE),
    }
    measure = PublishedMeasure.objects.get(dataset=Dataset.LAIT, code="EHC_20")
    assert (measure.title, measure.better) == ("New plans in 20 weeks (%)", "higher")
    release = Release.objects.latest("pk")
    assert (release.added, release.revised, release.unchanged) == (3, 0, 0)
    assert (release.file_name, release.sha256) == ("long.csv", "0" * 64)


def test_importing_the_same_file_again_changes_nothing(folder: Path) -> None:
    read_in(folder, *YEARS)
    done = read_in(folder, *YEARS, described=False)
    assert counts(done) == (0, 0, 3)
    assert (done.added, done.revised, done.new_measures) == (0, 0, ())
    assert Revision.objects.filter(release__file_name="long.csv").count() == 0
    assert PublishedMeasure.objects.get(code="EHC_20").title == "New plans in 20 weeks (%)"


def test_a_revision_keeps_the_previous_value_and_first_publication_day(folder: Path) -> None:
    read_in(folder, *YEARS, on=None)
    done = read_in(folder, lait_row(years="2018", value="40.1"), on=date(2026, 4, 16))
    assert counts(done) == (0, 1, 0)
    (change,) = done.changes
    assert (change.measure, change.place, change.span) == (
        "New plans in 20 weeks (%)", "Sheffield", "2018",
    )  # fmt: skip
    assert (change.was, change.now) == ("39.7%", "40.1%")
    value = PublishedValue.objects.get(measure__code="EHC_20", span_key="2018")
    assert (value.value, value.known_on) == (40.1, date(2019, 6, 30))
    revision = value.revisions.get()
    assert (revision.was, revision.was_gap, revision.release) == (39.7, "", value.release)
    assert values()["2017"] == (12.8, "")  # what the file does not have stays


def test_a_number_that_fills_a_gap_is_known_since_its_release(folder: Path) -> None:
    read_in(folder, *YEARS)
    done = read_in(folder, lait_row(years="2019", value="71"), on=date(2020, 5, 7))
    assert [(each.was, each.now) for each in done.changes] == [("not available", "71.0%")]
    value = PublishedValue.objects.get(measure__code="EHC_20", span_key="2019")
    assert (value.value, value.known_on) == (71.0, date(2020, 5, 7))


def test_a_withdrawn_number_is_a_revision(folder: Path) -> None:
    read_in(folder, *YEARS)
    done = read_in(folder, lait_row(years="2018", value="c"))
    assert [(each.was, each.now) for each in done.changes] == [("39.7%", "suppressed")]
    assert values()["2018"] == (None, Gap.SUPPRESSED)


def test_a_provisional_value_made_final_is_reported(folder: Path) -> None:
    read_in(folder, lait_row("ABS", "2025 (prov)", "6.5"))
    done = read_in(folder, lait_row("ABS", "2025", "6.5"))
    assert [(each.was, each.now) for each in done.changes] == [("6.50% (provisional)", "6.50%")]


def test_a_revision_beyond_the_shown_decimals_shows_more_of_them(folder: Path) -> None:
    read_in(folder, lait_row(value="39.71"))
    done = read_in(folder, lait_row(value="39.72"))
    assert [(each.was, each.now) for each in done.changes] == [("39.71%", "39.72%")]


def test_another_notation_of_a_number_is_not_a_revision(folder: Path) -> None:
    read_in(folder, lait_row(value="39.700000000000003"))
    assert counts(read_in(folder, lait_row(value="39.7"))) == (0, 0, 1)


def test_repeated_values_count_once_and_differing_ones_are_faults(folder: Path) -> None:
    done = read_in(folder, lait_row(), lait_row(), lait_row(value="41"))
    assert counts(done) == (1, 0, 0)
    assert [fault.message for fault in done.faults] == [
        "Row 4, EHC_20: row 2 has another value of the same place and time, which was kept"
    ]
    assert values() == {"2018": (39.7, "")}


def test_a_preview_writes_nothing_and_equals_the_import(folder: Path) -> None:
    read_in(folder, *YEARS)
    before = (PublishedValue.objects.count(), Place.objects.count(), Release.objects.count())
    rows = (
        lait_row(value="40.1"),
        lait_row(years="2020", value="54.9"),
        lait_row("ABS"),
        lait_row(number="999", name="Newtown"),
        lait_row(years="0"),
    )

    def opened() -> object:
        path = lait(folder / "next.csv", *rows)
        return open_statistics(path, "next.csv", dictionary=folder / "dictionary.csv")

    would = preview_statistics(opened())
    after = (PublishedValue.objects.count(), Place.objects.count(), Release.objects.count())
    assert before == after
    assert counts(would) == (3, 1, 0)
    assert (would.new_measures, would.new_places) == (("Absence (%)",), 1)
    assert (would.fault_count, [each.row for each in would.faults]) == (1, [6])
    done = read_statistics(by=None, opened=opened(), file_name="next.csv", sha256="")
    assert counts(done) == counts(would)
    assert (done.changes, done.new_measures, done.new_places) == (
        would.changes, would.new_measures, would.new_places,
    )  # fmt: skip


def test_an_unreadable_file_is_refused_and_stores_nothing(folder: Path) -> None:
    before = Release.objects.count()
    with pytest.raises(FileNotTaken, match="No figures in the file could be read"):
        read_in(folder, lait_row(years="0"))
    assert Release.objects.count() == before


def test_a_day_of_publication_before_its_figures_is_refused(folder: Path) -> None:
    with pytest.raises(FileNotTaken, match="cannot have been published on 15 November 2019"):
        read_in(folder, lait_row(years="2021"), on=date(2019, 11, 15))


def test_plans_with_changed_measures_show_them_at_once(sheffield: Plan, folder: Path) -> None:
    read_in(folder, *YEARS)
    indicator = Indicator.objects.of_plan(sheffield).first()
    Series.objects.create(
        indicator=indicator,
        order=9,
        name="Official",
        kind=SeriesKind.OFFICIAL,
        measure=PublishedMeasure.objects.get(code="EHC_20"),
    )

    def version() -> int:
        return Plan.objects.get(pk=sheffield.pk).version

    start = version()
    read_in(folder, lait_row("ABS"))
    read_in(folder, *YEARS)
    assert version() == start  # another measure, or nothing new
    read_in(folder, lait_row(value="40.1"))
    assert version() == start + 1
    event = AuditEvent.objects.filter(plan=sheffield.slug).latest("pk")
    assert (event.verb, event.subject) == ("read-statistics", "statistics lait")
    assert event.summary == (
        "Imported Local Authority Interactive Tool (long.csv): 0 new, 1 revised, 0 unchanged"
    )


def test_a_place_is_matched_by_number_code_and_name_across_files(folder: Path) -> None:
    PublishedValue.objects.filter(place__code="840").delete()
    Place.objects.filter(code="840").delete()
    table = workbook(
        folder / "t.xlsx",
        tribunal(("NORTH EAST",), ("Durham2", 1, 100, 0.01, 2, 100, 0.02)),
    )
    read_statistics(by=None, opened=open_statistics(table, "t.xlsx"), file_name="t.xlsx", sha256="")
    durham = Place.objects.get(name="Durham")
    assert (durham.code, durham.region.code) == ("Durham", "980")
    ees = folder / "e.csv"
    place = (*SHEFFIELD[:3], "E12000001", "North East", "E06000047", "840", "County Durham")
    ees.write_text(csv_text((*EES_HEADER, "n"), ees_row("2018", "Calendar year", place, "4")))
    read_statistics(by=None, opened=open_statistics(ees, "e.csv"), file_name="e.csv", sha256="")
    durham.refresh_from_db()
    assert (durham.code, durham.ons_code, durham.name) == ("840", "E06000047", "Durham")
    read_in(folder, lait_row(number="840.0", name="Durham", region="North East"))
    assert Place.objects.filter(name__icontains="Durham", kind=PlaceKind.AUTHORITY).count() == 1
    assert durham.values.values("measure__dataset").distinct().count() == 3


def test_two_names_of_one_place_in_a_file_are_one_place(folder: Path) -> None:
    path = folder / "w.csv"
    bodies = ("Healthy Ltd", "HEALTHY LTD")
    path.write_text(
        csv_text(
            NHS_HEADER,
            *(
                ("1", "Provider", name, "", f"2023-0{n}-01", "Audiology", "9", "1", "0", "11")
                for n, name in enumerate((*bodies, *bodies), start=1)
            ),
            ("1", "Provider", "healthy ltd", "", "2023-01-01", "Audiology", "8", "1", "0", "11"),
        )
    )
    done = read_statistics(
        by=None, opened=open_statistics(path, "w.csv"), file_name="w.csv", sha256=""
    )
    assert Place.objects.filter(kind=PlaceKind.NHS, name__iexact="healthy ltd").count() == 1
    assert (done.added, done.fault_count, done.places) == (16, 1, 1)


def test_neighbours_are_replaced_only_if_changed(folder: Path) -> None:
    def read(*rows: tuple[object, ...]) -> ReleaseComparison:
        path = workbook(folder / "n.xlsx", {"A": [NEIGHBOURS_HEADER, *rows]})
        opened = open_statistics(path, "n.xlsx")
        return read_statistics(by=None, opened=opened, file_name="n.xlsx", sha256="")

    others = [neighbours_of(n, f"Authority {n}", *ten(n)) for n in range(601, 612)]
    first = read(*others)
    assert counts(first) == (11, 0, 0)
    assert counts(read(*others)) == (0, 0, 11)
    changed = neighbours_of(601, "Authority 601", *reversed(ten(601)))
    done = read(changed)
    assert counts(done) == (0, 1, 0)
    near = Neighbour.objects.filter(place__code="601").order_by("rank")
    assert [each.neighbour.code for each in near] == [str(n) for n in reversed(ten(601))]
    assert {each.closeness for each in near} == {"Very close"}
    unknown = neighbours_of(602, "Authority 602", *range(701, 711))
    with pytest.raises(FileNotTaken, match="701 is not known"):
        read(unknown)


def ten(number: int) -> list[int]:
    return [each for each in range(601, 612) if each != number]


def test_the_command_reports_changes_and_faults(folder: Path) -> None:
    path = lait(folder / "long.csv", *YEARS, lait_row(years="0"))
    out, err = StringIO(), StringIO()
    given = {"dictionary": folder / "dictionary.csv", "stdout": out, "stderr": err}
    call_command("import_statistics", path, dry_run=True, **given)
    assert not PublishedValue.objects.filter(measure__code="EHC_20").exists()
    call_command("import_statistics", path, **given)
    told = out.getvalue().splitlines()
    assert told[0] == "Local Authority Interactive Tool, 2017 to 2019."
    assert told[1].startswith("New: 3. Revised: 0. As before: 0. Measures: 1 (1 new). Places: 1")
    assert told[2] == "Nothing was written."
    assert "Not read: Row 5, Years: “0” is not a year such as 2019 or 2018/19" in err.getvalue()
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_statistics", folder / "nowhere.csv")
    with pytest.raises(CommandError, match="describes the columns of another file"):
        call_command("import_statistics", folder / "dictionary.csv")
