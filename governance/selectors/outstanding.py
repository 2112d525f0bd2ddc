"""Outstanding updates by organisation and post, and vacant posts, as at a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from actions.models import ActionLead, Plan, ReportingPeriod
from actions.selectors.periods import quarter_before
from actions.selectors.response_progress import NO_POST
from governance.selectors.status_as_at import UpdatesAsAt


class LeadOfAction(NamedTuple):
    """One lead of an action; what the plan does not name is None."""

    action: int
    start: date | None
    code: str | None
    organisation: str | None
    post: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class OrganisationResponse:
    """An organisation: actions asked about and answered, and its posts with no response."""

    code: str
    name: str
    asked: int
    answered: int
    posts: tuple[tuple[str, int], ...]

    @property
    def not_answered(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class OutstandingResponses:
    """All that was asked: of so many actions, these were not answered."""

    asked: int
    silent: int
    organisations: tuple[OrganisationResponse, ...]


def leads_of(plan: Plan) -> list[LeadOfAction]:
    """Every action with each of its leads, and those without one with none."""
    rows = plan.actions.order_by("leads__organisation", "leads__post", "order").values_list(
        *("pk", "start_month", "leads__organisation__code", "leads__organisation__name"),
        *("leads__post__code", "leads__post__title"),
    )
    return [LeadOfAction(*row) for row in rows]


def not_answered(
    leads: Iterable[LeadOfAction],
    said: UpdatesAsAt,
    period: ReportingPeriod | None,
    periods: Sequence[ReportingPeriod],
    day: date,
) -> OutstandingResponses:
    """The updates that the open period asks for and that are missing, by organisation, most first.

    An action with several leads is asked of each of them, and counted once in all. As
    actions/selectors/response_progress.py asks today.
    """
    if period is None:
        return OutstandingResponses(0, 0, ())
    before = quarter_before(period, periods)
    complete = said.complete_in(before.pk, day) if before else set()
    answered = said.answered(period, day)
    asked = [
        lead
        for lead in leads
        if lead.action not in complete and not (lead.start and lead.start > period.first_day)
    ]
    names = {lead.code or "": lead.organisation or "No lead" for lead in asked}
    found = (_silent(code, name, asked, answered) for code, name in names.items())
    actions = {lead.action for lead in asked}
    return OutstandingResponses(
        asked=len(actions),
        silent=len(actions - answered),
        organisations=tuple(
            sorted((each for each in found if each.not_answered), key=lambda x: -x.not_answered)
        ),
    )


def _silent(
    code: str, name: str, asked: Iterable[LeadOfAction], answered: set[int]
) -> OrganisationResponse:
    mine = [lead for lead in asked if (lead.code or "") == code]
    actions = {lead.action for lead in mine}
    posts: dict[str, set[int]] = {}
    for lead in mine:
        if lead.action not in answered:
            posts.setdefault(lead.title or NO_POST, set()).add(lead.action)
    counted = sorted(((post, len(of)) for post, of in posts.items()), key=lambda each: -each[1])
    return OrganisationResponse(code, name, len(actions), len(actions & answered), tuple(counted))


def vacant(plan: Plan, day: date) -> dict[int, list[str]]:
    """By action the codes of its leading posts that nobody held on that day."""
    rows = ActionLead.objects.filter(action__plan=plan, post__isnull=False).order_by("order")
    posts: dict[int, dict[str, bool]] = {}
    for action, code, holder, since, until in rows.values_list(
        *("action", "post__code", "post__holdings__holder"),
        *("post__holdings__since", "post__holdings__until"),
    ):
        held = bool(holder) and (since or date.min) <= day <= (until or date.max)
        mine = posts.setdefault(action, {})
        mine[code] = mine.get(code, False) or held
    found = {
        action: [code for code, held in mine.items() if not held] for action, mine in posts.items()
    }
    return {action: codes for action, codes in found.items() if codes}
