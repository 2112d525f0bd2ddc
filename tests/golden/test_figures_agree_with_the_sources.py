"""The figures of the fixture beside readings of their own: of the documents, of the statistics.

`sheffield_figures.json` was read from the documents by read_figures.py, which knows nothing of the
fixture. The published files are read here, cell by cell, where they are at hand: in the folder
WSOA_DATA, or beside the repository.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from actions.models import Plan
from indicators.domain.enums import SeriesKind
from indicators.models import Indicator, Measurement, Target
from tests.golden.read_figures import WITH_WITHOUT, read
from tests.golden.sources import SEEDS
from tests.support.paths import ROOT

HERE = Path(__file__).parent
READING = json.loads((HERE / "sheffield_figures.json").read_text(encoding="utf-8"))
SURVEYED = json.loads((HERE / "sheffield_002.json").read_text(encoding="utf-8"))["figures"]
OFFICIAL = ROOT / "fixtures" / "sheffield_2019" / "figures" / "official.csv"
OTHER_AREAS = OFFICIAL.with_name("other_areas.csv")
DATA = Path(os.environ.get("WSOA_DATA", HERE.parents[2] / "shared" / "data"))
DOCUMENTS = [sorted(SEEDS.glob(f"{number}_*.txt")) for number in ("001", "002")]

# What the reading calls a figure, by the key of its indicator and the name of its series.
IN_THE_FIXTURE = {
    ("ehc-plans-in-20-weeks", "Plans finalised in the month"): "EHC plans in 20 weeks, "
    "September 2019",
    ("ehc-plans-in-20-weeks", "Year to date"): "EHC plans in 20 weeks, year to date",
    ("schools-moderated", "Schools moderated"): "schools moderated 2018/19",
    ("sencos-trained", "Attended, as reported"): "SENCOs attended",
    ("schools-with-learner-reviews", "Schools"): "schools with reviews 2018/19",
    ("parents-provision-adequate", "Parents of children in mainstream schools"): (
        "provision adequate"
    ),
    ("camhs-not-enough", "Parents and carers"): "not enough CAMHS",
    ("ehc-process-difficult", "Parents and carers who had applied"): "EHC process difficult",
    ("move-to-secondary-difficult", "Parents and carers"): "secondary difficult",
    ("move-to-adult-services-difficult", "Parents and carers"): "adult services difficult",
    ("communication-good", "Parents and carers"): "communication good",
    ("waiting-times", "Assessment: waited more than a year"): "waited more than a year",
    ("never-used-local-offer", "Parents and carers"): "never used Local Offer",
} | {
    (key, f"{who.replace(' with', ', with')} SEND"): f"{what}, {who}"
    for key, what in (
        ("happy-most-of-the-time", "happy"),
        ("depressed-last-week", "depressed"),
        ("enjoy-school", "enjoy"),
    )
    for who in WITH_WITHOUT
}
# Said in words: "all" were within 20 weeks, and "all" had completed their training.
IN_WORDS = {
    ("assessments-within-20-weeks", "Assessments under way"): 100,
    ("sencos-trained", "Completed the graduated approach training"): 100,
    ("sencos-trained", "Completed the Support Grid training"): 100,
}


@pytest.fixture
def measured(sheffield: Plan) -> dict[tuple[str, str], float | None]:
    rows = Measurement.objects.filter(series__indicator__plan=sheffield)
    found = rows.values_list("series__indicator__key", "series__name", "value")
    return {(key, series): value for key, series, value in found}


def test_the_fixture_holds_the_figures_of_the_documents_and_no_other(measured) -> None:
    theirs = {place: READING[name][0] for place, name in IN_THE_FIXTURE.items()} | IN_WORDS
    assert measured == theirs


def test_each_of_them_is_one_figure_of_its_series(sheffield: Plan) -> None:
    rows = Measurement.objects.filter(series__indicator__plan=sheffield)
    assert rows.count() == len(IN_THE_FIXTURE) + len(IN_WORDS)


def test_every_percentage_of_the_surveys_is_a_figure_of_a_survey(sheffield: Plan) -> None:
    """The older reading of part ii, which goes by nothing but the per cent sign."""
    theirs = Counter(each["value"] for each in SURVEYED if each["kind"] == "percentage")
    rows = Measurement.objects.filter(
        series__indicator__plan=sheffield, series__kind=SeriesKind.SURVEY
    )
    assert Counter(rows.values_list("value", flat=True)) == theirs


@pytest.mark.parametrize(
    ("key", "what", "days"),
    [
        (
            "ehc-plans-in-20-weeks",
            "EHC plans in 20 weeks, targets",
            ["2019-12-31", "2020-12-31"],
        ),
        ("schools-moderated", "schools moderated, targets", ["2019-07-31", "2020-07-31"]),
    ],
)
def test_the_targets_are_those_of_the_plan(sheffield: Plan, key, what, days) -> None:
    targets = Target.objects.filter(indicator__plan=sheffield, indicator__key=key)
    assert [each.value for each in targets] == READING[what]
    assert [each.by.isoformat() for each in targets if each.by] == days


def test_no_other_target_is_a_number(sheffield: Plan) -> None:
    targets = Target.objects.filter(indicator__plan=sheffield).exclude(value=None)
    assert set(targets.values_list("indicator__key", flat=True)) == {
        "ehc-plans-in-20-weeks",
        "schools-moderated",
    }


def test_every_figure_says_where_it_stands_and_since_when_it_was_known(sheffield: Plan) -> None:
    """The plan was announced on 17 May 2019; the report to scrutiny is of 4 November."""
    rows = Measurement.objects.filter(series__indicator__plan=sheffield)
    said = {
        ("Written Statement", "2019-05-17"),
        ("Report to the scr", "2019-11-04"),
    }
    assert {(row.source[:17], row.known_on.isoformat()) for row in rows} == said


def test_the_plan_has_24_indicators_and_the_rest_is_marked(sheffield: Plan) -> None:
    ours = Indicator.objects.of_plan(sheffield)
    assert (ours.printed().count(), ours.count()) == (24, 36)


if all(DOCUMENTS):

    @pytest.mark.parametrize("report", DOCUMENTS[0], ids=lambda path: path.name)
    @pytest.mark.parametrize("plan", DOCUMENTS[1], ids=lambda path: path.name)
    def test_a_fresh_reading_of_the_documents_gives_the_same(report: Path, plan: Path) -> None:
        texts = (each.read_text(encoding="utf-8") for each in (report, plan))
        assert read(*texts) == READING


# --- official statistics: only where the published files themselves are at hand ------------------

ENGLAND, SHEFFIELD, TRUST = "970", "373", "nhs: Sheffield Children's NHS Foundation Trust"
LAIT, NHS = DATA / "lait_send_long.csv", DATA / "nhs_community_waiting_2023.csv"
SEN2 = DATA / "ees_sen2_ehc_plans.csv"
NEIGHBOURS = DATA / "statistical_neighbours_2025.xlsx"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cells() -> dict[tuple[str, str, str], str]:
    """Every filled cell of the fixture by measure, span and place."""
    fixed = ("measure", "span", "published", "provisional")
    return {
        (row["measure"], row["span"], place): value
        for row in rows_of(OFFICIAL)
        for place, value in row.items()
        if place not in fixed and value
    }


OF_SEN2 = ("inc_exc_20week_ehc", "tot_inc_exc_ehc", "no_exc_20week_ehc", "tot_no_exc_ehc")
COUNTS = {*OF_SEN2, "appeals_registered", "appealable_decisions"}


def is_of_lait(measure: str) -> bool:
    return "waiting" not in measure and measure not in COUNTS


def alike(ours: str, theirs: str) -> bool:
    """The same, to the four decimals that the fixture keeps of other areas."""
    if "-" in (ours, theirs):
        return ours == theirs
    return abs(float(ours) - float(theirs)) <= 0.00005001


def same(ours: str, theirs: str) -> bool:
    if "-" in (ours, theirs):
        return ours == theirs
    return float(ours) == float(theirs)


if LAIT.exists():

    def test_every_value_of_the_interactive_tool_is_as_published() -> None:
        """The year that it gives a school or financial year is the one in which that ends."""
        ours = {key: value for key, value in cells().items() if is_of_lait(key[0])}
        measures, places = {key[0] for key in ours}, {key[2] for key in ours}
        ending = {(m, f"20{span[-2:]}", place): v for (m, span, place), v in ours.items()}
        theirs = {}
        for row in rows_of(LAIT):
            place = row["LA Number"].removesuffix(".0")
            if row["Short Desc"] in measures and place in places:
                theirs[row["Short Desc"], row["Years"], place] = row["Values"]
        assert ending.keys() == theirs.keys()
        assert [key for key, value in theirs.items() if not same(ending[key], value)] == []

    def test_the_values_of_other_areas_are_as_published_and_of_every_area() -> None:
        rows = rows_of(OTHER_AREAS)
        headings = [heading for heading in rows[0] if " " in heading]
        ours = {
            (measure, f"20{span[-2:]}", row["code"]): row[heading]
            for row in rows
            for heading in headings
            for measure, _, span in [heading.rpartition(" ")]
            if row[heading]
        }
        asked = {key[:2] for key in ours}
        own = {place for _, _, place in cells()}
        theirs = {
            (row["Short Desc"], row["Years"], place): row["Values"]
            for row in rows_of(LAIT)
            for place in [row["LA Number"].removesuffix(".0")]
            if (row["Short Desc"], row["Years"]) in asked and place not in own and place < "960"
        }
        named = {row["code"] for row in rows}
        numbers = {key for key, value in theirs.items() if value != "-"}
        assert {key[2] for key in numbers} == named  # every area that has a figure
        assert len(named) > 140
        wrong = [key for key, value in ours.items() if not alike(value, theirs[key])]
        assert wrong == []
        assert numbers <= ours.keys()

    def test_the_counts_of_plans_are_those_of_the_open_data_and_make_the_percentages() -> None:
        ours = cells()
        by_place = {
            (row["old_la_code"], row["time_period"]): row
            for row in rows_of(SEN2)
            if row["geographic_level"] == "Local authority"
        }
        kept = [key for key in ours if key[0] in OF_SEN2 and (key[2], key[1]) in by_place]
        assert len(kept) == 7 * len(OF_SEN2) * 11
        theirs = {key: by_place[key[2], key[1]][key[0]] for key in kept}
        assert [key for key in kept if not same(ours[key], theirs[key])] == []
        for year in range(2016, 2023):
            issued, plans, share = (
                float(ours[measure, str(year), SHEFFIELD])
                for measure in ("inc_exc_20week_ehc", "tot_inc_exc_ehc", "SEN_EHC_All_20wks")
            )
            assert round(100 * issued / plans, 1) == share

    def test_the_counts_of_appeals_make_the_rates_of_sheffield() -> None:
        ours = cells()
        for year in range(2016, 2023):
            appeals, decisions, share = (
                float(ours[measure, str(year), SHEFFIELD])
                for measure in ("appeals_registered", "appealable_decisions", "SEN_AppealableDec")
            )
            assert abs(100 * appeals / decisions - share) <= 0.051

    def test_plans_in_20_weeks_are_the_values_that_everybody_knows() -> None:
        ours = cells()
        known = {
            place: [
                float(ours["SEN_EHC_All_20wks", str(year), place]) for year in range(2016, 2023)
            ]
            for place in (SHEFFIELD, ENGLAND)
        }
        assert known == {
            SHEFFIELD: [13.3, 12.8, 39.7, 71.0, 54.9, 49.9, 79.4],
            ENGLAND: [55.7, 61.3, 58.0, 58.7, 55.6, 57.9, 47.7],
        }


if NHS.exists():

    def test_every_value_of_the_waiting_lists_is_as_published() -> None:
        ours = {key: value for key, value in cells().items() if "waiting" in key[0]}
        theirs = {}
        for row in rows_of(NHS):
            name = row["Organisation Name"].casefold()
            whole = name == "england" and row["Organisation Type"] in ("National", "NA")
            place = ENGLAND if whole else TRUST if f"nhs: {name}" == TRUST.casefold() else ""
            measure = f"{row['Therapy']}: Percentage waiting more than 18 weeks"
            if place and measure in {key[0] for key in ours}:
                value = row["Percentage waiting more than 18 weeks"]
                theirs[measure, row["formattedDate"][:7], place] = value
        assert ours.keys() == theirs.keys()
        assert [key for key, value in theirs.items() if not same(ours[key], value)] == []


if NEIGHBOURS.exists():

    def test_the_ten_statistical_neighbours_are_as_published(sheffield: Plan) -> None:
        sheet = CalamineWorkbook.from_path(NEIGHBOURS).get_sheet_by_name("LA SN Groups")
        row = next(row for row in sheet.to_python() if row[1] == "Sheffield")
        theirs = [
            (str(int(float(str(code)))), closeness)
            for code, closeness in zip(row[5:25:2], row[6:25:2], strict=True)
        ]
        ours = sheffield.locality.place.neighbours.order_by("rank")
        assert list(ours.values_list("neighbour__code", "closeness")) == theirs
