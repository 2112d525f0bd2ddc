"""The invented date changes of the demonstration: loaded once, faults named by place."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Slippage
from actions.models import DateChange
from actions.services.date_changes import ask_for_new_end, decide_on_new_end
from tests.support.decisions import decided_by
from tests.support.paths import SHEFFIELD
from wsoa.core.months import Month


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHEFFIELD, tmp_path / "plan"))


def load(folder: Path) -> str:
    said = StringIO()
    call_command("load_plan", str(folder), stdout=said)
    return said.getvalue()


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "progress" / "date_changes.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_ledger_is_loaded_as_in_the_file(sheffield):
    assert DateChange.objects.of_plan(sheffield).count() == 10
    assert DateChange.objects.of_plan(sheffield).open().count() == 3
    agreed = sheffield.actions.exclude(agreed_end_month=None).in_plan_order()
    assert {action.ref: action.agreed_end.month.printed for action in agreed} == {
        "1.1.3": "Feb 2020",
        "1.3.1": "Oct 2019",
        "2.3.1": "Nov 2019",
        "2.5.2": "Sept 2019",
        "6.3.1": "Nov 2019",
        "7.1.4": "Dec 2019",
    }
    assert not DateChange.objects.of_plan(sheffield).filter(illustrative=False).exists()


def test_loading_twice_changes_nothing(sheffield):
    before = list(DateChange.objects.values_list("pk", flat=True))
    assert "nothing changed" in load(SHEFFIELD)
    assert list(DateChange.objects.values_list("pk", flat=True)) == before


def test_a_correction_in_the_file_is_loaded_and_shown_at_once(sheffield, folder):
    version = sheffield.actions.get(ref="7.1.4").version
    edit(folder, "to: Dec 2019", "to: Jan 2020")
    assert "End dates of 7.1.4" in load(folder)
    action = sheffield.actions.get(ref="7.1.4")
    assert action.agreed_end.month == Month(2020, 1)
    assert action.version > version


def test_requests_and_decisions_of_people_are_left_alone(sheffield, folder, people):
    waiting = DateChange.objects.open().get(action__ref="5.1.6")
    decide_on_new_end(
        by=people["manager"], change=waiting, agreed=True, **decided_by(waiting.action.plan)
    )
    action = sheffield.actions.get(ref="1.3.1")
    ask_for_new_end(
        by=people["manager"],
        action=action,
        new_end=NewEnd(Month(2020, 3), Slippage.SLIPPED, "A post is vacant."),
    )
    edit(folder, "Waits for the staffing of MAST to be settled.", "Something else.")
    edit(folder, "The framework measures the strategy, and waits for it.", "Something else.")
    assert "nothing changed" in load(folder)
    waiting.refresh_from_db()
    assert (waiting.reason, waiting.agreed) == (
        "Waits for the staffing of MAST to be settled.",
        True,
    )
    assert action.date_changes.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("action: 1.1.3", "action: 9.9.9", "the plan has no action 9.9.9"),
        ("from: Oct 2019", "from: July 2019", "July 2019 is not the end that counts then: Oct"),
        ("to: Feb 2020", "to: Feb 2019", "because the action starts then"),
        ("to: Feb 2020", "to: soon", "'soon' is not a month"),
        ("to: Feb 2020", "to: On-going", "'On-going' is not a month"),
        ("post: SCC-HCIS", "post: SCC-HoS", "SCC-HoS does not lead 1.1.3"),
        ("kind: deliberate", "kind: unlucky", "Input should be"),
        ("    decision: Improvement Board, 17 Sept 2019\n", "", "belong together"),
        ("decided: 2019-09-17", "decided: 2019-01-17", "decided before it was asked for"),
    ],
)
def test_a_fault_names_its_place_and_nothing_is_loaded(sheffield, folder, old, new, told):
    edit(folder, old, new)
    with pytest.raises(CommandError, match=told) as fault:
        load(folder)
    assert "date_changes.yaml, line " in str(fault.value)
    assert DateChange.objects.of_plan(sheffield).count() == 10
