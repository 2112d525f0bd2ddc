"""Updates in a file: the workbook to fill in, its preview, and the sending of its rows.

A lead sends their own; the programme office sends those of a post on its behalf. What the preview
says is what will happen, because the same service says it: each row is sent and undone. Confirmed,
each row is sent in a transaction of its own, or listed with its reason.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from django.db import transaction

from actions.domain.enums import UpdateKind
from actions.domain.kinds.scale import StatusScale
from actions.domain.update_file import (
    BOXES,
    MOST_COLUMNS,
    MOST_ROWS,
    RowKey,
    UpdateFileRefused,
    UpdateFileRow,
    columns_for,
    instructions_for,
    rows_of_sheets,
)
from actions.domain.update_texts import TEXT_FIELDS
from actions.models import Action, FileUpdate, Plan, ReportingPeriod, StatusUpdate
from actions.querysets.action import ActionQuerySet
from actions.selectors.updates import answering_post, current_update
from actions.services.locking import UpdateRefused
from actions.services.updates import UpdateConflict, UpdateContent, submit_update
from wsoa.accounts.models import Post, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.months import Month
from wsoa.core.spreadsheets.fill_in import FillInSheet, write_fill_in
from wsoa.core.spreadsheets.workbooks import read_workbook
from wsoa.core.text import cut, one_line
from wsoa.core.uploads import UploadRefused, clean_name

LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class UpdateFileScope:
    """Whose actions a file is of: one's own, or those of `post`, for which the office sends it."""

    plan: Plan
    period: ReportingPeriod
    post: Post | None = None

    def actions_of(self, by: User) -> ActionQuerySet:
        actions: ActionQuerySet = self.plan.actions.in_plan_order().with_leads()
        if self.post:
            return actions.led_by_posts([self.post.pk])
        return actions.led_by(by, today())


class RowState(StrEnum):
    """What becomes of a row."""

    SENT = "sent"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What a row would do or has done, in words. `theirs` is the update that is in its way."""

    row: UpdateFileRow
    state: RowState
    message: str
    ref: str
    text: str = ""
    before: str = ""  # the status of before
    display_name: str = ""  # the post whose word it is
    theirs: StatusUpdate | None = None

    @property
    def sends_mine(self) -> str:
        """The name of the choice between both texts."""
        return f"choice-{self.ref}"


class _Undone(Exception):
    """Rolls a preview back."""


# --- the workbook --------------------------------------------------------------------------------


def fill_in_file(*, by: User, scope: UpdateFileScope) -> bytes:
    """The workbook: a row for each action that the period asks about."""
    before = scope.plan.periods.before(scope.period).last()
    actions = list(scope.actions_of(by).due_in(scope.period, before))
    last = _last_updates(actions)
    scale = scope.plan.scale
    rows = (_cells(action, scope.period, last.get(action.pk, []), scale) for action in actions)
    whose = f" of {scope.post.display_name}" if scope.post else ""
    sheet = FillInSheet(
        name="Updates",
        title=f"Updates{whose} for {scope.period.first_day:%B %Y}: {scope.plan.title}",
        columns=columns_for(scale),
        rows=tuple(rows),
        instructions=instructions_for(scale),
    )
    made = io.BytesIO()
    write_fill_in(sheet, made)
    return made.getvalue()


def _last_updates(actions: Iterable[Action]) -> dict[int, list[StatusUpdate]]:
    found: dict[int, list[StatusUpdate]] = {}
    for update in StatusUpdate.objects.about(actions).current().newest_first():
        found.setdefault(update.action_id, []).append(update)
    return found


def _cells(
    action: Action, period: ReportingPeriod, updates: Sequence[StatusUpdate], scale: StatusScale
) -> tuple[str, ...]:
    """The cells of one action; its boxes hold what was sent in this period already."""
    current = next((update for update in updates if update.period_id == period.pk), None)
    last = next((update for update in updates if update.developments), None)
    quote = cut(one_line(last.developments), LONGEST_QUOTE) if last else ""
    counted = action.agreed_end.month
    return (
        str(RowKey(period.pk, action.pk, current.pk if current else 0)),
        action.ref,
        one_line(action.text),
        counted.printed if counted else action.end_printed,
        scale.label(updates[0].status) if updates else "",
        f"{last.recorded_at:%-d %B %Y}: {quote}" if last else "",
        *_boxes(current, scale),
    )


def _boxes(current: StatusUpdate | None, scale: StatusScale) -> tuple[str, ...]:
    if current is None or current.kind == UpdateKind.RECORDED:
        return ("",) * len(BOXES)
    forecast = Month.of(current.forecast_month).printed if current.forecast_month else ""
    texts = (getattr(current, name) for name in TEXT_FIELDS)
    return (scale.label(current.status), *texts, forecast, current.reason)


# --- reading, preview, sending -------------------------------------------------------------------


def read_updates(file: BinaryIO, name: str, scale: StatusScale) -> list[UpdateFileRow]:
    """The rows of a workbook (XLSX, ODS). Raises UpdateFileRefused."""
    try:
        sheets = read_workbook(file, name, rows=MOST_ROWS + 20, columns=MOST_COLUMNS)
    except UploadRefused as refused:
        raise UpdateFileRefused(str(refused)) from refused
    return rows_of_sheets(sheets, scale)


def preview_updates(
    *, by: User, scope: UpdateFileScope, rows: Sequence[UpdateFileRow]
) -> list[RowOutcome]:
    """What each row would do. Sends them and undoes it: nothing stays, nobody is notified."""
    outcomes: list[RowOutcome] = []
    try:
        with transaction.atomic():
            outcomes = _carry_out(by, scope, rows, "", {})
            raise _Undone
    except _Undone:
        return outcomes


def send_updates(
    *,
    by: User,
    scope: UpdateFileScope,
    rows: Sequence[UpdateFileRow],
    file_name: str,
    seen: Mapping[str, int],
) -> list[RowOutcome]:
    """Sends every row that can be sent, each in its own transaction, and says why others are not.

    `seen` has, by reference, the update of somebody else that the person saw beside their own text
    and chose to replace. The file as a whole is audited, with whose word it is.
    """
    outcomes = _carry_out(by, scope, rows, file_name, seen)
    sent = [outcome.ref for outcome in outcomes if outcome.state is RowState.SENT]
    if sent:
        _record_upload(by, scope, sent, file_name)
    return outcomes


@transaction.atomic
def _record_upload(by: User, scope: UpdateFileScope, sent: list[str], file_name: str) -> None:
    whose = f" on behalf of {scope.post.display_name} ({scope.post.code})" if scope.post else ""
    record_audit(
        by=by,
        verb="upload-updates",
        plan=scope.plan,
        subject="plan",
        summary=f"Uploaded updates{whose} for {scope.period.label}: {len(sent)} sent",
        detail={"sent": sent, "file": clean_name(file_name)},
    )


def _carry_out(
    by: User,
    scope: UpdateFileScope,
    rows: Sequence[UpdateFileRow],
    file_name: str,
    seen: Mapping[str, int],
) -> list[RowOutcome]:
    actions = {action.pk: action for action in scope.actions_of(by)}
    outcomes, done = [], set[int]()
    for row in rows:
        action = actions.get(row.key.action) if row.key else None
        if action is None or row.key is None or action.pk in done:
            outcomes.append(_not_to_send(row, scope, is_twice=action is not None))
            continue
        done.add(action.pk)
        action.plan = scope.plan
        outcomes.append(_one(by, scope, row, action, file_name, seen.get(action.ref)))
    return outcomes


def _not_to_send(row: UpdateFileRow, scope: UpdateFileScope, *, is_twice: bool) -> RowOutcome:
    if is_twice:
        words = "It is in the file twice. The first row counts."
    elif row.key is None:
        words = row.faults[0]
    elif scope.post:
        words = f"{scope.post.code} does not lead this action."
    else:
        words = "It is not one of your actions."
    return RowOutcome(row, RowState.FAULT, words, row.ref)


def _one(
    by: User,
    scope: UpdateFileScope,
    row: UpdateFileRow,
    action: Action,
    file_name: str,
    chosen: int | None,
) -> RowOutcome:
    """Sends one row, or says why not."""
    current = current_update(action, scope.period)
    display_name = scope.post or answering_post(by, action)

    def outcome(state: RowState, words: str, theirs: StatusUpdate | None = None) -> RowOutcome:
        return RowOutcome(
            row,
            state,
            words,
            action.ref,
            text=cut(one_line(action.text), 150),
            before=scope.plan.scale.label(current.status) if current else "",
            display_name=display_name.display_name if display_name else "",
            theirs=theirs,
        )

    if _is_unchanged(row, action, scope.period):
        return outcome(RowState.UNCHANGED, "Nothing was filled in or changed.")
    if fault := _fault(row, action):
        return outcome(RowState.FAULT, fault)
    assert row.key is not None  # noqa: S101 (a row without a key is a fault)
    based_on = chosen if chosen is not None else row.key.based_on or None
    if current and current.pk != based_on:
        words = "Somebody has updated it since the file was made."
        return outcome(RowState.CONFLICT, words, current)
    try:
        _send(by, scope, action, _content(row, current), based_on, file_name)
    except UpdateConflict as conflict:
        return outcome(RowState.CONFLICT, "Somebody has just updated it.", conflict.theirs)
    except UpdateRefused as refused:
        return outcome(RowState.FAULT, str(refused))
    return outcome(RowState.SENT, _taken_up(row.key, scope.period))


def _taken_up(key: RowKey, period: ReportingPeriod) -> str:
    """What is said of a row of a file that was made for another round; empty for the same one."""
    if key.period == period.pk:
        return ""
    return f"The file was made for another round. Its text is taken up for {period.label}."


@transaction.atomic
def _send(
    by: User,
    scope: UpdateFileScope,
    action: Action,
    content: UpdateContent,
    based_on: int | None,
    file_name: str,
) -> None:
    """Sends one update as its form would, and records that it came in a file and whose word it is.

    Raises UpdateRefused.
    """
    update = submit_update(
        by=by, action=action, period=scope.period, words=content, based_on=based_on
    )
    if FileUpdate.objects.filter(update=update).exists():
        return  # the same file twice
    if scope.post:
        # In the transaction that made it: the update is the post's word from the start.
        StatusUpdate.objects.filter(pk=update.pk).update(post=scope.post)
    FileUpdate.objects.create(
        update=update,
        file_name=clean_name(file_name or "updates.xlsx"),
        on_behalf_of=scope.post,
        by=by,
        at=now(),
    )


def _is_unchanged(row: UpdateFileRow, action: Action, period: ReportingPeriod) -> bool:
    """Whether the row is as it was in the file when that was made.

    Of a file made for another round, also whether it is as it was sent in that one.
    """
    if row.causes or row.key is None:
        return False
    of_round = StatusUpdate.with_taken_back.about([action]).filter(period=row.key.period)
    known = list(of_round.filter(pk=row.key.based_on))
    if row.key.period != period.pk:
        known += StatusUpdate.objects.of(action, row.key.period).current()
    if row.is_empty and not row.key.based_on:
        return True
    filled = [_plain(getattr(row, name)) for name in BOXES]
    scale = action.plan.scale
    return any([_plain(text) for text in _boxes(update, scale)] == filled for update in known)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _fault(row: UpdateFileRow, action: Action) -> str:
    faults = list(row.faults)
    start = action.start.month
    if not faults and row.month and start and row.month < start:
        faults.append(
            f"Forecast must be {start.first_day:%B %Y} or later, because the action starts then."
        )
    return " ".join(faults)


def _content(row: UpdateFileRow, current: StatusUpdate | None) -> UpdateContent:
    """The row as an update. What the file does not ask stays as it is in this period."""
    assert row.chosen is not None  # noqa: S101 (a row without a status is a fault)
    return UpdateContent(
        status=row.chosen,
        developments=row.developments,
        evidence=row.evidence,
        next_steps=row.next_steps,
        reason=row.reason,
        forecast_month=row.month.first_day if row.month else None,
        significant_risk=current.significant_risk if current else False,
        ask=current.ask if current else "",
    )
