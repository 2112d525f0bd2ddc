"""What the list of updates reads of each action: its updates, its leads, the marks of its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localtime

from actions.domain.organisation_history import (
    NamedOrganisation,
    OrganisationHistory,
    display_name,
)
from actions.models import Action, ActionLead, Plan, ReportingPeriod, StatusUpdate
from actions.presenters.end_marks import EndMarks, end_marks
from actions.rules import PlanAccess, plan_access
from actions.selectors.organisation_names import organisation_history
from wsoa.accounts.models import User


class UpdateColumns(NamedTuple):
    """One update, as far as the list needs it: its columns, in the order of _UPDATE."""

    action: int
    pk: int
    period: int
    status: str
    kind: str
    developments: str
    at: datetime
    post: int | None
    code: str | None
    title: str | None
    organisation_pk: int | None
    organisation: str | None
    organisation_name: str | None
    person: str | None
    superseded_by: int | None
    accepted: bool | None
    verdict: str | None
    judge: str | None
    judged_at: datetime | None
    reason: str
    month: date

    def sender(self, history: OrganisationHistory) -> str:
        """The post, with the name that its organisation had then; or the person."""
        if self.post is None or self.organisation_pk is None:
            return self.person or "Programme office"
        present = NamedOrganisation(self.organisation or "", self.organisation_name or "")
        then = history.as_at(self.on).of_post(self.post, self.organisation_pk, present)
        return display_name(self.code or "", self.title or "", then)

    @property
    def on(self) -> date:
        return localtime(self.at).date()


_ORGANISATION = ("post__organisation", "post__organisation__code", "post__organisation__name")

_UPDATE = (
    *("action_id", "pk", "period_id", "status", "kind", "developments", "recorded_at"),
    *("post_id", "post__code", "post__title", *_ORGANISATION, "by__name"),
    *("superseded_by", "verdict__accepted", "verdict__words", "verdict__by__name", "verdict__at"),
    "reason",
    "period__first_day",
)

_LEAD = ("action_id", "post_id", "post__code", "post__title")


@dataclass(slots=True)
class ListFacts:
    """The rows that belong to the actions of the list, by action."""

    mine: PlanAccess
    period: int
    month: date  # of the period
    history: OrganisationHistory
    updates: dict[int, list[UpdateColumns]] = field(default_factory=dict)
    leads: dict[int, list[tuple[int | None, str]]] = field(default_factory=dict)
    marks: dict[int, EndMarks] = field(default_factory=dict)


def list_facts(user: User, plan: Plan, period: ReportingPeriod, actions: list[Action]) -> ListFacts:
    """The rows of these actions; the number of queries does not grow with them."""
    known = ListFacts(
        plan_access(user, plan), period.pk, period.first_day, organisation_history(plan)
    )
    found = StatusUpdate.objects.about(actions).newest_first()
    for row in found.current_or_in(period).values_list(*_UPDATE):
        update = UpdateColumns._make(row)
        known.updates.setdefault(update.action, []).append(update)
    leads = ActionLead.objects.of_actions(actions)
    known.marks = end_marks([action.pk for action in actions])
    columns = (*_LEAD, "organisation__code", "organisation__name")
    for action, post, code, title, *organisation in leads.values_list(*columns):
        name = display_name(code or "", title or "", NamedOrganisation(*organisation))
        known.leads.setdefault(action, []).append((post, name))
    return known


def current_updates(action: Action, known: ListFacts) -> list[UpdateColumns]:
    """The updates that no later one has replaced, newest first, with those of past periods."""
    return [update for update in known.updates.get(action.pk, []) if update.superseded_by is None]
