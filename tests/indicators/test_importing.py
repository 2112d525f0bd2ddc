"""Loading indicators and figures from files: first, again, corrected, after edits, and faulty."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from actions.models import Plan
from governance.selectors.plan_export import export_plan
from indicators.domain.enums import Dataset, Gap, TargetKind
from indicators.importing.measurements import WITHDRAWN
from indicators.models import (
    Indicator,
    Locality,
    Measurement,
    Place,
    PublishedMeasure,
    PublishedValue,
    Release,
    Revision,
    Series,
)
from indicators.selectors.figures_as_at import reading
from tests.support.indicator_files import (
    IN_20_WEEKS,
    change_figures,
    load,
    replace,
)
from wsoa.accounts.models import User
from wsoa.core.clock import now

THE_DAY = date(2019, 11, 15)


def series(name: str) -> Series:
    return Series.objects.get(indicator__key="ehc-plans-in-20-weeks", name=name)


def in_20_weeks(year: str) -> PublishedValue:
    return PublishedValue.objects.get(measure__code=IN_20_WEEKS, place__code="373", span_key=year)


# --- what is there ------------------------------------------------------------------------------


def test_an_indicator_is_loaded_with_every_field_of_the_file(sheffield: Plan) -> None:
    indicator = sheffield.indicators.get(key="ehc-plans-in-20-weeks")
    assert indicator.short_title == "EHC plans completed within 20 weeks"
    assert (indicator.unit, indicator.better, indicator.every) == ("percent", "higher", "month")
    assert indicator.numerator_words == "New EHC plans finalised within 20 weeks"
    assert (indicator.owner and indicator.owner.code, indicator.next_due) == (
        "SCC-HSS",
        date(2019, 11, 30),
    )
    assert [each.ref for each in indicator.outcomes.all()] == ["5.1"]
    linked = indicator.measures.order_by("action__order", "order")
    assert [(each.action.ref, each.order) for each in linked] == [("5.1.1", 1), ("5.1.4", 1)]
    assert indicator.note.endswith("are our reading; the plan does not state them.")
    target = indicator.targets.get(order=2)
    assert (target.kind, target.value, target.by, target.trajectory) == (
        TargetKind.NUMBER,
        90,
        date(2020, 12, 31),
        [["2019-12-31", 75.0], ["2020-12-31", 90.0]],
    )


def test_later_figures_are_unknown_on_the_demo_day(sheffield: Plan) -> None:
    """The board was told 81 and 91; the official figure of 2019 came out in 2020."""
    indicator = sheffield.indicators.get(key="ehc-plans-in-20-weeks")
    lines = {
        line.name: [(figure.span.key, figure.printed) for figure in line.figures]
        for line in reading(indicator, THE_DAY).lines
    }
    assert lines == {
        "Year to date": [("2019", "81%")],
        "Plans finalised in the month": [("2019-09", "91%")],
        "All new plans": [("2016", "13.3%"), ("2017", "12.8%"), ("2018", "39.7%")],
        "New plans, without exceptional cases": [
            ("2016", "12.0%"),
            ("2017", "13.4%"),
            ("2018", "42.3%"),
        ],
    }
    later = reading(indicator, date(2020, 5, 31)).lines[2]
    assert later.figures[-1].printed == "71.0%"


def test_an_indicator_without_figures_has_none(sheffield: Plan) -> None:
    bare = sheffield.indicators.printed().filter(series=None)
    assert set(bare.values_list("key", flat=True)) == {
        "complaints-to-sendsars",
        "ratings-social-care",
        "ratings-health",
        "ratings-send-services",
        "health-checks-14-plus",
        "absence",
        "fixed-term-exclusions",
        "permanent-exclusions",
        "elective-home-education",
        "paid-employment-18-to-25",
        "transition-plans",
        "positive-transition",
    }


def test_the_place_of_the_plan_has_its_region_and_its_neighbours(sheffield: Plan) -> None:
    place = Locality.objects.get(plan=sheffield).place
    assert (place.code, place.name, place.region and place.region.code) == (
        "373",
        "Sheffield",
        "982",
    )
    assert [each.rank for each in place.neighbours.all()] == list(range(1, 11))


def test_the_export_has_the_24_indicators_and_the_figures_beside_them(sheffield: Plan) -> None:
    exported = export_plan(sheffield)
    assert len(exported["indicators"]) == 24
    board = [each for each in exported["figures"] if each["series"] == "Year to date"]
    assert board == [
        {
            "indicator": "% of EHC Plans completed within 20 week timescale",
            "series": "Year to date",
            "kind": "internal",
            "span_kind": "year",
            "span": "2019",
            "value": 81.0,
            "gap": None,
            "provisional": True,
            "source": "Report to the scrutiny committee of 4 November 2019, area 5",
        }
    ]


def test_a_plan_may_give_nothing_but_the_titles(sheffield: Plan, files: Path) -> None:
    shutil.rmtree(files / "figures")
    (files / "indicators.yaml").write_text(
        "key_outcomes:\n  - title: Confidence\n    intentions:\n      - title: To raise it\n"
        "        indicators: [How many are confident]\n",
        encoding="utf-8",
    )
    load(files)
    indicator = sheffield.indicators.get()
    assert (indicator.key, indicator.short_title, indicator.note) == (
        "how-many-are-confident",
        "How many are confident",
        "",
    )


# --- again, and corrected -----------------------------------------------------------------------


def test_loading_again_changes_no_row(sheffield: Plan, files: Path) -> None:
    counted = (Measurement, PublishedValue, Release, Revision, Series, Place)
    before = [model.objects.count() for model in counted]
    assert load(files) == []
    assert [model.objects.count() for model in counted] == before


def test_a_corrected_figure_supersedes_and_the_first_stays_readable(
    sheffield: Plan, files: Path
) -> None:
    change_figures(files, "value: 91\n", "value: 90\n")
    assert load(files) == [
        (
            "changed",
            "Figure of ehc-plans-in-20-weeks, Plans finalised in the month, 2019-09",
        )
    ]
    rows = series("Plans finalised in the month").measurements
    first, second = rows.order_by("pk")
    assert (first.value, second.value, second.supersedes) == (91, 90, first)
    assert load(files) == []


def test_a_figure_that_is_gone_from_the_file_is_withdrawn(sheffield: Plan, files: Path) -> None:
    change_figures(files, "- span: 2019-09\n", "- span: 2019-08\n")
    load(files)
    rows = series("Plans finalised in the month").measurements.all()
    gone = rows.current().get(span_key="2019-09")
    assert (gone.value, gone.gap, gone.note) == (None, Gap.NOT_AVAILABLE, WITHDRAWN)
    assert gone.supersedes
    assert gone.supersedes.value == 91
    assert load(files) == []


def test_corrections_by_people_are_kept(
    sheffield: Plan, people: dict[str, User], files: Path
) -> None:
    mine = series("Plans finalised in the month")
    told = mine.measurements.get()
    said = Measurement.objects.create(
        series=mine, span_key="2019-09", last_day=told.last_day, value=88, by=people["manager"],
        at=now(), known_on=THE_DAY, supersedes=told,
    )  # fmt: skip
    change_figures(files, "value: 91\n", "value: 90\n")
    assert load(files) == []
    assert mine.measurements.all().current().get() == said


def test_the_day_on_which_a_figure_is_due_moves_forward_only(sheffield: Plan, files: Path) -> None:
    mine = Indicator.objects.filter(plan=sheffield, key="ehc-plans-in-20-weeks")
    mine.update(next_due=date(2019, 12, 31))
    assert load(files) == []
    change_figures(files, "next_due: 2019-11-30", "next_due: 2020-01-31")
    assert load(files) == [("changed", "Indicator ehc-plans-in-20-weeks: next due")]
    assert mine.get().next_due == date(2020, 1, 31)


def test_corrected_links_and_targets_are_loaded_and_reported(sheffield: Plan, files: Path) -> None:
    change_figures(files, "measures: [5.1.1/1, 5.1.4/1]", "measures: [5.1.1/1]")
    change_figures(files, "words: At least 75% for 2019", "words: 75% or more for 2019")
    assert load(files) == [
        ("changed", "Indicator ehc-plans-in-20-weeks: its measures"),
        ("changed", "Indicator ehc-plans-in-20-weeks, targets"),
    ]


def pks(*keys: str) -> list[int]:
    return [Indicator.objects.get(key=key).pk for key in keys]


def test_swapped_keys_keep_the_figures_of_their_indicators(sheffield: Plan, files: Path) -> None:
    one, other = "ehc-plans-in-20-weeks", "complaints-to-sendsars"
    before = pks(one, other)
    for old, new in ((one, "x"), (other, one), ("x", other)):
        change_figures(files, f"key: {old}\n", f"key: {new}\n")
    assert sorted(load(files)) == [
        ("changed", f"Indicator {other}: key"),
        ("changed", f"Indicator {one}: key"),
    ]
    assert pks(other, one) == before
    assert load(files) == []


def test_an_indicator_that_is_reworded_and_moved_keeps_its_figures(
    sheffield: Plan, files: Path
) -> None:
    mine = series("Plans finalised in the month")
    change_figures(files, "title: Increased participation in school\n", "title: In school\n")
    change_figures(
        files, 'title: "% of EHC Plans completed', 'title: "% of all EHC Plans completed'
    )
    change_figures(
        files, "- title: To increase the proportion of EHC", "- title: To raise that of EHC"
    )
    told = load(files)
    assert ("changed", "Indicator ehc-plans-in-20-weeks: intention, title") in told
    assert not [words for change, words in told if change == "removed" and "Indicator" in words]
    assert series("Plans finalised in the month") == mine
    assert load(files) == []


# --- official statistics ------------------------------------------------------------------------


def change_official(files: Path, old: str, new: str) -> None:
    replace(files / "figures" / "official.csv", old, new)


def read_later(published_on: date | None) -> Release:
    """A later release, which revises what is said of 2018."""
    release = Release.objects.create(
        dataset=Dataset.LAIT,
        title="The tool, a year later",
        publisher="DfE",
        published_on=published_on,
        file_name="lait.csv",
        sha256="0" * 64,
        read_at=now(),
    )
    PublishedValue.objects.filter(pk=in_20_weeks("2018").pk).update(value=40.1, release=release)
    return release


def test_a_corrected_value_is_a_revision_of_a_release_of_its_own(
    sheffield: Plan, files: Path
) -> None:
    change_official(files, f"{IN_20_WEEKS},2018,2019-05,,39.7", f"{IN_20_WEEKS},2018,2019-05,,39.8")
    assert load(files) == [("changed", f"Official figure {IN_20_WEEKS}, 373, 2018")]
    value = in_20_weeks("2018")
    assert (value.value, value.release.revised, value.release.added) == (39.8, 1, 0)
    assert value.revisions.get().was == 39.7
    assert load(files) == []


@pytest.mark.parametrize("published_on", [date(2027, 4, 30), None])
def test_a_later_release_is_not_overwritten(
    sheffield: Plan, files: Path, published_on: date | None
) -> None:
    read_later(published_on)
    change_official(files, f"{IN_20_WEEKS},2019,2020-05,,71", f"{IN_20_WEEKS},2019,2020-05,,72")
    assert load(files) == []
    assert (in_20_weeks("2018").value, in_20_weeks("2019").value) == (40.1, 71.0)


def test_earlier_releases_are_kept_and_own_values_are_updated(sheffield: Plan, files: Path) -> None:
    read_later(date(2025, 4, 30))
    change_official(files, f"{IN_20_WEEKS},2019,2020-05,,71", f"{IN_20_WEEKS},2019,2020-05,,72")
    load(files)
    assert (in_20_weeks("2018").value, in_20_weeks("2019").value) == (40.1, 72.0)


def test_a_measure_keeps_the_description_of_another_release(sheffield: Plan, files: Path) -> None:
    read_later(date(2027, 4, 30))
    mine = PublishedMeasure.objects.filter(code=IN_20_WEEKS)
    mine.update(title="As the dictionary has it")
    assert load(files) == []
    assert mine.get().title == "As the dictionary has it"


def test_a_place_stored_by_name_is_not_duplicated(sheffield: Plan, files: Path) -> None:
    """A file that gives no numbers was read before the plan came."""
    PublishedValue.objects.filter(place__code="350").delete()
    Place.objects.filter(code="350").update(code="Bolton", ons_code="", region=None)
    lines = load(files)
    assert ("changed", "Place Bolton: region") in lines
    assert Place.objects.filter(name="Bolton").count() == 1


def test_a_symbol_is_a_gap_and_an_empty_cell_is_skipped(sheffield: Plan) -> None:
    values = PublishedValue.objects.filter(measure__code="NEW_KS2_RWM_Sen_W/Osta")
    cancelled = values.get(place__code="373", span_key="2019/20")
    assert (cancelled.value, cancelled.gap) == (None, Gap.NOT_AVAILABLE)
    waits = PublishedValue.objects.filter(measure__dataset=Dataset.NHS_WAITING)
    assert not waits.filter(place__code="373").exists()
