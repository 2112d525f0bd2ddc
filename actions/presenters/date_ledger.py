"""The end dates of one action: the plan's own, every request, and the forecast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.domain.date_ledger import EndDateMove, moves_in_words, slippage_kind
from actions.domain.organisation_history import OrganisationHistory
from actions.models import Action, DateChange, StatusUpdate
from actions.rules import plan_access
from actions.selectors.dates_as_at import request_as_printed
from actions.selectors.organisation_names import organisation_history
from wsoa.accounts.models import User
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class DateChangeEntry:
    """One request for a new end date, as the ledger prints it."""

    pk: int
    decision: str
    start: str
    to: str
    months: str
    kind: str
    reason: str
    agreed_with: str
    asked: str
    decided: str
    decision_reason: str
    open: bool


@dataclass(frozen=True, slots=True)
class EndForecast:
    """The end that the lead forecasts; it needs nobody's agreement."""

    month: str
    months: str
    made: str


@dataclass(frozen=True, slots=True)
class DateLedger:
    """Every end date of one action: the plan's own, each request, the lead's forecast."""

    plans_own: str
    with_the_plan: str
    entries: tuple[DateChangeEntry, ...]
    forecast: EndForecast | None
    now: str
    open: int | None  # the request that waits for its decision
    moved: str  # "Moved twice, 5 months in all"; empty for one move and none


@dataclass(frozen=True, slots=True)
class DateLedgerPage:
    """The end dates of an action, and what the person who looks may do about them."""

    ledger: DateLedger
    unread: tuple[DateChangeEntry, ...]  # decisions that wait for this person to read them
    may_ask: bool
    may_decide: bool
    has_month: bool


def ledger_page(action: Action, user: User) -> DateLedgerPage:
    """The ledger, and what this person can do with it."""
    ledger = ledger_of(action, action.updates.current().newest_first())
    held = plan_access(user, action.plan).held
    decided = action.date_changes.decisions_unread_by(user, held).values_list("pk", flat=True)
    unread = frozenset(decided)
    return DateLedgerPage(
        ledger=ledger,
        unread=tuple(entry for entry in ledger.entries if entry.pk in unread),
        may_ask=user.has_perm("actions.ask_for_date", action),
        may_decide=user.has_perm("actions.decide_on_date", action),
        has_month=action.agreed_end.month is not None,
    )


def ledger_of(action: Action, newest_first: Iterable[StatusUpdate]) -> DateLedger:
    """The ledger of an action, with the forecast of its current update."""
    history = organisation_history(action.plan)
    changes = list(action.date_changes.with_people())
    entries = tuple(date_change_entry(change, history) for change in changes)
    approved = action.plan.approved_on
    return DateLedger(
        plans_own=action.end_printed,
        with_the_plan=f"With the plan, {approved:%-d %B %Y}" if approved else "With the plan",
        entries=entries,
        forecast=_forecast(action, newest_first),
        now=ends_now(action.agreed_end_month),
        open=next((entry.pk for entry in entries if entry.open), None),
        moved=moves_in_words(
            EndDateMove(Month.of(change.from_month), Month.of(change.to_month), change.agreed)
            for change in changes
        ),
    )


def date_change_entry(change: DateChange, history: OrganisationHistory) -> DateChangeEntry:
    """One request, ready to print."""
    start, to = Month.of(change.from_month), Month.of(change.to_month)
    names = {None: "Asked for", True: "Agreed", False: "Refused"}
    return DateChangeEntry(
        pk=change.pk,
        decision=names[change.agreed],
        start=start.printed,
        to=to.printed,
        months=_signed(start.until(to)),
        kind=slippage_kind(change.kind),
        reason=change.reason,
        agreed_with=_agreed_with(change),
        asked=request_as_printed(change, history),
        decided=change.decision,
        decision_reason=change.decision_reason,
        open=change.agreed is None,
    )


def _agreed_with(change: DateChange) -> str:
    """Who has agreed so far; in quotation marks where it was written and not chosen."""
    if not change.agreed_with or change.agreed_on:
        return change.agreed_with
    source = "in the plan’s file" if change.requested_by_id is None else "in the request"
    return f"“{change.agreed_with}” (as written {source})"


def _signed(months: int) -> str:
    return str(months) if months >= 0 else f"−{-months}"


def _forecast(action: Action, newest_first: Iterable[StatusUpdate]) -> EndForecast | None:
    current = next(iter(newest_first), None)
    if current is None or current.forecast_month is None:
        return None
    month = Month.of(current.forecast_month)
    own = action.end.month
    return EndForecast(
        month=month.printed,
        months=_signed(own.until(month)) if own else "–",
        made=f"Forecast on {current.recorded_at:%-d %B %Y}",
    )


def ends_now(agreed: date | None) -> str:
    """ "Feb 2020", where another end than the plan's has been agreed."""
    return Month.of(agreed).printed if agreed else ""
