"""A change of status says why: the journey of a lead, in the form, in one click, and in bulk."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from actions.domain.enums import Grade, Status, UpdateKind
from actions.domain.status_change import Requirement
from actions.models import Action, Draft, Evidence, ReportingPeriod, StatusUpdate
from actions.selectors.updates import current_update
from actions.services.updates import ChangeNotExplained, UpdateContent, submit_update
from tests.support.html import Page

HTMX = {"HX-Request": "true"}
LATE, ADDRESS = "2.5.2", "/plans/sheffield-2019/actions/2.5.2/"


@pytest.fixture
def lead(signed_in) -> Client:
    return signed_in("lead")


@pytest.fixture
def october(sheffield) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-10")


@pytest.fixture
def action(sheffield) -> Action:
    """Led by the lead; to end in September, so late on 15 November."""
    return sheffield.actions.get(ref=LATE)


def sent(action: Action, october: ReportingPeriod, **fields: str) -> dict[str, str]:
    standing = current_update(action, october)
    return {"status": "on_track", "based_on": str(standing.pk if standing else "")} | fields


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_not_started_behind_does_not_become_on_track_with_every_box_empty(
    lead, action, october, headers
):
    StatusUpdate.objects.filter(action=action).update(status=Status.BEHIND_NOT_STARTED)
    before = current_update(action, october)

    answer = lead.post(f"{ADDRESS}update/", sent(action, october), headers=headers)
    page = Page(answer.content.decode())

    assert current_update(action, october) == before
    fields = {field.rpartition("-")[2]: words for field, words in page.errors.items()}
    assert fields == {
        "reason": "Enter the reason why it is on track, or select a different status",
        "developments": "Enter what has changed since July 2019, because the status is better "
        "than it was",
        "evidence": "Enter the evidence for the better status, or add an item of evidence below",
        "forecast_0": "Enter the month in which you expect it to end, this month or later, or "
        "request a new end date",
    }
    for field in page.errors:  # every line of the summary has somewhere to go
        assert page.with_id(field)

    whole = sent(
        action,
        october,
        reason="The tender is signed.",
        developments="Two videos are online.",
        evidence="Forty parents have watched them.",
        forecast_0="12",
        forecast_1="2019",
    )
    lead.post(f"{ADDRESS}update/", whole, headers=headers)
    assert current_update(action, october).status == Status.ON_TRACK


def test_a_draft_is_kept_whatever_it_lacks(lead, action, october):
    StatusUpdate.objects.filter(action=action).update(status=Status.BEHIND_NOT_STARTED)

    lead.post(f"{ADDRESS}update/draft/", sent(action, october, developments="Half a"))

    [draft] = Draft.objects.filter(action=action)
    assert draft.content["developments"] == ["Half a"]


def without_forecast(action: Action) -> None:
    """At risk in July and October, as the programme office recorded it; late, no forecast."""
    StatusUpdate.objects.filter(action=action, kind=UpdateKind.RECORDED).update(
        status=Status.AT_RISK
    )
    action.updates.exclude(kind=UpdateKind.RECORDED).delete()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "in place"])
def test_no_change_to_what_is_late_asks_the_month_and_nothing_else(lead, action, october, headers):
    without_forecast(action)
    seen = current_update(action, october)
    click = {"based_on": str(seen.pk), "back": "list"}

    first = Page(lead.post(f"{ADDRESS}no-change/", click, headers=headers).content.decode())
    assert current_update(action, october) == seen
    assert "In which month do you expect it to end?" in first.words
    assert first.errors == {}  # nobody has answered wrongly yet
    form = first.find("//form[contains(@action, 'no-change')]")[0]
    assert [box.get("name") for box in form.xpath(".//input[not(@type='hidden')]")] == [
        "forecast_0",
        "forecast_1",
    ]

    for month, error in [
        (("", ""), "Enter the month in which you expect it to end"),
        (("10", "2019"), "Forecast must be November 2019 or later, because it is not complete yet"),
    ]:
        typed = click | {"forecast_0": month[0], "forecast_1": month[1]}
        again = Page(lead.post(f"{ADDRESS}no-change/", typed, headers=headers).content.decode())
        assert list(again.errors.values()) == [error]
        assert current_update(action, october) == seen

    typed = click | {"forecast_0": "jan", "forecast_1": "2020"}
    lead.post(f"{ADDRESS}no-change/", typed, headers=headers)
    now = current_update(action, october)
    assert (now.kind, now.status) == (UpdateKind.NO_CHANGE, Status.AT_RISK)
    assert now.forecast_month.isoformat() == "2020-01-01"


def test_no_change_carries_a_forecast_that_is_still_to_come(lead, action, october):
    without_forecast(action)
    seen = current_update(action, october)
    StatusUpdate.objects.filter(pk=seen.pk).update(forecast_month="2020-02-01")

    lead.post(f"{ADDRESS}no-change/", {"based_on": str(seen.pk)})

    now = current_update(action, october)
    assert (now.kind, str(now.forecast_month)) == (UpdateKind.NO_CHANGE, "2020-02-01")


def test_bulk_no_change_names_each_that_it_did_not_record_and_why(lead, action, october):
    without_forecast(action)
    fine = action.plan.actions.get(ref="2.4.1")
    seen = [f"{one.ref}:{current_update(one, october).pk}" for one in (action, fine)]

    page = Page(lead.post("/my/updates/no-change/", {"seen": seen}, follow=True).content.decode())

    assert "No change recorded of 1 action: 2.4.1." in page.words
    assert (
        "2.5.2 was not recorded: Its end date was September 2019. Enter the month in which you "
        "expect it to end, or request a new end date." in page.words
    )
    assert current_update(action, october).kind == UpdateKind.RECORDED


def test_a_request_for_another_date_takes_the_place_of_a_forecast(lead, action, october):
    without_forecast(action)
    fields = {
        "new_end_0": "2",
        "new_end_1": "2020",
        "new_end_kind": "slipped",
        "new_end_reason": "The supplier is late.",
    }
    lead.post(f"{ADDRESS}update/", sent(action, october, status="at_risk", **fields))
    assert current_update(action, october).kind == UpdateKind.UPDATE


def test_an_item_of_evidence_added_since_then_is_evidence(people, action, october):
    StatusUpdate.objects.filter(action=action).update(status=Status.AT_RISK)
    words = UpdateContent(Status.COMPLETE, developments="All four are online.")
    based_on = current_update(action, october).pk
    said = {"by": people["lead"], "action": action, "period": october, "based_on": based_on}

    with pytest.raises(ChangeNotExplained) as refused:
        submit_update(words=words, **said)
    assert refused.value.missing == (Requirement.EVIDENCE,)

    evidence = Evidence.objects.create(
        action=action,
        title="Minutes",
        link="https://sheffield.gov.uk/minutes",
        on=date(2019, 6, 1),
        grade=Grade.ACTIVITY,
        by=people["lead"],
        added_at=datetime(2019, 7, 1, 12, tzinfo=UTC),
    )
    with pytest.raises(ChangeNotExplained):  # it showed the status before
        submit_update(words=words, **said)

    evidence.added_at = datetime(2019, 11, 1, 12, tzinfo=UTC)
    evidence.save()
    assert submit_update(words=words, **said).status == Status.COMPLETE


def test_a_text_carried_over_from_last_time_says_nothing_of_a_change(people, action, october):
    july = action.plan.periods.get(key="2019-07")
    StatusUpdate.objects.filter(action=action).update(status=Status.AT_RISK)
    last = action.updates.current().get(period=july)
    texts = {"developments": "Work goes on.", "evidence": "A survey of May."}
    StatusUpdate.objects.filter(pk=last.pk).update(**texts)
    based_on = current_update(action, october).pk

    with pytest.raises(ChangeNotExplained) as refused:
        submit_update(
            by=people["lead"],
            action=action,
            period=october,
            words=UpdateContent(Status.COMPLETE, **texts),
            based_on=based_on,
        )
    assert refused.value.missing == (Requirement.WHAT_CHANGED, Requirement.EVIDENCE)


def test_complete_taken_back_says_why_and_the_reason_is_kept(lead, action, october):
    StatusUpdate.objects.filter(action=action).update(status=Status.COMPLETE)
    back = sent(action, october, status="at_risk", forecast_0="1", forecast_1="2020")

    page = Page(lead.post(f"{ADDRESS}update/", back).content.decode())
    assert list(page.errors.values()) == [
        "Enter the reason why it is no longer complete, or select “Complete”"
    ]
    block = page.section("//div[@data-asks-why]")
    assert "It was complete in July 2019." in block
    assert "Why is it no longer complete?" in block

    lead.post(f"{ADDRESS}update/", back | {"reason": "One of the four was withdrawn."})
    now = current_update(action, october)
    assert (now.status, now.reason) == (Status.AT_RISK, "One of the four was withdrawn.")


def test_the_accountable_officer_sees_what_was_said_for_the_change(
    signed_in, people, action, october
):
    StatusUpdate.objects.filter(action=action).update(status=Status.AT_RISK)
    update = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(
            Status.COMPLETE,
            developments="All four are online.",
            evidence="Forty parents watched them.",
        ),
        based_on=current_update(action, october).pk,
    )

    row = review_row(signed_in, update)
    assert "Better than in July 2019" in row
    assert "What changed: All four are online." in row
    assert "Evidence: Forty parents watched them." in row
    assert "Does not say" not in row

    StatusUpdate.objects.filter(pk=update.pk).update(evidence="", developments="-")  # of old data
    assert "Does not say: what has changed, the evidence" in review_row(signed_in, update)


def test_the_accountable_officer_sees_that_complete_was_taken_back(
    signed_in, people, action, october
):
    StatusUpdate.objects.filter(action=action).update(status=Status.COMPLETE)
    update = submit_update(
        by=people["lead"],
        action=action,
        period=october,
        words=UpdateContent(
            Status.AT_RISK, reason="One was withdrawn.", forecast_month=date(2020, 2, 1)
        ),
        based_on=current_update(action, october).pk,
    )
    row = review_row(signed_in, update)
    assert "Reopened: it was complete" in row
    assert "Why: One was withdrawn." in row
    assert "Expected to end: February 2020" in row


def review_row(signed_in, update: StatusUpdate) -> str:
    page = Page(signed_in("manager").get("/plans/sheffield-2019/review/").content.decode())
    [row] = page.find(f"//li[@id='w{update.pk}']/div[1] | //li[@id='w{update.pk}']/p[1]")[:1]
    parts = row.getparent().xpath("./div[1] | ./p[1]")
    return " ".join(" ".join(" ".join(part.itertext()) for part in parts).split())
