"""Statuses better than the dates allow: a reason is required and shown everywhere."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actions.domain.enums import Status
from actions.models import Action
from actions.presenters.overview import overview
from actions.selectors.updates import current_update
from actions.services.updates import ReasonNeeded, UpdateContent, confirm_unchanged, submit_update
from actions.services.verdicts import accept
from governance.papers.document.schema import StatusReason
from governance.papers.formats.pdf import as_html
from governance.papers.quarterly.build import build_quarterly
from tests.support.documents import actions_in
from tests.support.html import Page

WHY = "The last video is recorded & goes online on Monday."
ON_PAGE = "The last video is recorded &amp; goes online on Monday."
WHAT_THE_DATES_SAY = "The end date was September 2019: on the dates this is behind."
ADDRESS = "/plans/sheffield-2019/actions/2.5.2/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


@pytest.fixture
def october(sheffield):
    return sheffield.periods.get(key="2019-10")


@pytest.fixture
def action(sheffield) -> Action:
    """Led by the lead; ended in July, then as agreed in September."""
    return sheffield.actions.get(ref="2.5.2")


def update_form(action: Action, october, **words: str) -> dict[str, str]:
    return {
        "status": "on_track",
        "developments": "Three of four are online.",
        "evidence": "Forty parents watched them.",
        "forecast_0": "12",
        "forecast_1": "2019",
        "based_on": str(current_update(action, october).pk),
    } | words


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_better_than_the_dates_allow_is_refused_without_a_reason(lead, action, october, headers):
    before = current_update(action, october)
    response = lead.post(f"{ADDRESS}update/", update_form(action, october), headers=headers)
    html = response.content.decode()

    assert response.status_code == 200
    assert current_update(action, october) == before
    told = "Enter the reason why it is on track, or select a different status"
    assert html.count(told) == 2  # in the summary, beside the field
    page = Page(html)
    block = page.section("//div[@data-asks-why]")
    assert block.element.get("hidden") is None
    assert "Why is it on track?" in block
    assert "request a new end date" in block
    assert "Three of four are online." in html
    assert page.value("status") == "on_track"
    assert WHAT_THE_DATES_SAY in [each.words for each in block.sections(".//b")]
    [field] = [field for field, words in page.errors.items() if words == told]
    assert block.with_id(field)


def test_the_page_lists_every_status_that_needs_a_reason(lead, action):
    html = lead.get(f"{ADDRESS}update/").content.decode()
    block = Page(html).section("//div[@data-asks-why]")
    assert block.element.get("hidden") is not None
    asking = block.sections(".//*[@data-if][@hidden]")
    assert [
        (each.element.get("data-if"), each.element.get("data-question"), each.find("./b")[0].text)
        for each in asking
    ] == [
        ("on_track", "Why is it on track?", WHAT_THE_DATES_SAY),
        (
            "not_started",
            "Why is it not yet started, and not behind?",
            "The end date was September 2019: on the dates this is not started and behind.",
        ),
    ]


def test_no_reason_is_asked_if_the_dates_allow_every_status(lead):
    html = lead.get("/plans/sheffield-2019/actions/2.4.1/update/").content.decode()
    assert "data-asks-why" not in html


def test_a_reason_is_saved_and_shown_beside_the_status_everywhere(
    lead, action, october, sheffield, people
):
    lead.post(f"{ADDRESS}update/", update_form(action, october, reason=WHY))
    said = current_update(action, october)
    assert (said.reason, said.status) == (WHY, Status.ON_TRACK)
    assert ON_PAGE in lead.get(ADDRESS).content.decode()  # before it is accepted, too
    accept(by=people["manager"], updates=[said])

    assert lead.get(ADDRESS).content.decode().count(ON_PAGE) == 3  # top, quarter, update
    assert ON_PAGE in lead.get("/my/updates/").content.decode()
    grid = lead.get("/plans/sheffield-2019/actions/?q=2.5.2").content.decode()
    assert "Reason given<span" in grid
    assert ON_PAGE in grid
    late = overview(sheffield, date(2019, 11, 15)).slippage.late
    assert [line.reason for line in late if line.ref == "2.5.2"] == [WHY]
    assert ON_PAGE in lead.get("/plans/sheffield-2019/overview/late/").content.decode()
    page = lead.get("/plans/sheffield-2019/reports/2019-10/").content.decode()
    assert f"{WHAT_THE_DATES_SAY} Why “On track”:</b> {ON_PAGE}" in page


def test_the_publication_document_contains_the_reason(lead, action, october, sheffield, people):
    lead.post(f"{ADDRESS}update/", update_form(action, october, reason=WHY))
    accept(by=people["manager"], updates=[current_update(action, october)])
    document = build_quarterly(sheffield, october, date(2019, 11, 15))
    [row] = [row for row in actions_in(document) if row.ref == "2.5.2"]
    assert row.reason == StatusReason(dates=WHAT_THE_DATES_SAY, status="On track", text=WHY)
    assert [quarter.reason for quarter in row.quarters] == ["", WHY, "", "", "", ""]
    assert f"Why “On track”:</b> {ON_PAGE}" in as_html(document)


def test_the_service_refuses_a_missing_reason_too(action, october, people):
    before = current_update(action, october)
    for reason in ("", "  "):
        with pytest.raises(ReasonNeeded, match=WHAT_THE_DATES_SAY):
            submit_update(
                by=people["lead"],
                action=action,
                period=october,
                words=UpdateContent(Status.ON_TRACK, reason=reason),
                based_on=before.pk,
            )
    assert current_update(action, october) == before


@pytest.mark.parametrize("status", ["complete", "at_risk", "behind_not_started"])
def test_a_status_that_the_dates_allow_stores_no_reason(lead, action, october, status):
    words = update_form(action, october, status=status, reason="Not asked for.")
    assert lead.post(f"{ADDRESS}update/", words).status_code == 302
    assert current_update(action, october).reason == ""


def test_a_late_start_needs_a_reason_for_not_started(lead, sheffield, october):
    action = sheffield.actions.get(ref="2.3.3")
    html = lead.post(
        "/plans/sheffield-2019/actions/2.3.3/update/",
        update_form(action, october, status="not_started"),
    ).content.decode()
    assert "The start date was September 2019: on the dates this is behind." in html
    assert "Why is it not yet started, and not behind?" in html


def test_an_agreed_new_end_makes_the_reason_unnecessary(lead, sheffield, october):
    action = sheffield.actions.get(ref="6.3.1")  # ended in July, agreed: November
    address = "/plans/sheffield-2019/actions/6.3.1/update/"
    assert lead.post(address, update_form(action, october)).status_code == 302
    assert current_update(action, october).reason == ""


def test_an_overlong_reason_is_refused(lead, action, october):
    novel = "long " * 200
    html = lead.post(
        f"{ADDRESS}update/", update_form(action, october, reason=novel)
    ).content.decode()
    assert "must be 500 characters or fewer. You entered 999." in html
    assert novel.strip() in html


def test_no_change_keeps_the_reason_and_is_refused_without_one(action, october, people):
    before = current_update(action, october)
    said = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(
            Status.ON_TRACK,
            developments="Three of four are online.",
            evidence="Forty parents watched them.",
            reason=WHY,
            forecast_month=date(2019, 12, 1),
        ),
        based_on=before.pk,
    )
    again = confirm_unchanged(by=people["manager"], action=action, period=october, based_on=said.pk)
    assert (again.reason, again.forecast_month) == (WHY, date(2019, 12, 1))

    action.updates.filter(pk=again.pk).update(reason="")
    with pytest.raises(ReasonNeeded, match="open the update"):
        confirm_unchanged(by=people["lead"], action=action, period=october, based_on=again.pk)


def test_the_request_to_the_board_and_the_forecast_are_saved_and_shown(lead, action, october):
    words = update_form(
        action, october, status="at_risk", ask="A decision.", forecast_0="1", forecast_1="2020"
    )
    lead.post(f"{ADDRESS}update/", words)
    said = current_update(action, october)
    assert (said.ask, said.forecast_month) == ("A decision.", date(2020, 1, 1))
    html = lead.get(ADDRESS).content.decode()
    assert "Request to the board" in html
    assert "A decision." in html
    assert "A forecast is not agreed" in html
    assert "<b>Jan 2020</b>" in html
    form = lead.get(f"{ADDRESS}update/").content.decode()
    assert 'value="2020"' in form


@pytest.mark.parametrize(
    ("month", "year", "told"),
    [
        ("13", "2020", "Month must be a number from 1 to 12"),
        ("1", "", "Date must include a year, for example 2020"),
        ("1", "2019", "Forecast must be April 2019 or later, because the action starts then"),
    ],
)
def test_an_invalid_forecast_shows_an_error_beside_its_field(
    lead, action, october, month, year, told
):
    words = update_form(action, october, status="at_risk", forecast_0=month, forecast_1=year)
    html = lead.post(f"{ADDRESS}update/", words).content.decode()
    page = Page(html)
    [field] = [field for field, words in page.errors.items() if words == told]
    assert page.with_id(field)
    assert "Three of four are online." in html
