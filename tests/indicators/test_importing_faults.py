"""Faulty files of indicators and figures are refused, with place and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from actions.models import Plan
from governance.importing.plan import load_plan
from indicators.models import (
    PublishedValue,
)
from tests.support.indicator_files import (
    IN_20_WEEKS,
    SHEFFIELD,
    change_figures,
    line_of,
    load,
    replace,
)
from wsoa.core.yaml_source import SourceError

FIRST = "key_outcomes › 1 › intentions › 1 › indicators › 1"
APPEALS = "key_outcomes › 1 › intentions › 2 › indicators › 1"
TIMELY = "key_outcomes › 2 › intentions › 2 › indicators › 1"
# What stood there, what stands there now, where the fault is told to be, and the reason. The line
# is that of what stands there now, or of the words that follow.
WRONG = {
    "an outcome that the plan does not have": (
        "outcomes: [2.1, 2.2, 5.1]", "outcomes: [2.1, 2.9, 5.1]",
        "outcomes › 2", "the plan has no outcome 2.9", "",
    ),
    "a measure of success that its action does not have": (
        "5.1.4/3]", "5.1.4/9]",
        "measures › 4", "action 5.1.4 has no measure of success 9", "",
    ),
    "a measure of success without its place": (
        "5.1.4/3]", "5.1.4]",
        f"{FIRST} › measures › 4", r"String should match pattern '^\d+(\.\d+)*/\d+$'", "",
    ),
    "a post that nobody holds": (
        "owner: SCC-HSS", "owner: SCC-XYZ",
        "owner", "no post 'SCC-XYZ' in people.yaml", "",
    ),
    "a value outside its unit": (
        "2018/19, value: 24,", "2018/19, value: 124,",
        "value", "“124” is not between 0 and 100. Percentage must be between 0 and 100", "",
    ),
    "a comma for a point": (
        "2018/19, value: 24,", "2018/19, value: '24,5',",
        "value", "“24,5” has a comma as the decimal point. Enter 24.5", "",
    ),
    "a headline of another series": (
        "series: [All new plans]", "series: [All plans]",
        "key_outcomes › 2 › intentions › 2 › indicators › 1",
        "the headline names no series of this indicator: 'All plans'",
        "- key: ehc-plans-in-20-weeks",
    ),
    "a gap between one and nothing": (
        '"Year 10, with SEND", "Year 10, without SEND"]', '"Year 10, with SEND"]',
        "key_outcomes › 1 › intentions › 4 › indicators › 1 › headline",
        "a gap is between two series: name them in pairs", "headline:",
    ),
    "a span that is none": (
        "{span: 2018/19, value: 24,", "{span: 2018/20, value: 24,",
        "span", "'2018/20' is not a survey wave such as 2018-05, 2018 or 2018/19", "",
    ),
    "a unit that is none": (
        "unit: count", "unit: counts",
        f"{FIRST} › unit",
        "Input should be 'percent', 'count', 'rate', 'score', 'days', 'weeks' or 'pounds'", "",
    ),
    "a measure that nobody publishes": (
        "measure: SEN_AppealableDec", "measure: SEN_Appeals",
        "measure", "no published measure 'SEN_Appeals'", "",
    ),
    "a place that is not described": (
        "measure: SEN_AppealableDec", "measure: SEN_AppealableDec\n                place: 999",
        "place", "no place '999'", "place: 999",
    ),
    "an official series with no measure": (
        "                measure: SEN_AppealableDec\n", "",
        f"{APPEALS} › series › 1",
        "an official series names its measure, and has no figures of its own",
        "name: Appeals out of 100 decisions",
    ),
    "a key that another has": (
        "key: tribunal-appeals", "key: complaints-to-sendsars",
        "key",
        "'complaints-to-sendsars' is the key of “Complaints received by SCC’s SENDSARS team” too",
        "key: complaints-to-sendsars\n            title: Appeals",
    ),
    "a key that stands for a page": (
        "key: tribunal-appeals", "key: enter", APPEALS, "the key 'enter' stands for a page", "",
    ),
    "a number that has to be reached by no day": (
        "                by: 2019-12-31\n", "",
        f"{TIMELY} › targets › 1",
        "a number needs its value and the day by which it is to be reached",
        "kind: number\n                value: 75",
    ),
    "a word that the file does not know": (
        "decimals: 1\n", "places: 1\n",
        f"{APPEALS} › places", "Extra inputs are not permitted", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "reason", "at"), WRONG.values(), ids=WRONG)
def test_a_faulty_file_is_refused_with_place_and_reason(
    sheffield: Plan, files: Path, old: str, new: str, place: str, reason: str, at: str
) -> None:
    file = files / "indicators.yaml"
    change_figures(files, "short_title: Complaints to the SENDSARS team", "short_title: Complaints")
    change_figures(files, old, new)
    with pytest.raises(SourceError) as fault:
        load(files)
    line = line_of(file, at or new)
    assert str(fault.value) == f"{file}, line {line} ({place}): {reason}"
    complaints = sheffield.indicators.get(key="complaints-to-sendsars")
    assert complaints.short_title == "Complaints to the SENDSARS team"


WRONG_OFFICIAL = {
    "a measure that is not described": (
        "official.csv", f"{IN_20_WEEKS},2016,", "SEN_XYZ,2016,",
        " (measure)", "no measure 'SEN_XYZ'",
    ),
    "a value outside its unit": (
        "official.csv", "2016,2017-05,,13.3,", "2016,2017-05,,133,",
        ", 373", "“133” is not between 0 and 100. Percentage must be between 0 and 100",
    ),
    "a cell that is neither": (
        "official.csv", "2016,2017-05,,13.3,", "2016,2017-05,,about 13,",
        ", 373", "“about 13” is not a number",
    ),
    "a span that is none": (
        "official.csv", f"{IN_20_WEEKS},2016,", f"{IN_20_WEEKS},2015/16,",
        ", span", "'2015/16' is not a calendar year such as 2019",
    ),
    "a span that is there twice": (
        "official.csv", f"{IN_20_WEEKS},2017,2018", f"{IN_20_WEEKS},2016,2018",
        " (span)", f"{IN_20_WEEKS} of 2016 is there twice",
    ),
    "a month that is none": (
        "official.csv", "2016,2017-05,", "2016,May 2017,",
        ", published", "'May 2017' is not a month such as 2019-05",
    ),
    "a figure known before its time": (
        "official.csv", "2016,2017-05,", "2016,2015-05,",
        ", published", "2015-05 is before 2016 began",
    ),
    "a cell too few": (
        "official.csv", "2016,2017-05,,13.3,", "2016,2017-05,13.3,",
        "", "17 cells, where the first row has 18",
    ),
    "a place that is not described": (
        "official.csv", "provisional,373,970", "provisional,374,970",
        " (374)", "not a place of the file, or there twice",
    ),
    "columns in another order": (
        "official.csv", "measure,span,published", "measure,published,span",
        "", "begins with the columns measure, span, published, provisional",
    ),
    "a region that is none": (
        "official.yaml", "E08000019, region: 982", "E08000019, region: 382",
        " (places › 7 › region)", "no region 382",
    ),
    "a plan that lies nowhere": (
        "official.yaml", "place: 373", "place: 374",
        " (place)", "no place 374",
    ),
    "a neighbour that is not described": (
        "official.yaml", "{code: 382, closeness", "{code: 393, closeness",
        " (neighbours › 1 › code)", "no place 393",
    ),
    "a measure of no release": (
        "official.yaml",
        "    dataset: lait\n    title: All", "    dataset: neighbours\n    title: All",
        " (measures › 1 › dataset)", "there is not one release of neighbours",
    ),
    "no file of values": (
        "official.yaml", "values: official.csv", "values: others.csv",
        " (values)", "no file others.csv of reasonable size beside this one",
    ),
    "values from somewhere else": (
        "official.yaml", "values: official.csv", "values: ../../official.csv",
        " (values)", r"String should match pattern '^[\w-]+\.csv$'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "reason"), WRONG_OFFICIAL.values(), ids=WRONG_OFFICIAL
)
def test_faulty_statistics_are_refused_with_place_and_reason(
    sheffield: Plan, files: Path, name: str, old: str, new: str, place: str, reason: str
) -> None:
    before = PublishedValue.objects.count()
    file = files / "figures" / name
    replace(file, old, new)
    with pytest.raises(SourceError) as fault:
        load(files)
    assert str(fault.value) == f"{file}, line {line_of(file, new)}{place}: {reason}"
    assert PublishedValue.objects.count() == before


def test_a_plan_with_faulty_indicators_is_not_loaded_at_all(
    sheffield: Plan, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SHEFFIELD, tmp_path / "plan"))
    replace(folder / "plan.yaml", "short_title: Sheffield 2019", "short_title: Another")
    replace(folder / "figures" / "official.csv", "provisional,373,970", "provisional,374,970")
    with pytest.raises(SourceError):
        load_plan(by=None, source=folder)
    assert Plan.objects.get(pk=sheffield.pk).short_title == "Sheffield 2019"
