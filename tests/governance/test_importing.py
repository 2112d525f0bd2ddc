"""How a plan gets in: once, again, and when a file is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction

from actions.domain.enums import Status
from actions.models import Action, Plan, StatusUpdate
from actions.selectors.updates import current_update
from actions.services.date_changes import decide_on_new_end
from actions.services.updates import UpdateContent, submit_update
from governance.importing.plan import load_plan
from governance.models import Body, Theme
from governance.selectors.commentary import programme_commentary
from governance.selectors.plan_export import export_plan
from tests.support import boards
from tests.support.decisions import decided_by, refused_by
from tests.support.factories import PlanFactory
from tests.support.paths import ROOT
from tests.support.plan_files import replace
from wsoa.audit.models import AuditEvent
from wsoa.core.yaml_source import SourceError

SHEFFIELD = ROOT / "fixtures" / "sheffield_2019"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of Sheffield's files to spoil."""
    return Path(shutil.copytree(SHEFFIELD, tmp_path / "plan"))


def test_loading_again_changes_nothing_and_writes_no_event(sheffield):
    before, events = export_plan(sheffield), AuditEvent.objects.count()
    _, changes = load_plan(by=None, source=SHEFFIELD)
    assert changes.lines == []
    assert export_plan(sheffield) == before
    assert AuditEvent.objects.count() == events


def test_a_first_load_only_adds(db, files):
    replace(files / "plan.yaml", "slug: sheffield-2019", "slug: sheffield-again")

    plan, changes = load_plan(by=None, source=files)

    assert {kind for kind, _ in changes.lines} == {"added"}
    assert ("added", "Commentary on the programme, Oct 2019") in changes.lines
    assert programme_commentary(plan.periods.get(key="2019-10")).programme != ""


def test_words_on_the_programme_that_are_corrected_are_a_change(sheffield, files):
    [file] = (files / "progress").glob("*commentary*")
    replace(file, "programme:", "programme:\n  - One more sentence.")

    _, changes = load_plan(by=None, source=files)

    assert changes.lines == [("changed", "Commentary on the programme, Oct 2019")]


def test_what_a_load_changes_shows_in_every_plan_of_the_area_alone(sheffield, files):
    other = PlanFactory(local_area=sheffield.local_area)
    york = PlanFactory(local_area__name="York")
    replace(files / "areas" / "1_strategy.yaml", "end: July 2019", "end: Aug 2019")

    load_plan(by=None, source=files)

    assert Plan.objects.get(pk=other.pk).version == other.version + 1
    assert Plan.objects.get(pk=york.pk).version == york.version


def test_a_corrected_fact_is_taken_over_and_said(sheffield, files):
    replace(files / "areas" / "1_strategy.yaml", "start: May 2019", "start: June 2019")
    version = sheffield.actions.get(ref="1.1.1").version

    _, changes = load_plan(by=None, source=files)

    assert changes.lines == [("changed", "Action 1.1.1: start printed, start month")]
    action = sheffield.actions.get(ref="1.1.1")
    assert (action.start_printed, action.start.export()) == ("June 2019", "2019-06")
    assert action.version > version
    assert AuditEvent.objects.last().summary == "Loaded the plan: 1 changed"


# --- another end date in the file -----------------------------------------------------------------


def moved_in_file(files: Path, to: str) -> None:
    replace(files / "areas" / "1_strategy.yaml", "end: July 2019", f"end: {to}")


def test_an_end_date_that_a_file_changes_is_requested_and_moves_nothing(sheffield, files):
    moved_in_file(files, "Aug 2019")
    version = sheffield.actions.get(ref="1.1.1").version

    _, changes = load_plan(by=None, source=files)

    request = "Request to move the end of 1.1.1: July 2019 to Aug 2019"
    assert changes.lines == [("added", request)]
    action = sheffield.actions.get(ref="1.1.1")
    assert (action.end_printed, action.end.export(), action.agreed_end_month) == (
        "July 2019", "2019-07", None,
    )  # fmt: skip
    assert action.version > version
    change = action.date_changes.get()
    assert (change.moved, change.agreed) == ("July 2019 to Aug 2019", None)
    assert f"added {request}" in AuditEvent.objects.last().detail["changes"]


def test_a_file_with_another_end_date_requests_it_once(sheffield, people, files):
    moved_in_file(files, "Aug 2019")
    load_plan(by=None, source=files)
    assert not load_plan(by=None, source=files)[1].lines
    change = sheffield.actions.get(ref="1.1.1").date_changes.get()
    decide_on_new_end(by=people["manager"], change=change, **refused_by(sheffield))
    assert not load_plan(by=None, source=files)[1].lines


def test_an_end_date_of_a_file_applies_once_it_is_agreed(sheffield, people, files):
    moved_in_file(files, "Aug 2019")
    load_plan(by=None, source=files)
    change = sheffield.actions.get(ref="1.1.1").date_changes.get()
    decide_on_new_end(by=people["manager"], change=change, agreed=True, **decided_by(sheffield))
    assert not load_plan(by=None, source=files)[1].lines
    action = sheffield.actions.get(ref="1.1.1")
    assert (action.end.export(), action.agreed_end.export()) == ("2019-07", "2019-08")


@pytest.mark.parametrize("to", ["On-going", "'-'"])
def test_a_file_that_takes_an_end_date_away_is_refused(sheffield, files, to):
    moved_in_file(files, to)
    with pytest.raises(SourceError, match=r"An end date that is here is not changed by a file"):
        load_plan(by=None, source=files)
    assert sheffield.actions.get(ref="1.1.1").end_printed == "July 2019"


def test_a_second_end_date_of_a_file_waits_for_the_first_decision(sheffield, files):
    moved_in_file(files, "Aug 2019")
    load_plan(by=None, source=files)
    replace(files / "areas" / "1_strategy.yaml", "end: Aug 2019", "end: Oct 2019")
    with pytest.raises(SourceError, match="requested here and not yet decided"):
        load_plan(by=None, source=files)


def test_another_spelling_of_the_same_end_is_taken_over(sheffield, files):
    moved_in_file(files, "Jul 2019")
    _, changes = load_plan(by=None, source=files)
    assert changes.lines == [("changed", "Action 1.1.1: end printed")]
    assert not sheffield.actions.get(ref="1.1.1").date_changes.exists()


def test_what_people_said_survives_a_load(sheffield, people, files):
    action = sheffield.actions.get(ref="6.1.2")
    october = sheffield.periods.get(key="2019-10")
    said = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(Status.COMPLETE, "All of it.", evidence="A survey shows it."),
        based_on=current_update(action, october).pk,
    )
    load_plan(by=None, source=files)
    assert current_update(action, october) == said


def test_an_action_that_people_spoke_of_cannot_vanish(sheffield, people, files):
    october = sheffield.periods.get(key="2019-10")
    action = sheffield.actions.get(ref="1.3.2")
    submit_update(
        by=people["manager"],
        action=action,
        period=october,
        words=UpdateContent(Status.ON_TRACK, "Half of it.", evidence="A survey shows it."),
        based_on=current_update(action, october).pk,
    )
    spoil = files / "areas" / "1_strategy.yaml"
    text = spoil.read_text(encoding="utf-8")
    spoil.write_text(text[: text.index("      - ref: 1.3.2")], encoding="utf-8")
    with pytest.raises(
        SourceError, match=r"1\.3\.2: missing, but people have said something of it"
    ):
        load_plan(by=None, source=files)


FAULTS = {
    "a month that is none": (
        "areas/1_strategy.yaml", "start: May 2019", "start: Mai 2019",
        r"1_strategy\.yaml, line \d+ \(outcomes › 1\.1 › actions › 1\.1\.1 › start\): "
        r"'Mai 2019' is not a month",
    ),
    "an end before its start": (
        "areas/1_strategy.yaml", "end: July 2019", "end: Mar 2019",
        r"1_strategy\.yaml, line \d+ \(end\): Mar 2019 is before the start, May 2019",
    ),
    "a lead whom nobody knows": (
        "areas/1_strategy.yaml", "leads: [SCC-HCIS]", "leads: [SCC-XYZ]",
        r"1_strategy\.yaml, line \d+ \(leads\): 'SCC-XYZ' is neither a post nor an organisation",
    ),
    "a reference that is there twice": (
        "areas/1_strategy.yaml", "- ref: 1.1.2", "- ref: 1.1.1",
        r"1_strategy\.yaml, line \d+ \(ref\): 1\.1\.1 is there twice",
    ),
    "a key that is misspelt": (
        "areas/1_strategy.yaml", "finding:", "findings:",
        r"1_strategy\.yaml, line \d+ \(area › finding\): Field required",
    ),
    "a status that is none of the five": (
        "progress/statuses.yaml", "on_track", "green",
        r"statuses\.yaml, line \d+ \(statuses › [\d.]+ › [\d-]+\): Input should be 'complete'",
    ),
    "an update by somebody who does not lead": (
        "progress/updates_2019_10.yaml", "post: ", "post: SENDIASS-LW #",
        r"updates_2019_10\.yaml, line \d+ \(updates › [\d.]+ › post\): SENDIASS-LW does not lead",
    ),
    "a theme with an area that is not there": (
        "governance.yaml", "areas: [", 'areas: ["9", ',
        r"governance\.yaml, line \d+ \(themes › 1 › areas\): the plan has no area 9",
    ),
    "a file that is not YAML": (
        "glossary.yaml", "glossary:", "glossary: [",
        r"glossary\.yaml, line \d+:",
    ),
    "a key that is there twice": (
        "people.yaml", "posts:", "posts: []\nposts:",
        r"people\.yaml, line \d+: 'posts' is there twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_by_file_place_and_reason(fault, db, files):
    name, old, new, message = FAULTS[fault]
    replace(files / name, old, new)
    Plan.objects.filter(slug="sheffield-2019").update(slug="another")
    before = (Plan.objects.count(), Action.objects.count(), Body.objects.count())

    with pytest.raises(SourceError, match=message):
        load_plan(by=None, source=files)

    after = (Plan.objects.count(), Action.objects.count(), Body.objects.count())
    assert after == before, "nothing is half loaded"


def test_the_command_says_it_in_one_line(db, files, tmp_path):
    with pytest.raises(CommandError, match=r"^Nothing was loaded\. .*no such folder"):
        call_command("load_plan", str(tmp_path / "nowhere"))
    (files / "people.yaml").unlink()
    with pytest.raises(CommandError, match=r"people\.yaml is missing"):
        call_command("load_plan", str(files))


def test_a_plan_can_come_in_one_file(sheffield, files, tmp_path):
    whole: dict[str, object] = {"areas": [], "progress": {}, "figures": {}}
    for file in sorted(files.rglob("*.yaml")):
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        folder = file.parent.name
        if folder == "areas":
            whole["areas"].append(data)
        elif folder in ("progress", "figures"):
            whole[folder][file.stem] = data
        else:
            whole[file.stem] = data
    one = tmp_path / "sheffield.yaml"
    for table in (files / "figures").glob("*.csv"):
        shutil.copy(table, tmp_path)
    one.write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    _, changes = load_plan(by=None, source=one)
    assert changes.lines == []


def test_the_export_names_every_status_by_its_code(sheffield):
    codes = {
        status
        for action in export_plan(sheffield)["actions"]
        for status in action["statuses"].values()
    }
    assert codes == {"complete", "on_track", "at_risk", "behind_not_started", "not_started"}


def test_governance_is_that_of_the_chart(sheffield):
    assert list(Theme.objects.order_by("number").values_list("title", flat=True)) == [
        "Identification & assessment of need",
        "Support, provision & commissioning",
        "Improving outcomes through partnership, leadership & practice",
        "Engagement of CYPF, the workforce & good communication",
    ]
    assert sheffield.bodies.count() == 7


def test_meetings_are_those_of_the_file_and_one_with_a_paper_stays(sheffield, people, files):
    boards.issued(sheffield, people["manager"])
    text = (files / "governance.yaml").read_text(encoding="utf-8")
    head, _, _ = text.partition("meetings:")
    body = "Inclusion & SEND Improvement Board"
    new = f"meetings:\n  - {{body: {body}, held_on: 2020-03-17}}\n"
    (files / "governance.yaml").write_text(head + new, encoding="utf-8")

    load_plan(by=None, source=files)

    held = sheffield.meetings.values_list("held_on", "illustrative")
    assert [(f"{day}", invented) for day, invented in held] == [
        ("2019-11-19", True),
        ("2020-03-17", False),
    ]


def test_a_meeting_of_an_unknown_body_is_refused(db, files):
    body = "body: Inclusion & SEND Improvement Board, held_on: 2019-07-16"
    replace(files / "governance.yaml", body, "body: Nobody, held_on: 2019-07-16")

    with pytest.raises(SourceError, match="no body 'Nobody'"):
        load_plan(by=None, source=files)


def test_a_load_belongs_to_one_transaction(sheffield, files):
    replace(files / "areas" / "7_transition.yaml", "start: ", "start: never ")
    replace(files / "areas" / "1_strategy.yaml", "end: July 2019", "end: Aug 2019")
    with pytest.raises(SourceError), transaction.atomic():
        load_plan(by=None, source=files)
    assert sheffield.actions.get(ref="1.1.1").end_printed == "July 2019"
    assert StatusUpdate.objects.filter(action__plan=sheffield).count() > 178
