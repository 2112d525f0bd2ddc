"""The independent reading of document 002, and the file of facts it wrote.

The facts are asserted of the golden file always, and of a fresh reading where the source is at
hand: in the folder WSOA_SEEDS, or beside the repository.
"""

import json
import runpy
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.golden.sources import SOURCES

HERE = Path(__file__).parent
READER = HERE / "read_source.py"
GOLDEN = HERE / "sheffield_002.json"

reader = runpy.run_path(str(READER))
read, facts, month, lead_codes = (reader[name] for name in ("read", "facts", "month", "lead_codes"))

# What a person read in the source, line by line, at the places where the PDF is torn oddest:
# start, end and leads as printed, lead codes, number of measures, number of bullets in the text.
HAND_CHECKED = {
    "1.2.2": ("Dec 2019", "Dec 2019", "SCC – HoS and HCIS", ["SCC-HoS", "SCC-HCIS"], 3, 0),
    "1.3.2": ("July 2019", "-", "SCC - HCIS", ["SCC-HCIS"], 2, 0),
    "2.1.1": ("On-going", "Feb 2020", "SCC - HCIS", ["SCC-HCIS"], 3, 0),
    "2.1.2": ("April 2019", "Mar 2020", "SCC - HoS", ["SCC-HoS"], 3, 10),
    "2.1.4": ("Sept 2019", "On-going", "SCC - HoS", ["SCC-HoS"], 2, 0),
    "2.2.2": ("Oct 2019", "Mar 2020", "SCC - HCIS", ["SCC-HCIS"], 2, 0),
    "2.3.1": ("April 2019", "Sept 2019", "SCC - HoS / SPCF", ["SCC-HoS", "SPCF"], 3, 0),
    "2.3.4": ("April 2020", "On-going", "SCC - HCIS", ["SCC-HCIS"], 1, 0),
    "2.4.1": ("Jan 2020", "Mar 2020", "SCC - HoS / CCG CM", ["SCC-HoS", "CCG-CCM"], 3, 0),
    "3.2.2": ("Sept 2018", "June 2019", "CCG - CCM / SCC - HSS", ["CCG-CCM", "SCC-HSS"], 3, 0),
    "3.3.1": ("Sept 2018", "April 2020", "CCG – CCM / NHSE", ["CCG-CCM", "NHSE"], 5, 5),
    "3.3.2": ("On-going", "April 2020", "CCG - EWMH", ["CCG-EWMH"], 4, 4),
    "4.3.1": ("May 2019", "Oct 2020", "SCC - HCIS / CCG - HoC", ["SCC-HCIS", "CCG-HoC"], 3, 0),
    "5.1.1": ("April 2019", "June 2019", "SCC - HSS", ["SCC-HSS"], 5, 5),
    "5.1.6": ("April 2019", "Sept 2019", "SCC HoS", ["SCC-HoS"], 3, 0),
    "5.1.7": ("April 2019", "May 2019", "SCC - HSS", ["SCC-HSS"], 4, 0),
    "5.2.3": ("Sept 2019", "Dec 2019", "SCC - HoS", ["SCC-HoS"], 3, 0),
    "5.2.4": ("Sept 2019", "April2020", "SCC - HoS", ["SCC-HoS"], 3, 0),
    "6.1.2": ("Jan 2020", "Jul 2020", "SCC - HoS", ["SCC-HoS"], 3, 0),
    "6.1.4": ("April 2019", "April 2019", "Chair, ITF", ["ITF-Chair"], 2, 0),
    "6.1.5": ("May 2019", "July 2020", "Chair, ITF", ["ITF-Chair"], 3, 0),
    "6.1.6": ("May 2019", "Dec 2019", "SCC – HoS & HCIS", ["SCC-HoS", "SCC-HCIS"], 3, 0),
    "6.3.1": ("April 2019", "July 2019", "SCC – HoS, LS", ["SCC-HoS", "LS"], 3, 0),
    "6.3.2": ("April 2019", "July 2019", "LS", ["LS"], 2, 0),
    "6.4.6": (
        *("April 2019", "Dec 2019", "SCC – HCIS, PEH, HoS"),
        *(["SCC-HCIS", "SCC-PEH", "SCC-HoS"], 5, 4),
    ),
    "7.1.1": ("Jan 2019", "Sept 2019", "SCC - PEH", ["SCC-PEH"], 3, 0),
    "7.1.2": ("April 2019", "Dec 2019", "SCC - PEH", ["SCC-PEH"], 3, 0),
    "7.1.5": ("Sept2019", "May 2020", "SCC - BAI", ["SCC-BAI"], 2, 0),
    "7.1.6": ("Jan 2019", "Dec 2019", "SCC - PEH", ["SCC-PEH"], 3, 0),
    "7.2.2": ("June 2019", "June 2020", "SCC - HOS", ["SCC-HoS"], 2, 0),
    "7.2.3": ("June 2019", "Aug 2020", "SCC - HoS", ["SCC-HoS"], 1, 0),
    "7.3.1": ("On-going", "Jan 2020", "CCG - CCM", ["CCG-CCM"], 3, 0),
    "7.3.2": ("Sept 2019", "April2020", "SCC - HoS", ["SCC-HoS"], 2, 0),
    "7.3.3": ("April 2019", "Aug2020", "SCC - HoS", ["SCC-HoS"], 2, 0),
}


def read_golden() -> dict[str, Any]:
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


def read_afresh(source: Path) -> dict[str, Any]:
    return read(source.read_text(encoding="utf-8"))


@pytest.fixture(params=[GOLDEN, *SOURCES], ids=lambda path: path.name)
def reading(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read_golden() if request.param == GOLDEN else facts(read_afresh(request.param))


@pytest.fixture
def actions(reading: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {action["ref"]: action for action in reading["actions"]}


def test_fresh_reading_equals_the_golden_file(reading):
    assert reading == read_golden()


def test_everything_is_counted(reading):
    assert {name: len(items) for name, items in reading.items()} == {
        "areas": 7,
        "outcomes": 23,
        "actions": 89,
        "posts": 13,
        "indicators": 24,
        "quarters": 6,
        "glossary": 18,
        "figures": 23,
    }


def test_references_are_unique_and_in_order(reading):
    for name in ("areas", "outcomes", "actions"):
        references = [item["ref"] for item in reading[name]]
        assert references == sorted(set(references))


def test_actions_of_each_area(reading):
    assert Counter(action["ref"][0] for action in reading["actions"]) == {
        "1": 7,
        "2": 15,
        "3": 10,
        "4": 8,
        "5": 15,
        "6": 21,
        "7": 13,
    }


def test_measures_and_bullets_add_up(reading):
    # The source has 231 lines that begin with a dash and a blank: 230 measures, and the end of
    # action 1.3.2 (line 942).
    assert sum(action["measure_count"] for action in reading["actions"]) == 230
    assert sum(action["bullet_count"] for action in reading["actions"]) == 51


def test_every_action_has_an_outcome_and_known_leads(reading):
    outcomes = {outcome["ref"] for outcome in reading["outcomes"]}
    posts = {post["code"] for post in reading["posts"]} | {"NHSE"}
    assert {action["outcome"] for action in reading["actions"]} == outcomes
    assert {lead for action in reading["actions"] for lead in action["leads"]} == posts - {
        "SENDIASS-LW"  # in the glossary, but no action names it
    }


@pytest.mark.parametrize("ref", HAND_CHECKED)
def test_row_is_what_a_person_read(actions, ref):
    names = (
        *("start_printed", "end_printed", "leads_printed"),
        *("leads", "measure_count", "bullet_count"),
    )
    assert tuple(actions[ref][name] for name in names) == HAND_CHECKED[ref]


def test_meaning_of_dates_at_the_hard_places(actions):
    assert {
        ref: (actions[ref]["start"], actions[ref]["end"])
        for ref in ("1.3.2", "2.1.1", "2.1.4", "5.2.4", "6.1.5", "7.1.5")
    } == {
        "1.3.2": ("2019-07", None),
        "2.1.1": ("ongoing", "2020-02"),
        "2.1.4": ("2019-09", "ongoing"),
        "5.2.4": ("2019-09", "2020-04"),
        "6.1.5": ("2019-05", "2020-07"),
        "7.1.5": ("2019-09", "2020-05"),
    }


def test_only_one_action_introduces_its_measures(reading):
    assert [a["ref"] for a in reading["actions"] if a["measures_have_introduction"]] == ["7.1.6"]


def test_actions_that_are_ongoing_or_open(reading):
    def refs(name: str, value: str | None) -> list[str]:
        return [action["ref"] for action in reading["actions"] if action[name] == value]

    assert refs("start", "ongoing") == ["2.1.1", "3.3.2", "7.3.1"]
    assert refs("end", "ongoing") == ["2.1.4", "2.3.4"]
    assert refs("end", None) == ["1.3.2"]


def test_quarters(reading):
    assert reading["quarters"] == [
        "2019-07",
        "2019-10",
        "2020-01",
        "2020-04",
        "2020-07",
        "2020-10",
    ]


def test_post_holders(reading):
    assert {post["code"]: post["holder"] for post in reading["posts"]} == {
        "SCC-DCIL": "Dawn Walton",
        "SCC-HCIS": "Joel Hardwick",
        "SCC-HoS": "Tim Armstrong",
        "SCC-HSS": "Tarun Ghosh",
        "SCC-PEH": "Nicola Shearstone",
        "SCC-BAI": "James Ford",
        "CCG-CCM": "Scarlett Milward",
        "CCG-HoC": "Sapphire Johnson",
        "CCG-EWMH": "Matt Peers",
        "LS": "Stephen Betts",
        "ITF-Chair": "Ian Read",
        "SENDIASS-LW": "Linda Wright",
        "SPCF": "Katie Monette",
    }


def test_people_responsible(reading):
    assert {
        area["ref"]: [person["name"] for person in area["responsible"]] for area in reading["areas"]
    } == {
        "1": ["Joel Hardwick", "Sapphire Johnson"],
        "2": ["Tim Armstrong"],
        "3": ["Mandy Philbin"],
        "4": ["Dawn Walton", "Mandy Philbin"],
        "5": ["Tim Armstrong"],
        "6": ["Tim Armstrong", "Stephen Betts"],
        "7": ["Nicola Shearstone"],
    }


def test_indicators_torn_over_pages_are_joined(reading):
    assert Counter(row["key_outcome"].split()[0] for row in reading["indicators"]) == {
        "Increased": 7 + 4,  # confidence, and participation in school
        "Reduced": 3,
        "Improved": 6,
        "More": 4,
    }
    assert len({row["key_outcome"] for row in reading["indicators"]}) == 5
    assert len({row["intention"] for row in reading["indicators"]}) == 13
    assert reading["indicators"][0]["key_outcome"].endswith(
        "those with special educational needs and/or disabilities"
    )
    assert reading["indicators"][22]["intention"].endswith("has participated in this process")


def test_figures_of_the_surveys(reading):
    printed = [figure["printed"] for figure in reading["figures"]]
    assert printed[:9] == ["700", "24%", "80%", "77%", "53%", "60%", "46%", "58%", "78%"]
    assert printed[9:15] == ["6,500", "65", "46%", "42%", "59%", "50%"]
    assert printed[15:] == ["20%", "29%", "10%", "18%", "37%", "45%", "35%", "43%"]


def test_golden_file_holds_no_running_text():
    golden = read_golden()
    assert {name for action in golden["actions"] for name in action} == {
        "ref",
        "outcome",
        "start_printed",
        "end_printed",
        "start",
        "end",
        "leads_printed",
        "leads",
        "measure_count",
        "bullet_count",
        "measures_have_introduction",
    }


def test_printed_dates_mean_months():
    printed = ["Sept2019", "April 2020", "Jul 2020", "On-going", "-"]
    assert [month(each) for each in printed] == ["2019-09", "2020-04", "2020-07", "ongoing", None]


def test_unknown_date_is_refused():
    with pytest.raises(ValueError, match="not a date: 'Spring 2020'"):
        month("Spring 2020")


def test_unknown_lead_is_refused():
    with pytest.raises(KeyError, match="scc-xyz"):
        lead_codes("SCC - XYZ", read_golden()["posts"])


if SOURCES:

    @pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
    def test_command_writes_the_golden_file(source, monkeypatch, capsys):
        monkeypatch.setattr(sys, "argv", [str(READER), str(source)])
        runpy.run_path(str(READER), run_name="__main__")
        assert capsys.readouterr().out == GOLDEN.read_text(encoding="utf-8")

    @pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
    def test_texts_end_where_their_cells_end(source):
        actions = {action["ref"]: action for action in read_afresh(source)["actions"]}
        assert {
            ref: actions[ref]["text"].split()[-2:]
            for ref in ("2.2.2", "5.1.7", "5.2.4", "6.1.4", "6.1.5", "6.1.6", "6.4.3", "7.2.3")
        } == {
            "2.2.2": ["their", "families"],
            "5.1.7": ["not", "possible"],
            "5.2.4": ["of", "progress"],
            "6.1.4": ["is", "used"],
            "6.1.5": ["July", "2020"],
            "6.1.6": ["decisions", "made"],
            "6.4.3": ["support", "services"],
            "7.2.3": ["care", "services"],
        }

    @pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
    def test_every_action_has_text_and_a_text_for_each_measure(source):
        for action in read_afresh(source)["actions"]:
            texts = action["measure_count"] + action["measures_have_introduction"]
            assert action["text"]
            assert len(list(filter(None, action["measure_texts"]))) == texts
