"""The page of a signed link in an email, and the page of a person's reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.domain.enums import ANSWERS, UpdateKind
from actions.domain.expected_status import lateness
from actions.domain.kinds.scale import StatusScale
from actions.models import Action, ReportingPeriod, SignedLink, StatusUpdate
from actions.rules import plan_access
from actions.selectors.updates import returned_before
from wsoa.accounts.models import User
from wsoa.core.text import cut, one_line


@dataclass(frozen=True, slots=True)
class LinkPage:
    """The page of a signed link: one action, and nothing else of the plan."""

    ref: str
    text: str
    period: ReportingPeriod
    answering_as: str
    status: str | None
    late: str
    ends: str
    answered: str
    returned: str
    based_on: int | None
    can_confirm: bool
    illustrative: str
    overdue: bool
    key: int  # under which what is typed is kept in the tab


def link_page(link: SignedLink, last: StatusUpdate | None, today: date) -> LinkPage:
    """The page; `last` is the current update. Three queries at most."""
    action, period, user = link.action, link.period, link.user
    current = last or action.updates.current().newest_first().first()
    status = current.status if current else None
    answers = last is not None and last.kind in ANSWERS
    returned = _reason_of_return(last if answers else returned_before(action, period))
    answered = "" if returned else _answer_words(last, action.plan.scale)
    return LinkPage(
        ref=action.ref,
        text=one_line(action.text),
        period=period,
        answering_as=f"{plan_access(user, action.plan).label}, {user.name}",
        status=status,
        late=lateness(action.agreed_end, status, today),
        ends=_ends(action),
        answered=answered,
        returned=returned,
        based_on=last.pk if last else None,
        can_confirm=_may_confirm(user, status, last, answered, returned),
        illustrative=action.plan.illustrative,
        overdue=today > period.due,
        key=link.pk,
    )


def _may_confirm(
    user: User, status: str | None, last: StatusUpdate | None, answered: str, returned: str
) -> bool:
    """Whether "no change" can be sent: also after a co-lead's response, not after one's own."""
    if status is None or returned:
        return False
    return not answered or last is None or last.by_id != user.pk


def _reason_of_return(last: StatusUpdate | None) -> str:
    """The reason why an update was returned; empty if it was not."""
    verdict = getattr(last, "verdict", None)
    return verdict.words if verdict and not verdict.accepted else ""


def _answer_words(last: StatusUpdate | None, scale: StatusScale) -> str:
    """The current response and its author: "No change, Demo lead, 15 November 2019"."""
    if last is None or last.kind not in ANSWERS:
        return ""
    what = "No change" if last.kind == UpdateKind.NO_CHANGE else scale.label(last.status)
    by = f", {last.by.name}" if last.by else ""
    return f"{what}{by}, {last.recorded_at:%-d %B %Y}"


def _ends(action: Action) -> str:
    return f"{action.agreed_end_month:%B %Y}" if action.agreed_end_month else action.end_printed


@dataclass(frozen=True, slots=True)
class MyLink:
    """A link for an update without signing in, as the person who made it sees it."""

    pk: int
    ref: str
    text: str
    period: str
    made_on: date


def my_links(user: User, today: date) -> tuple[MyLink, ...]:
    """The person's own links that still work, in the plan's order. One query."""
    links = user.signed_links.good_on(today).with_what_they_open()
    return tuple(
        MyLink(
            pk=link.pk,
            ref=link.action.ref,
            text=cut(one_line(link.action.text), 100),
            period=f"{link.period.first_day:%B %Y}",
            made_on=link.made_at.date(),
        )
        for link in links.order_by("period__first_day", "action__order")
    )
