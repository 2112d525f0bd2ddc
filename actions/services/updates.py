"""Submitting an update of an action, and confirming that nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from actions.domain.date_ledger import NewEnd
from actions.domain.enums import Status, UpdateKind
from actions.domain.expected_status import Expectation, expected_status
from actions.domain.form_windows import FormWindow
from actions.domain.status_change import Requirement, unmet_words
from actions.domain.update_texts import TEXT_FIELDS
from actions.models import Action, ReportingPeriod, StatusUpdate, Verdict
from actions.selectors.change_grounds import UpdateBasis, update_basis
from actions.selectors.periods import closed_on
from actions.selectors.updates import answering_post, current_update
from actions.services.date_changes import ask_for_new_end
from actions.services.drafts import drop_draft
from actions.services.locking import UpdateRefused, lock_and_bump
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.compiled_queries import compiled_once
from wsoa.core.months import Month


class PeriodClosed(UpdateRefused):
    """The period takes no updates today."""

    def __init__(self, period: ReportingPeriod) -> None:
        super().__init__(
            f"{period.label} closed to updates on {closed_on(period):%-d %B %Y}. Nothing was "
            "sent. Your text is still below."
        )


class NothingToConfirm(UpdateRefused):
    """ "No change" was sent for an action without an earlier update."""

    def __init__(self) -> None:
        super().__init__("This action has no update yet. Choose a status first.")


class UpdateConflict(UpdateRefused):
    """Conflict: somebody else saved an update meanwhile. `theirs` is that update."""

    def __init__(self, theirs: StatusUpdate) -> None:
        self.theirs = theirs
        super().__init__(
            "Somebody else saved an update to this action while you were writing. Nothing "
            "was overwritten: "
            "both texts are below. Choose what to keep."
        )


class StatusNotInKey(UpdateRefused):
    """The plan has a key of its own, which does not have this status (any more)."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"The plan’s key has no status “{label}”. Nothing was sent. Open the update and choose "
            "a status of the key."
        )


class ChangeNotExplained(UpdateRefused):
    """The update does not say what its change of status needs; `missing` is what."""

    def __init__(self, words: str, missing: Iterable[Requirement]) -> None:
        self.missing = tuple(missing)
        super().__init__(words)

    @property
    def lacks_forecast_alone(self) -> bool:
        """Whether a month still to come is all that it needs."""
        return self.missing == (Requirement.FORECAST,)


class ReasonNeeded(ChangeNotExplained):
    """The status is better than the dates allow, and no reason was given."""

    def __init__(
        self, expectation: Expectation, label: str, missing: Iterable[Requirement]
    ) -> None:
        super().__init__(
            f"{expectation.why} To keep “{label}”, open the update, choose the status "
            "and enter a reason.",
            missing,
        )


@dataclass(frozen=True, slots=True)
class UpdateContent:
    """The content of an update.

    `reason` is why the status is better than the dates allow. `new_end` asks for a new end date
    along with the update; it is no part of the update itself.
    """

    status: Status
    developments: str = ""
    evidence: str = ""
    next_steps: str = ""
    significant_risk: bool = False
    reason: str = ""
    ask: str = ""
    forecast_month: date | None = None
    new_end: NewEnd | None = None

    @classmethod
    def of(cls, update: StatusUpdate) -> UpdateContent:
        return cls(Status(update.status), **{name: getattr(update, name) for name in _COLUMNS})

    def without_texts(self) -> UpdateContent:
        """The same status, reason, forecast and risk, without a text or an ask."""
        empty: dict[str, Any] = dict.fromkeys((*TEXT_FIELDS, "ask"), "")
        return replace(self, **empty)

    def columns(self) -> dict[str, Any]:
        """The values of the update's row, by column."""
        return {"status": self.status} | {name: getattr(self, name) for name in _COLUMNS}


# Of `UpdateContent`, the fields that are columns of `StatusUpdate` under the same name.
_COLUMNS = tuple(
    field.name for field in fields(UpdateContent) if field.name not in {"status", "new_end"}
)


@transaction.atomic
def submit_update(
    *,
    by: User,
    action: Action,
    period: ReportingPeriod,
    words: UpdateContent,
    based_on: int | None,
    ends_draft: FormWindow | None = None,
    basis: UpdateBasis | None = None,
) -> StatusUpdate:
    """Submits an update of an action in a period. It supersedes the current one.

    `based_on` is the id of the update that the writer saw as the current one, None for none. It
    matters only where the period has a current update: what was seen in a period that has closed
    since, or was taken back, stands in nobody's way. The same content sent twice by one person is
    one update. `ends_draft` is the window whose draft this was: it is deleted. `basis` is what the
    caller checked the update against: it holds, and is not read again, where nothing was written
    to the action since.

    Raises PeriodClosed, UpdateConflict where another update is current by now, ChangeNotExplained
    where it does not say what its change of status needs, or NewEndRefused where the new end date
    cannot be requested; nothing is saved then.
    """
    is_unchanged = _lock_and_check_open(action, period, seen=basis.version if basis else None)
    current = next(iter(_current(action.pk, period.pk)), None)
    if ends_draft:
        drop_draft(by=by, action=action, window=ends_draft)
    if current and _is_same_update(current, by, words) and not _was_returned(current):
        return current
    if current and current.pk != based_on:
        raise UpdateConflict(current)
    words, carried = _explained(action, period, words, basis if is_unchanged else None)
    if words.new_end:
        ask_for_new_end(by=by, action=action, new_end=words.new_end)
    return _save_update(by, action, period, words, UpdateKind.UPDATE, current, carried)


@transaction.atomic
def confirm_unchanged(
    *,
    by: User,
    action: Action,
    period: ReportingPeriod,
    based_on: int | None,
    forecast: Month | None = None,
) -> StatusUpdate:
    """Records "no change": confirms the current status.

    The last word in this period is confirmed as it is, or else the last one before it: then its
    status, the reason for it, the forecast and the risk flag carry over, and its words stay with
    the period they were said in. A `forecast` takes the place of the one that carries over.

    Raises PeriodClosed, NothingToConfirm, ChangeNotExplained where the dates have overtaken the
    status or its forecast meanwhile, or UpdateConflict where the last word is another than the
    `based_on` that the person saw.
    """
    _lock_and_check_open(action, period)
    current = current_update(action, period)
    last = current or StatusUpdate.objects.filter(action=action).current().newest_first().first()
    if last is None:
        raise NothingToConfirm
    confirmed = current and current.by_id == by.pk and current.kind == UpdateKind.NO_CHANGE
    if current and confirmed and not _was_returned(current):
        return current
    if current and current.pk != based_on:
        raise UpdateConflict(current)
    words = UpdateContent.of(last)
    if current is None:
        words = words.without_texts()
    if forecast is not None:
        words = replace(words, forecast_month=forecast.first_day)
    words, carried = _explained(action, period, words)
    return _save_update(by, action, period, words, UpdateKind.NO_CHANGE, current, carried)


def _lock_and_check_open(
    action: Action, period: ReportingPeriod, *, seen: int | None = None
) -> bool:
    """Takes the lock on the plan and the action. Returns whether it still has the version `seen`.

    Raises PeriodClosed where the period takes no updates any more.
    """
    is_unchanged = lock_and_bump(action, seen=seen)
    # Check after taking the lock: close() takes the same lock, so the period cannot close between
    # check and write.
    if not _open_on(today(), period.pk):
        raise PeriodClosed(period)
    return is_unchanged


@compiled_once
def _open_on(day: date, period: int) -> QuerySet[ReportingPeriod, Any]:
    return ReportingPeriod.objects.open_on(day).filter(pk=period).values_list("pk", flat=True)


@compiled_once
def _current(action: int, period: int) -> QuerySet[StatusUpdate]:
    """Without its verdict, which is read only where it is needed."""
    return StatusUpdate.objects.of(action, period).current()


def _explained(
    action: Action,
    period: ReportingPeriod,
    words: UpdateContent,
    basis: UpdateBasis | None = None,
) -> tuple[UpdateContent, dict[str, str]]:
    """The content, with a reason only where its status needs one; and which texts were carried.

    Raises StatusNotInKey or ChangeNotExplained.
    """
    if not action.plan.scale.has(words.status):
        raise StatusNotInKey(action.plan.scale.label(words.status))
    basis = basis or update_basis(action, period)
    carried = basis.carried({name: getattr(words, name) for name in TEXT_FIELDS})
    needed = basis.grounds.required_of(action, words.status, today())
    forecast = Month.of(words.forecast_month) if words.forecast_month else None
    asks = words.new_end is not None
    missing = basis.grounds.unmet_by(words, carried, forecast, needed, today(), asks=asks)
    if Requirement.REASON in missing:
        dates = expected_status(action.start, action.agreed_end, words.status, today())
        raise ReasonNeeded(dates, action.plan.scale.label(words.status), missing)
    if missing:
        raise ChangeNotExplained(unmet_words(missing, action.agreed_end), missing)
    if {Requirement.REASON, Requirement.REOPENED}.isdisjoint(needed):
        words = replace(words, reason="")
    return words, carried


def _was_returned(current: StatusUpdate) -> bool:
    """Whether the update was returned; the same content is then a new update, no resubmission."""
    verdict: Verdict | None = getattr(current, "verdict", None)
    return verdict is not None and not verdict.accepted


def _is_same_update(current: StatusUpdate, by: User, words: UpdateContent) -> bool:
    return (
        current.by_id == by.pk
        and current.kind == UpdateKind.UPDATE
        and UpdateContent.of(current) == replace(words, new_end=None)
    )


def _save_update(
    by: User,
    action: Action,
    period: ReportingPeriod,
    words: UpdateContent,
    kind: UpdateKind,
    current: StatusUpdate | None,
    carried: dict[str, str],
) -> StatusUpdate:
    update = StatusUpdate(
        action=action,
        period=period,
        kind=kind,
        by=by,
        post=answering_post(by, action),
        recorded_at=now(),
        supersedes=current,
        carried_from=carried,
        **words.columns(),
    )
    update.save()
    verb = "No change" if kind == UpdateKind.NO_CHANGE else "Sent the update"
    record_audit(
        by=by,
        verb=kind,
        plan=action.plan,
        subject=f"action {action.ref}",
        summary=f"{verb} for {period.label}: {action.plan.scale.label(words.status)}",
        detail={"update": update.pk, "from": current.status if current else None},
    )
    return update
