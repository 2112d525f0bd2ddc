"""Updates in a file: the workbook to fill in, its preview, and what is sent of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actions.domain.enums import Status, UpdateKind
from actions.domain.kinds.scale import FIVE
from actions.domain.update_file import (
    COLUMNS,
    RowKey,
    UpdateFileRefused,
    UpdateFileRow,
    instructions_for,
    read_month,
    rows_of_sheets,
)
from actions.models import FileUpdate, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, submit_update
from tests.support.html import Page, words
from wsoa.accounts.models import User
from wsoa.audit.models import AuditEvent
from wsoa.core.months import Month
from wsoa.core.spreadsheets.cell_marks import NEVER_CALCULATED
from wsoa.core.spreadsheets.model import Column, Sheet
from wsoa.core.spreadsheets.ods import write_ods
from wsoa.core.spreadsheets.read import read_sheets
from wsoa.core.spreadsheets.typed_cells import TypedSheet

PAGE = "/plans/sheffield-2019/updates/file/"
FILE = f"{PAGE}fill-in.xlsx"
OWN, OTHER = "6.1.1", "5.1.5"  # SCC-HoS; CCG-CCM
BEHIND = {"New status": "Behind or at risk"}
LATER = {"Forecast of the end month": "March 2020"}  # of an action past its end
Cells = list[list[object]]


@pytest.fixture
def lead(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("lead")


@pytest.fixture
def manager(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("manager")


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    found = sheffield.periods.quarters().get(key="2019-10")
    found.plan = sheffield
    return found


def downloaded(browser: Client, query: str = "") -> Cells:
    response = browser.get(FILE + query)
    assert response.status_code == 200
    return [list(row) for row in read_sheets(io.BytesIO(response.content))[0].rows]


def filled(cells: Cells, boxes: Mapping[str, Mapping[str, object]]) -> Cells:
    """The sheet with these boxes filled in, by reference and title."""
    heads = next(row for row in cells if "Key" in row)
    for ref, values in boxes.items():
        row = next(row for row in cells if row[heads.index("Action")] == ref)
        for title, value in values.items():
            row[heads.index(title)] = value
    return cells


def as_xlsx(cells: Cells) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    into, day = book.add_worksheet("Updates"), book.add_format({"num_format": "mmm yyyy"})
    for number, row in enumerate(cells):
        for at, cell in enumerate(row):
            if isinstance(cell, datetime):
                into.write_datetime(number, at, cell, day)
            else:
                into.write(number, at, cell)
    book.close()
    return made.getvalue()


def as_ods(cells: Cells) -> bytes:
    heads = next(row for row in cells if "Key" in row)
    made = io.BytesIO()
    columns = tuple(Column(str(head), str(head)) for head in heads)
    rows = tuple(
        tuple("" if cell is None else str(cell) for cell in row)
        for row in cells[cells.index(heads) + 1 :]
    )
    write_ods([Sheet("Updates", "Updates", columns, rows)], made, title="Updates")
    return made.getvalue()


def upload(browser: Client, content: bytes, query: str = "", name: str = "updates.xlsx") -> Page:
    response = browser.post(PAGE + query, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    return Page(response)


def confirm(browser: Client, preview: Page, query: str = "", **choices: str) -> str:
    sent = {"rows": preview.value("rows"), **choices}
    return words(browser.post(PAGE + query, sent, follow=True))


# --- the workbook ---------------------------------------------------------------------------------


def test_the_file_has_a_row_for_each_action_that_needs_an_update(lead: Client) -> None:
    cells = downloaded(lead)
    heads = next(row for row in cells if "Key" in row)
    assert heads == [column.title for column in COLUMNS]
    refs = [row[1] for row in cells[cells.index(heads) + 1 :]]
    assert OWN in refs
    assert OTHER not in refs
    listed = re.findall(r'id="a([0-9-]+)"', Page(lead.get("/my/updates/")).html)
    assert sorted(str(ref) for ref in refs) == sorted(ref.replace("-", ".") for ref in listed)


def test_the_file_has_a_list_of_statuses_locked_cells_and_instructions(lead: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(lead.get(FILE).content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<dataValidation type="list"' in sheet
    assert "<sheetProtection" in sheet
    assert re.search(r'<col min="1" max="1"[^>]* hidden="1"', sheet)
    sheets = {s.name: s.rows for s in read_sheets(io.BytesIO(lead.get(FILE).content))}
    told = [row[0] for row in sheets["How to fill it in"]]
    assert set(instructions_for(FIVE)) <= set(told)
    assert {status.label for status in Status} <= set(told)


def test_a_file_that_nobody_filled_in_sends_nothing(lead: Client) -> None:
    before = StatusUpdate.objects.count()
    page = upload(lead, as_xlsx(downloaded(lead)))
    assert "No row can be sent as it is." in page.words
    assert not page.named("rows")
    assert StatusUpdate.objects.count() == before


# --- preview and sending --------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_lead_sends_what_was_filled_in(
    lead: Client, sheffield: Plan, people: dict[str, User], october: ReportingPeriod, form: str
) -> None:
    text = "Two therapists were recruited.\n\n- one in May\n- one in June"
    boxes = {OWN: BEHIND | {"Developments": text, "Forecast of the end month": "March 2020"}}
    cells = filled(downloaded(lead), boxes)
    make = as_xlsx if form == "xlsx" else as_ods
    before = StatusUpdate.objects.count()
    page = upload(lead, make(cells), name=f"updates.{form}")
    assert "1 update for October 2019 can be sent" in page.words
    assert "Two therapists were recruited." in page.words
    assert StatusUpdate.objects.count() == before
    assert not FileUpdate.objects.exists()

    assert "1 update was sent." in confirm(lead, page)
    update = current_update(sheffield.actions.get(ref=OWN), october)
    assert update is not None
    assert (update.status, update.developments, update.by, update.kind) == (
        Status.AT_RISK,
        text,
        people["lead"],
        UpdateKind.UPDATE,
    )
    assert update.forecast_month == date(2020, 3, 1)
    assert update.post.code == "SCC-HoS"
    assert (update.from_file.by, update.from_file.on_behalf_of) == (people["lead"], None)
    action_page = words(lead.get(f"/plans/sheffield-2019/actions/{OWN}/"))
    assert f"In a file that {people['lead'].name} uploaded." in action_page


@pytest.mark.every_backend
def test_the_office_sends_a_file_on_behalf_of_a_post(
    manager: Client, sheffield: Plan, people: dict[str, User], october: ReportingPeriod
) -> None:
    query = "?post=CCG-CCM"
    boxes = BEHIND | LATER | {"Next steps": "Recruit again."}
    cells = filled(downloaded(manager, query), {OTHER: boxes})
    page = upload(manager, as_xlsx(cells), query)
    assert "on behalf of" in page.words
    assert "1 update was sent." in confirm(manager, page, query)
    update = current_update(sheffield.actions.get(ref=OTHER), october)
    assert update is not None
    assert (update.by, update.post.code) == (people["manager"], "CCG-CCM")
    assert update.from_file.on_behalf_of == update.post
    assert "on behalf of" in AuditEvent.objects.latest("pk").summary
    shown = words(manager.get(f"/plans/sheffield-2019/actions/{OTHER}/"))
    name = people["manager"].name
    assert f"In a file that {name} uploaded on behalf of this post." in shown
    assert f"({name})" not in shown


def test_the_same_file_twice_is_one_update(lead: Client, sheffield: Plan) -> None:
    content = as_xlsx(filled(downloaded(lead), {OWN: BEHIND | {"Developments": "A text."}}))
    page = upload(lead, content)
    confirm(lead, page)
    count = StatusUpdate.objects.count()
    confirm(lead, page)
    assert StatusUpdate.objects.count() == count
    assert FileUpdate.objects.count() == 1


def test_what_was_sent_in_this_round_is_in_the_file_and_unchanged(
    lead: Client, sheffield: Plan, people: dict[str, User], october: ReportingPeriod
) -> None:
    action = sheffield.actions.get(ref=OWN)
    standing = current_update(action, october)
    content = UpdateContent(Status.AT_RISK, "First.", "Proof.", "Next.", significant_risk=True)
    submit_update(
        by=people["lead"], action=action, period=october, words=content, based_on=standing.pk
    )
    cells = downloaded(lead)
    row = next(row for row in cells if row[1] == OWN)
    assert row[6:10] == ["Behind or at risk", "First.", "Proof.", "Next."]
    assert "No row can be sent as it is." in upload(lead, as_xlsx(cells)).words
    page = upload(lead, as_xlsx(filled(cells, {OWN: {"Next steps": "Other."}})))
    confirm(lead, page)
    update = current_update(action, october)
    assert (update.next_steps, update.developments, update.significant_risk) == (
        "Other.",
        "First.",
        True,
    )


# --- conflicts ------------------------------------------------------------------------------------


def sent_meanwhile(
    plan: Plan, by: User, period: ReportingPeriod, text: str = "Theirs."
) -> StatusUpdate:
    action = plan.actions.get(ref=OWN)
    standing = current_update(action, period)
    return submit_update(
        by=by,
        action=action,
        period=period,
        words=UpdateContent(Status.AT_RISK, text, "What is different."),
        based_on=standing.pk if standing else None,
    )


def test_a_conflict_is_shown_side_by_side_and_nothing_is_overwritten(
    lead: Client, sheffield: Plan, people: dict[str, User], october: ReportingPeriod
) -> None:
    content = as_xlsx(filled(downloaded(lead), {OWN: BEHIND | {"Developments": "Mine."}}))
    theirs = sent_meanwhile(sheffield, people["manager"], october)
    page = upload(lead, content)
    assert "Updated by somebody else meanwhile: 1" in page.words
    assert "Theirs." in page.words
    assert "Mine." in page.words
    told = confirm(lead, page, **{f"choice-{OWN}": ""})
    assert "0 updates were sent. 1 was not" in told
    assert current_update(sheffield.actions.get(ref=OWN), october) == theirs


def test_who_chooses_their_own_text_replaces_the_one_they_saw(
    lead: Client, sheffield: Plan, people: dict[str, User], october: ReportingPeriod
) -> None:
    content = as_xlsx(filled(downloaded(lead), {OWN: BEHIND | {"Developments": "Mine."}}))
    theirs = sent_meanwhile(sheffield, people["manager"], october)
    page = upload(lead, content)
    newer = sent_meanwhile(sheffield, people["manager"], october, "Theirs again.")
    told = confirm(lead, page, **{f"choice-{OWN}": str(theirs.pk)})
    assert "0 updates were sent" in told  # another one stands there by now
    assert "Theirs again." in told
    confirm(lead, page, **{f"choice-{OWN}": str(newer.pk)})
    update = current_update(sheffield.actions.get(ref=OWN), october)
    assert (update.developments, update.supersedes) == ("Mine.", newer)


# --- what cannot be sent --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"Developments": "A text."}, "Choose a status: the row has a text and no status."),
        ({"New status": "Fine"}, "“Fine” is not a status. Choose one from the list."),
        (BEHIND | {"Forecast of the end month": "soon"}, "“soon” is not a month."),
        (BEHIND | {"Forecast of the end month": "Jan 2000"}, "because the action starts then"),
        (BEHIND | {"Reason for the status": "x" * 501}, "must be 500 characters or fewer"),
        (BEHIND | {"Key": "nonsense"}, "Its hidden key is missing or was changed."),
        (BEHIND | {"Key": "1:999999:0"}, "It is not one of your actions."),
        (BEHIND | {"Key": ""}, "Its hidden key is missing or was changed."),
    ],
)
def test_a_row_that_cannot_be_sent_says_why(
    lead: Client, sheffield: Plan, boxes: dict[str, str], told: str
) -> None:
    before = StatusUpdate.objects.count()
    page = upload(lead, as_xlsx(filled(downloaded(lead), {OWN: boxes})))
    assert "Cannot be sent: 1" in page.words
    assert told in page.words
    assert StatusUpdate.objects.count() == before


@pytest.mark.parametrize("box", ["New status", "Developments", "Forecast of the end month"])
def test_a_formula_that_was_never_calculated_is_named_and_not_dropped(box: str) -> None:
    heads = [column.title for column in COLUMNS]
    values: list[str | None] = ["1:2:0", "1.1.1", *[""] * 4, "On track", *[""] * 5]
    place = heads.index(box)
    values[place] = ""
    sheet = TypedSheet("Updates", [heads, values], causes={(1, place): NEVER_CALCULATED})
    [row] = rows_of_sheets([sheet], FIVE)
    assert not row.is_empty
    assert row.faults == (f"{box}: the{NEVER_CALCULATED[3:]}.",)
    assert UpdateFileRow.from_json(json.loads(json.dumps(row.as_json()))) == row


def test_a_row_with_a_formula_cannot_be_sent(lead: Client, sheffield: Plan) -> None:
    content = as_xlsx(filled(downloaded(lead), {OWN: BEHIND | {"Developments": "=1+1"}}))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():  # as a program writes it that calculates nothing
            new.writestr(name, old.read(name).replace(b"</f><v>0</v>", b"</f>"))
    page = upload(lead, made.getvalue())
    assert "Cannot be sent: 1" in page.words
    assert "Developments: the formula in this cell was never calculated." in page.words


def test_what_the_form_demands_is_demanded(lead: Client, sheffield: Plan) -> None:
    late = "2.5.2"  # past its agreed end: on track needs a reason
    page = upload(lead, as_xlsx(filled(downloaded(lead), {late: {"New status": "On track"}})))
    assert "Cannot be sent: 1" in page.words
    assert not page.named("rows")


@pytest.mark.every_backend
def test_one_row_that_cannot_be_sent_keeps_none_of_the_others_back(
    lead: Client, sheffield: Plan, october: ReportingPeriod
) -> None:
    boxes = {OWN: BEHIND | {"Developments": "A text."}, "6.4.1": {"New status": "Fine"}}
    page = upload(lead, as_xlsx(filled(downloaded(lead), boxes)))
    told = confirm(lead, page)
    assert "1 update was sent. 1 was not: the reasons are below." in told
    assert "“Fine” is not a status" in told
    assert current_update(sheffield.actions.get(ref=OWN), october).developments == "A text."


def test_a_preview_of_another_post_or_a_changed_one_is_not_sent(
    manager: Client, lead: Client
) -> None:
    query = "?post=CCG-CCM"
    cells = filled(downloaded(manager, query), {OTHER: BEHIND | LATER})
    page = upload(manager, as_xlsx(cells), query)
    before = StatusUpdate.objects.count()
    assert "The preview has ended. Nothing was sent." in confirm(manager, page, "?post=SCC-HoS")
    spoilt = {"rows": page.value("rows")[:-2] + "xx"}
    assert "The preview has ended" in words(manager.post(PAGE + query, spoilt, follow=True))
    assert "The preview has ended" in words(lead.post(PAGE, spoilt, follow=True))
    assert StatusUpdate.objects.count() == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("updates.xlsx", b"", "The file is empty"),
        ("updates.xlsx", b"hello", "is not a workbook. Upload it as Excel (xlsx)"),
        ("updates.xlsx", b"PK\x03\x04 damaged", "Save it again"),
        ("updates.csv", b"Key,Action\n1,2\n", "is not a workbook"),
        ("updates.pdf", b"%PDF-1.4\n%%EOF", "is not a workbook"),
        ("updates.xlsx", as_xlsx([["Something", "else"]]), "The file has no sheet of updates."),
        (
            "updates.xlsx",
            as_xlsx([[column.title for column in COLUMNS]]),
            "The file has headings and no rows.",
        ),
    ],
)
def test_another_file_is_refused_in_words(
    lead: Client, name: str, content: bytes, told: str
) -> None:
    page = upload(lead, content, name=name)
    assert any(told in error for error in page.errors.values()), page.errors


def test_a_workbook_that_reaches_too_far_is_refused(lead: Client) -> None:
    cells = downloaded(lead)
    cells += [["1:1:0", "9.9.9", *[""] * 4, "Complete"]] * 500
    assert any("too large" in error for error in upload(lead, as_xlsx(cells)).errors.values())


def test_only_leads_and_the_office_send_files(
    signed_in: Callable[[str], Client], lead: Client, manager: Client
) -> None:
    assert signed_in("viewer").get(PAGE).status_code == 403
    assert lead.get(f"{PAGE}?post=CCG-CCM").status_code == 403
    assert manager.get(f"{PAGE}?post=NOBODY").status_code == 404
    assert "Select a post" in words(manager.get(PAGE))


def test_nothing_is_sent_while_no_round_is_open(lead: Client, sheffield: Plan) -> None:
    content = as_xlsx(filled(downloaded(lead), {OWN: BEHIND}))
    sheffield.periods.update(locked_at="2019-11-14T12:00:00Z")
    assert "No updates can be sent until a round is open." in words(lead.get(PAGE))
    page = upload(lead, content)
    assert "No updates can be sent until a round is open." in page.words


# --- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    ["March 2020", "Mar 2020", "2020-03", datetime(2020, 3, 1), date(2020, 3, 17)],
)
def test_a_month_is_read_as_programs_write_it(cell: object) -> None:
    heads = [column.title for column in COLUMNS]
    values = ["1:2:3", "1.1.1", *[""] * 8, cell, ""]
    values[6] = "On track"
    [row] = rows_of_sheets([TypedSheet("Updates", [heads, values])], FIVE)
    assert row.month == Month(2020, 3)
    assert row.key == RowKey(1, 2, 3)


def test_a_file_without_its_headings_is_refused() -> None:
    with pytest.raises(UpdateFileRefused, match="no sheet of updates"):
        rows_of_sheets([TypedSheet("Notes", [["a", "b"]]), TypedSheet("Empty", [])], FIVE)


@pytest.mark.parametrize("text", ["soon", "2020-13", "0000-00", "-"])
def test_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        read_month(text)
