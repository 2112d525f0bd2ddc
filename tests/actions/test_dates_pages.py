"""The pages for end dates: requests, decisions, the dates of an action, and all changed dates."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actions.domain.date_ledger import NO_REASON_FOR_REFUSAL
from actions.models import Action, DateChange
from actions.selectors.updates import current_update
from governance.papers.document.schema import ActionEntry
from governance.papers.quarterly.build import build_quarterly
from tests.support.decisions import WHY_REFUSED, decision_form
from tests.support.documents import actions_in
from tests.support.html import Page, words
from tests.support.small_plans import small_plan
from wsoa.core.clock import now

PLAN = "/plans/sheffield-2019/"
DATES = f"{PLAN}actions/6.1.2/dates/"
BOARD = "Inclusion & SEND Improvement Board"
ASKED = {"to_0": "12", "to_1": "2020", "kind": "slipped", "reason": "A post is vacant."}


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


@pytest.fixture
def action(sheffield) -> Action:
    return sheffield.actions.get(ref="6.1.2")


def decide_address(change: DateChange) -> str:
    return f"{PLAN}actions/{change.action.ref}/dates/{change.pk}/decide/"


def test_a_date_is_requested_agreed_and_shown_beside_the_original(lead, signed_in, action):
    asked = lead.post(DATES, ASKED, follow=True)
    html = asked.content.decode()
    assert "6.1.2: your request for a new end date was sent." in html
    assert '<span class="app-late">Not yet agreed</span>' in html
    assert "Slipped: A post is vacant." in html
    change = action.date_changes.get()

    officer = (
        signed_in("accountable") if change.action.outcome.area.ref == "5" else signed_in("manager")
    )
    form = officer.get(decide_address(change)).content.decode()
    assert "A post is vacant." in form
    decided = officer.post(decide_address(change), decision_form(action.plan, "yes", BOARD))
    assert decided.status_code == 302

    html = lead.get(f"{PLAN}actions/6.1.2/").content.decode()
    assert f"<b>{action.end_printed}</b>" in html
    assert "<b>Dec 2020</b>" in html
    assert "SEND Improvement Board, 15 November 2019" in html
    grid = lead.get(f"{PLAN}actions/?q=6.1.2").content.decode()
    assert f"to {action.end_printed}" in grid
    assert "New end date agreed: </span><b>now Dec 2020</b>" in grid


def test_a_refusal_keeps_the_date_and_is_shown(lead, signed_in, action):
    lead.post(DATES, ASKED)
    change = action.date_changes.get()
    signed_in("manager").post(decide_address(change), decision_form(action.plan, "no", BOARD))
    action.refresh_from_db()
    assert action.agreed_end_month is None
    html = lead.get(f"{PLAN}actions/6.1.2/").content.decode()
    assert "Refused: Inclusion &amp; SEND Improvement Board, 15 November 2019" in html
    assert f"Reason: {WHY_REFUSED}" in html
    slippage = lead.get(f"{PLAN}slippage/").content.decode()
    assert "Refused: 1" in slippage
    assert f"15 November 2019. Reason: {WHY_REFUSED}" in words(slippage)


def test_a_refusal_without_a_reason_shows_the_error_and_keeps_the_input(signed_in, sheffield):
    change = DateChange.objects.open().get(action__ref="5.1.6")
    sent = decision_form(sheffield, "no", BOARD)
    for typed, told in (("", NO_REASON_FOR_REFUSAL), ("n/a", "“n/a” does not say it")):
        answer = signed_in("manager").post(decide_address(change), sent | {"reason": typed})
        page = Page(answer.content.decode())
        [(field, error)] = page.errors.items()
        assert told in error
        assert page.with_id(field).element.get("name") == "reason"
        assert f'<option value="{sent["decider"]}" selected' in answer.content.decode()
    change.refresh_from_db()
    assert change.agreed is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"to_0": "13"}, "Month must be a number from 1 to 12"),
        ({"to_1": ""}, "Date must include a year, for example 2020"),
        ({"to_0": "", "to_1": ""}, "Enter the month and year of the new end date"),
        ({"to_1": "2018", "kind": "deliberate"}, "because the action starts then"),
        ({"kind": ""}, "Select whether the date slipped or was moved on purpose"),
        ({"reason": ""}, "Enter the reason for the new end date"),
        ({"reason": "x" * 3000}, "Text must be 2,000 characters or fewer. You entered 3000."),
    ],
)
def test_an_invalid_request_shows_errors_and_keeps_the_input(lead, action, words, told):
    response = lead.post(DATES, ASKED | {"agreed_on_day": "41"} | words)
    html = response.content.decode()
    assert response.status_code == 200
    page = Page(html)
    [field] = [field for field, words in page.errors.items() if told in words]
    assert page.with_id(field)
    assert 'value="41"' in html
    assert action.date_changes.count() == 0


def test_the_same_date_as_now_is_refused(lead, action):
    end = action.end.month
    words = ASKED | {"to_0": str(end.number), "to_1": str(end.year)}
    html = lead.post(DATES, words).content.decode()
    assert "Enter a different month" in html
    assert action.date_changes.count() == 0


def test_a_second_request_waits_for_the_first(lead, action):
    lead.post(DATES, ASKED)
    html = lead.post(DATES, ASKED | {"to_0": "11"}).content.decode()
    assert "A new end date has already been requested and is not yet decided." in html
    assert "A post is vacant." in html
    assert action.date_changes.count() == 1


def test_an_on_going_action_has_no_end_to_move(signed_in, sheffield):
    action = sheffield.actions.filter(end_kind="ongoing").first()
    manager, address = signed_in("manager"), f"{PLAN}actions/{action.ref}/dates/"
    assert ("no end month in the plan, so a new end date cannot be requested") in manager.get(
        address
    ).content.decode()
    assert ("no end month in the plan, so a new end date cannot be requested") in manager.post(
        address, ASKED
    ).content.decode()
    assert action.date_changes.count() == 0


def test_a_decision_without_a_decider_is_refused(signed_in, sheffield):
    change = DateChange.objects.open().get(action__ref="5.1.6")
    manager = signed_in("manager")
    for typed in ("", "myself", "19"):
        sent = decision_form(sheffield) | {"decider": typed}
        html = manager.post(decide_address(change), sent).content.decode()
        assert "Select the body or the post that decided" in html
    change.refresh_from_db()
    assert change.agreed is None


def test_a_second_decision_shows_the_first_one(signed_in):
    change = DateChange.objects.open().get(action__ref="5.1.6")
    manager = signed_in("manager")
    plan = change.action.plan
    manager.post(decide_address(change), decision_form(plan, "yes", BOARD))
    sent = decision_form(plan, "no")
    html = manager.post(decide_address(change), sent).content.decode()
    told = "This request has already been agreed: Inclusion & SEND Improvement Board"
    assert f"{told}, 15 November 2019. Nothing was changed." in words(html)
    assert f'<option value="{sent["decider"]}" selected' in html
    assert "This decision cannot be changed" in manager.get(decide_address(change)).content.decode()


def test_a_request_of_another_action_is_not_found(signed_in):
    change = DateChange.objects.open().get(action__ref="5.1.6")
    address = f"{PLAN}actions/6.1.2/dates/{change.pk}/decide/"
    assert signed_in("manager").get(address).status_code == 404


def test_the_update_form_asks_for_a_date_along_with_the_update(lead, action, sheffield):
    october = sheffield.periods.get(key="2019-10")
    words = {
        "status": "at_risk",
        "based_on": current_update(action, october).pk,
        "developments": "It waits.",
        "new_end_0": "13",
        "new_end_1": "2020",
        "new_end_kind": "slipped",
        "new_end_reason": "A post is vacant.",
    }
    address = f"{PLAN}actions/6.1.2/update/"
    html = lead.post(address, words).content.decode()
    assert "Month must be a number from 1 to 12" in html
    [asks] = Page(html).sections("//details[contains(@id, '-new-end')]")
    assert asks.element.get("open") is not None
    assert current_update(action, october).developments != "It waits."

    assert lead.post(address, words | {"new_end_0": "12"}).status_code == 302
    assert current_update(action, october).developments == "It waits."
    assert action.date_changes.get().to_month == date(2020, 12, 1)
    assert "is not yet agreed" in lead.get(address).content.decode()


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("new_end_kind", "Select whether the date slipped or was moved on purpose"),
        ("new_end_reason", "Enter the reason for the new end date"),
        ("new_end_0", "Date must include a month, for example 2 for February"),
    ],
)
def test_an_incomplete_request_in_the_update_form_shows_errors(
    lead, action, sheffield, missing, told
):
    october = sheffield.periods.get(key="2019-10")
    words = {
        "status": "at_risk",
        "based_on": current_update(action, october).pk,
        "new_end_0": "12",
        "new_end_1": "2020",
        "new_end_kind": "slipped",
        "new_end_reason": "A post is vacant.",
    }
    html = lead.post(f"{PLAN}actions/6.1.2/update/", words | {missing: ""}).content.decode()
    assert html.count(told) == 2
    assert action.date_changes.count() == 0


def test_the_overview_lists_the_dates_that_moved(lead):
    page = Page(lead.get(PLAN))
    assert "Dates that moved: 9" in page
    part = page.with_id("dates-moved")
    rows = [row.links[0][0] for row in part.tables[0].rows]
    assert rows == ["3.2.3", "5.1.6", "4.2.2", "1.1.3", "6.3.1"]  # not agreed first, then longest
    ends = [cell.words for cell in part.sections(".//td[@data-l='To']")]
    assert ends[:2] == ["Nov 2019 5 months", "Nov 2019 2 months"]
    assert ends[4] == "Nov 2019 4 months in all, moved twice"
    assert part.words.count("Not yet agreed") == 3
    assert "Mostly one or two months. 3 not agreed" in part
    assert f"{PLAN}slippage/" in [address for _words, address in part.links]
    whole = words(lead.get(f"{PLAN}slippage/").content.decode())
    assert "The central record in which concerns are kept is not chosen yet." in whole
    ledger = words(lead.get(f"{PLAN}actions/6.3.1/dates/").content.decode())
    assert "Moved twice, 4 months in all." in ledger


def test_the_slippage_list_shows_total_months_moves_and_deciders(lead):
    html = lead.get(f"{PLAN}slippage/").content.decode()
    assert (
        "<b>9</b> end dates have moved or have a request to move. <b>6</b> have been agreed"
    ) in html
    assert "<b>16</b> months in total; <b>3</b> are not yet agreed." in html
    rows = [row for table in Page(html).tables for row in table.rows]
    [row] = [row for row in rows if "6.3.1" in [words for words, _address in row.links]]
    ends = [each.words for each in row.sections(".//b[contains(@class, 'app-nowrap')]")]
    assert [end for end in ends if end in ("Sept 2019", "Nov 2019")] == ["Sept 2019", "Nov 2019"]
    assert row.section("./td[@data-l='Moved']").words == "Twice"
    assert row.section("./td[@data-l='Total months agreed']").words.startswith("4")
    assert "Agreed: Improvement Board, 17 Sept 2019." in row


def test_a_report_for_july_ignores_dates_agreed_in_september(sheffield):
    def row(key: str, ref: str) -> ActionEntry:
        period = sheffield.periods.get(key=key)
        document = build_quarterly(sheffield, period, date(2019, 11, 15))
        return next(row for row in actions_in(document) if row.ref == ref)

    assert row("2019-07", "6.3.1").end_agreed == "Sept 2019"
    assert row("2019-10", "6.3.1").end_agreed == "Nov 2019"
    assert row("2019-10", "6.3.1").late == ""
    assert row("2019-07", "1.1.3").end_agreed == ""
    assert row("2019-10", "1.1.3").end_agreed == "Feb 2020"


@pytest.mark.parametrize("size", [1, 3, 89])
def test_the_slippage_list_has_a_constant_number_of_queries(db, django_assert_num_queries, size):
    plan, client = small_plan(size)
    for action in plan.actions.all():
        DateChange.objects.create(
            action=action,
            from_month=date(2019, 12, 1),
            to_month=date(2020, 2, 1),
            kind="slipped",
            reason="Later.",
            requested_at=now(),
        )
    client.get("/statuses/")  # what the menu counts is kept
    with django_assert_num_queries(7):
        html = client.get(f"/plans/{plan.slug}/slippage/").content.decode()
    assert html.count("Not yet agreed") == size


def test_the_lead_forecast_is_shown_beside_the_agreed_date(lead, action, people):
    october = action.plan.periods.get(key="2019-10")
    said = current_update(action, october)
    update = {"status": "at_risk", "developments": "Slow.", "based_on": said.pk if said else ""}
    lead.post(f"{PLAN}actions/6.1.2/update/", update | {"forecast_0": "12", "forecast_1": "2020"})
    page = lead.get(f"{PLAN}slippage/").content.decode()
    assert "Forecast to end later, with no request for a new date: 1" in page
    assert 'data-l="Forecast">Dec 2020</td>' in page
    # once it is asked for it stands among those that are to move
    lead.post(DATES, ASKED)
    page = lead.get(f"{PLAN}slippage/").content.decode()
    assert "Forecast later" not in page
    assert page.count("Dec 2020</td>") == 1
