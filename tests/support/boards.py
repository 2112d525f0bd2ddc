"""Highlight reports for tests: prepared and issued by the services that people use."""

from __future__ import annotations

from datetime import date

from actions.models import Plan
from governance.models import Meeting, Paper
from governance.services.highlight import issue_highlight, prepare_highlight
from wsoa.accounts.models import User

OCTOBER, NOVEMBER = date(2019, 10, 31), date(2019, 11, 15)
MEETING, NEXT = date(2019, 11, 19), date(2019, 12, 17)
ADDRESS = "https://plans.example/plans/sheffield-2019/highlights/2019-10-31/"


def meeting(plan: Plan, held_on: date = MEETING) -> Meeting:
    return Meeting.objects.select_related("body").get(plan=plan, held_on=held_on)


def draft(plan: Plan, by: User, as_at: date = OCTOBER, held_on: date = MEETING) -> Paper:
    return prepare_highlight(by=by, plan=plan, meeting=meeting(plan, held_on), as_at=as_at)


def issued(plan: Plan, by: User, as_at: date = OCTOBER, held_on: date = MEETING) -> Paper:
    return issue_highlight(by=by, paper=draft(plan, by, as_at, held_on))
