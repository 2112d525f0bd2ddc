"""What an update is checked against before the lock holds under it, or is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.domain.enums import Slippage, Status
from actions.models import Action, Plan, ReportingPeriod, StatusUpdate
from actions.selectors.change_grounds import UpdateBasis, update_basis
from actions.selectors.updates import current_update
from actions.services.date_changes import NewEnd, ask_for_new_end, decide_on_new_end
from actions.services.evidence import withdraw_evidence
from actions.services.taking_back import take_back_update
from actions.services.updates import ChangeNotExplained, UpdateContent, submit_update
from actions.services.verdicts import accept, return_update
from tests.support.decisions import refused_by
from tests.support.evidence import put
from wsoa.accounts.models import User
from wsoa.core.months import Month

GRID = "/plans/sheffield-2019/actions/"
SAVE, GRID_AFTER_A_SAVE, HOME, HOME_AGAIN = 18, 27, 21, 17  # queries that each takes


@dataclass
class Lead:
    """A lead who sends updates of one action of theirs, in whichever period is named."""

    action: Action
    user: User
    people: dict[str, User]

    def send(self, period: str, status: Status = Status.ON_TRACK, **texts: str) -> StatusUpdate:
        found = self.action.plan.periods.get(key=period)
        words = UpdateContent(
            status,
            reason="The last part is under way.",
            forecast_month=date(2019, 12, 1),
            **{
                "developments": f"Two videos by {period}.",
                "evidence": f"Forty saw them by {period}.",
            }
            | texts,
        )
        standing = current_update(self.action, found)
        return submit_update(
            by=self.user,
            action=self.action,
            period=found,
            words=words,
            based_on=standing.pk if standing else None,
        )


@pytest.fixture
def lead(sheffield: Plan, people: dict[str, User]) -> Lead:
    """Of an action that was to end in September; July still takes corrections."""
    sheffield.periods.filter(key="2019-07").update(closes=date(2019, 11, 30), locked_at=None)
    return Lead(sheffield.actions.get(ref="2.5.2"), people["lead"], people)


@pytest.fixture
def october(sheffield: Plan) -> ReportingPeriod:
    return sheffield.periods.get(key="2019-10")


def writes(lead: Lead) -> Iterator[Callable[[], object]]:
    """Everything, one after the other, that changes what an update of the action comes after."""
    officer, action = lead.people["manager"], lead.action
    yield lambda: lead.send("2019-07")
    yield lambda: lead.send("2019-10")
    july = current_update(action, action.plan.periods.get(key="2019-07"))
    yield lambda: accept(by=officer, updates=[july])
    october = current_update(action, action.plan.periods.get(key="2019-10"))
    yield lambda: return_update(by=officer, update=october, words="Which one?")
    yield lambda: lead.send("2019-07", Status.AT_RISK, developments="One is late.")
    last = current_update(action, action.plan.periods.get(key="2019-07"))
    yield lambda: take_back_update(by=lead.user, update=last, content={})
    yield lambda: put(lead.user, action)
    yield lambda: withdraw_evidence(by=lead.user, evidence=action.evidence_items.get())
    later = NewEnd(Month(2020, 3), Slippage.SLIPPED, "Waits for a new post.")
    yield lambda: ask_for_new_end(by=lead.user, action=action, new_end=later)
    change = action.date_changes.get(agreed=None)
    decided = refused_by(action.plan)
    yield lambda: decide_on_new_end(by=officer, change=change, **decided)


def read_whole(action: Action, period: ReportingPeriod) -> tuple[int, tuple[object, ...]]:
    """The version, and all that is known at it."""
    basis: UpdateBasis = update_basis(Action.objects.get(pk=action.pk), period)
    grounds = basis.grounds
    return basis.version, (
        grounds,
        grounds.evidence_added,
        grounds.asks_for_date,
        basis.last,
    )


def test_whatever_an_update_comes_after_is_of_one_version(
    lead: Lead, october: ReportingPeriod
) -> None:
    before, known = read_whole(lead.action, october)
    changed = 0
    for write in writes(lead):
        write()
        version, found = read_whole(lead.action, october)
        assert version > before or found == known
        changed += found != known
        before, known = version, found
    assert changed >= 6


def test_unchanged_action_is_not_read_again(lead: Lead, october: ReportingPeriod) -> None:
    def queries_of(status: Status, *, is_checked: bool) -> int:
        action = Action.objects.get(pk=lead.action.pk)
        standing = current_update(action, october)
        basis = update_basis(action, october) if is_checked else None
        with CaptureQueriesContext(connection) as asked:
            submit_update(
                by=lead.user,
                action=action,
                period=october,
                words=UpdateContent(status, forecast_month=date(2019, 12, 1)),
                based_on=standing.pk if standing else None,
                basis=basis,
            )
        return len(asked)

    lead.send("2019-10")
    checked = queries_of(Status.AT_RISK, is_checked=True)
    assert queries_of(Status.BEHIND_NOT_STARTED, is_checked=False) == checked + 1


def test_update_that_was_valid_when_it_was_checked_is_checked_again_after_a_write(
    lead: Lead, october: ReportingPeriod
) -> None:
    """The status is better than in July. An item of evidence said why, until it was withdrawn."""
    StatusUpdate.objects.filter(action=lead.action).update(status=Status.BEHIND_NOT_STARTED)
    item = put(lead.user, lead.action)
    action = Action.objects.get(pk=lead.action.pk)
    basis = update_basis(action, october)
    assert basis.grounds.evidence_added
    words = UpdateContent(
        Status.ON_TRACK,
        developments="Two videos are online.",
        reason="The last part is under way.",
        forecast_month=date(2019, 12, 1),
    )
    withdraw_evidence(by=lead.user, evidence=item)

    standing = current_update(action, october)
    with pytest.raises(ChangeNotExplained, match="evidence of impact"):
        submit_update(
            by=lead.user,
            action=action,
            period=october,
            words=words,
            based_on=standing.pk if standing else None,
            basis=basis,
        )
    assert current_update(action, october) == standing


# --- the number of queries ----------------------------------------------------------------------


def test_saving_and_what_is_read_after_it_take_a_constant_number_of_queries(
    lead: Lead,
    signed_in: Callable[[str], Client],
    october: ReportingPeriod,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    client = signed_in("lead")
    address = f"{GRID}{lead.action.ref}/update/"
    client.get(GRID)  # what is worked out of figures alone is kept
    for status in ("at_risk", "on_track"):  # the first compiles, and finds nothing kept
        standing = current_update(lead.action, october)
        fields = {
            "status": status,
            "based_on": str(standing.pk) if standing else "",
            "developments": "Two videos are online.",
            "evidence": "Forty parents have watched them.",
            "reason": "The last part is under way.",
            "forecast_0": "12",
            "forecast_1": "2019",
        }
        with django_assert_num_queries(SAVE):
            assert client.post(address, fields).status_code == 302
        with django_assert_num_queries(GRID_AFTER_A_SAVE):
            client.get(GRID)
        for most in (HOME, HOME_AGAIN):
            with django_assert_num_queries(most):
                client.get("/")
