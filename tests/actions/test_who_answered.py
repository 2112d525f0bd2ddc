"""Where no lead has answered, every place says that the programme office recorded the status."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.domain.enums import Status, UpdateKind
from actions.domain.organisation_history import NamedOrganisation
from actions.models import Plan, ReportingPeriod, StatusUpdate
from actions.presenters.action_grid import grid
from actions.presenters.overview import overview
from actions.presenters.period_closing import period_closing
from actions.selectors.action_filters import ActionFilters
from actions.selectors.response_progress import LeadColumns, count_responses, responses_in
from actions.selectors.status_as_at import current_statuses, is_by_office
from actions.selectors.updates import current_update
from actions.services.updates import UpdateContent, submit_update
from actions.services.verdicts import return_update
from tests.support.factories import PeriodFactory
from tests.support.html import Page

TODAY = date(2019, 11, 15)
RECORDED = "2.2.1"


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-10")


@pytest.mark.parametrize(
    ("kind", "post", "by", "office"),
    [
        (UpdateKind.RECORDED, None, None, True),
        (UpdateKind.UPDATE, None, 7, True),  # the programme manager, on a lead's behalf
        (UpdateKind.NO_CHANGE, None, 7, True),
        (UpdateKind.UPDATE, 3, 7, False),
        (UpdateKind.UPDATE, 3, None, False),
    ],
)
def test_what_nobody_of_a_leading_post_said_is_the_programme_offices(kind, post, by, office):
    assert is_by_office(kind, post, by) is office


def test_every_page_says_where_no_lead_has_answered_and_all_count_the_same(
    sheffield, october, signed_in
):
    manager = signed_in("manager")
    action = sheffield.actions.get(ref=RECORDED)
    assert current_update(action, october).kind == UpdateKind.RECORDED
    periods = list(sheffield.periods.all())
    statuses = current_statuses(sheffield, periods, TODAY)
    count = sum(statuses.of(each.pk).by_office for each in sheffield.actions.all())
    assert 0 < count < 89

    assert overview(sheffield, TODAY).by_office == count
    html = manager.get("/plans/sheffield-2019/").content.decode()
    assert (
        f"{count} of 89 statuses are recorded by the programme office, as no lead has answered."
        in Page(html).words
    )
    assert grid(sheffield, ActionFilters(), TODAY).by_office == count
    row = Page(manager.get(f"/plans/sheffield-2019/actions/?q={RECORDED}").content.decode())
    assert "† Recorded by the programme office, as no lead has answered: 1 of 1" in row.words
    assert "Recorded by the programme office" in row.sections("//tr[@class='app-row']")[0].html
    page = Page(manager.get(f"/plans/sheffield-2019/actions/{RECORDED}/").content.decode())
    assert "Recorded by the programme office: no lead has answered." in page.words


def test_the_mark_goes_when_a_lead_answers_and_stays_when_the_office_does(
    sheffield, october, people
):
    action = sheffield.actions.get(ref="2.3.3")
    for person, office in (("manager", True), ("lead", False)):
        standing = current_update(action, october)
        submit_update(
            by=people[person],
            action=action,
            period=october,
            words=UpdateContent(
                Status(standing.status), developments=person, forecast_month=date(2020, 2, 1)
            ),
            based_on=standing.pk,
        )
        statuses = current_statuses(sheffield, sheffield.periods.all(), TODAY)
        assert statuses.of(action.pk).by_office is office


def test_the_counts_of_answers_add_up(sheffield, october):
    asked = responses_in(october, sheffield, list(sheffield.periods.all()), TODAY)
    nobody = asked.all.asked - len(asked.by_lead) - len(asked.by_office)
    assert nobody >= 0
    assert not asked.by_lead & asked.by_office
    assert asked.who_answered.startswith(
        f"Leads have answered for {len(asked.by_lead)} of {asked.all.asked}. "
        f"For {len(asked.by_office)} no lead has"
    )


def test_an_action_of_two_organisations_is_why_they_do_not_add_up(sheffield, october, signed_in):
    asked = responses_in(october, sheffield, list(sheffield.periods.all()), TODAY)
    total = sum(organisation.answers.asked for organisation in asked.organisations)
    assert total > asked.all.asked
    words = (
        "An action with leads of several organisations counts in each of them: the organisations "
        f"add up to {total}, not to {asked.all.asked}."
    )
    assert asked.adds_up == words
    for address in ("round/", "overview/responses/"):
        html = signed_in("manager").get(f"/plans/sheffield-2019/{address}").content.decode()
        assert words in Page(html).words


@given(
    st.dictionaries(
        st.integers(1, 8), st.sets(st.sampled_from("ABC"), min_size=1), min_size=1, max_size=8
    ),
    st.sets(st.integers(1, 8)),
    st.sets(st.integers(1, 8)),
)
def test_answers_add_up_or_say_why_not(
    led: dict[int, set[str]], by_lead: set[int], by_office: set[int]
) -> None:
    period = PeriodFactory.build()
    leads = [
        LeadColumns(action, None, NamedOrganisation(code, code), None, None)
        for action, codes in led.items()
        for code in codes
    ]
    office = by_office - by_lead
    asked = count_responses(leads, period, (), by_lead, TODAY, by_lead=by_lead, by_office=office)
    parts = [len(asked.by_lead), len(asked.by_office)]
    assert asked.all.asked == len(led) >= sum(parts)
    assert f"{len(led) - sum(parts)} ha" in asked.who_answered
    total = sum(organisation.answers.asked for organisation in asked.organisations)
    assert bool(asked.adds_up) == (total != len(led))


def test_whoever_closes_a_round_reads_who_answered_and_what_is_unsettled(
    sheffield, october, people, signed_in
):
    [returned, _] = [
        submit_update(
            by=people["lead"],
            action=sheffield.actions.get(ref=ref),
            period=october,
            words=UpdateContent(
                Status.AT_RISK, developments="Half done.", forecast_month=date(2020, 2, 1)
            ),
            based_on=current_update(sheffield.actions.get(ref=ref), october).pk,
        )
        for ref in ("2.3.3", "2.5.2")
    ]
    return_update(by=people["manager"], update=returned, words="What is half?")

    closing = period_closing(october, TODAY)
    assert "2.3.3" in closing.returned
    assert "2.5.2" in closing.not_accepted
    assert not set(closing.returned) & set(closing.not_accepted)
    assert RECORDED in closing.by_office
    updates = StatusUpdate.objects.to_judge(sheffield).filter(period=october)
    assert set(closing.not_accepted) == set(updates.values_list("action__ref", flat=True))

    page = Page(signed_in("manager").get("/plans/sheffield-2019/periods/2019-10/close/").content)
    assert closing.asked.who_answered in page.words
    rows = {
        row.find("./dt")[0].text: row.find("./dd")[0].text_content()
        for row in page.sections("//div[@class='govuk-summary-list__row']")
    }
    assert "2.3.3" in rows["Returned, and not sent again"]
    assert "2.5.2" in rows["Update not accepted yet"]
    assert RECORDED in rows["Recorded by the programme office"]
