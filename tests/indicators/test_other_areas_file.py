"""The file of other areas' official values: what is read, and what is refused with its place."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Plan
from indicators.domain.enums import Gap, SpanKind
from indicators.domain.time_spans import Span
from indicators.importing.official_values import OfficialValue
from indicators.importing.other_areas import read_other_areas
from indicators.importing.schema import OfficialFile
from indicators.importing.statistics.places import authority
from indicators.models import Place
from indicators.services.measure_matching import match_places
from wsoa.core.yaml_source import SourceError

FILE = OfficialFile.model_validate(
    {
        "place": "373",
        "releases": [
            {"dataset": "lait", "title": "T", "publisher": "P", "published_on": "2026-04-30"}
        ],
        "places": [{"code": "373", "kind": "authority", "name": "Sheffield"}],
        "measures": [
            {
                "code": "A measure",
                "dataset": "lait",
                "title": "M",
                "unit": "percent",
                "span": "year",
                "source": "S",
            }
        ],
        "values": "official.csv",
        "other_areas": "other_areas.csv",
    }
)
OWN = OfficialValue(
    "A measure", "373", Span.of(SpanKind.YEAR, "2018"), 40.0, Gap.NONE, False, date(2019, 5, 31)
)
GOOD = "code,name,ons_code,A measure 2018\n201,City of London,E09000001,100\n202,Camden,,-\n"


def read(text: str):
    return read_other_areas(FILE, [OWN], text.encode(), "other_areas.csv")


def test_an_area_is_a_row_and_a_figure_was_out_when_the_plan_s_own_was() -> None:
    areas = read(GOOD + "203,Greenwich,,\n")
    assert [place.code for place in areas.places] == ["201", "202", "203"]
    first, second = areas.values  # an empty cell says nothing
    assert (first.place, first.value, first.known_on) == ("201", 100.0, date(2019, 5, 31))
    assert (second.place, second.value, second.gap) == ("202", None, Gap.NOT_AVAILABLE)


WRONG = {
    "another first column": (("code,name", "name,code"), "line 1: begins with the columns"),
    "a span without a figure of the plan": (("2018", "2017"), "no measure and span"),
    "a measure twice": (
        ("A measure 2018", "A measure 2018,A measure 2018"),
        "no measure and span of the file of values, or there twice",
    ),
    "the plan's own place": (("201,", "373,"), "line 2, code: no number of three digits, or"),
    "a place twice": (("202,", "201,"), "line 3, code"),
    "no number": (("201,", "E09,"), "line 2, code"),
    "no name": (("City of London", " "), "line 2, code"),
    "a value outside its unit": ((",100\n", ",101\n"), "line 2, A measure 2018: “101” is not"),
    "a cell too many": ((",100\n", ",100,1\n"), "5 cells, where the first row has 4"),
}


@pytest.mark.parametrize(("change", "reason"), WRONG.values(), ids=WRONG)
def test_a_faulty_file_is_refused_with_place_and_reason(
    change: tuple[str, str], reason: str
) -> None:
    with pytest.raises(SourceError) as refused:
        read(GOOD.replace(*change, 1))
    assert reason in str(refused.value)


@pytest.mark.django_db
def test_a_release_says_in_which_region_such_an_area_lies(sheffield: Plan) -> None:
    york = Place.objects.get(code="816")
    assert york.region is None
    pks, added = match_places([authority("York", number="816", within="E12000003")], create=True)
    york.refresh_from_db()
    assert (pks, added) == ([york.pk], 0)
    assert york.region == Place.objects.get(code="982")
