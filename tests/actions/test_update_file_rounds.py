"""A file of updates that comes back after its round has closed and the next has opened."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

from actions.domain.enums import Status
from actions.domain.kinds.scale import FIVE
from actions.domain.update_file import UpdateFileRow
from actions.models import Plan
from actions.selectors.updates import current_update
from actions.services.update_file import (
    RowState,
    UpdateFileScope,
    fill_in_file,
    preview_updates,
    read_updates,
    send_updates,
)
from actions.services.updates import UpdateContent, submit_update
from wsoa.accounts.models import User

OWN = "6.1.1"
FORECAST = "March 2020"


def test_what_was_filled_in_for_a_closed_round_is_taken_up_for_the_open_one(
    sheffield: Plan, people: dict[str, User], settings: Any
) -> None:
    by, action = people["lead"], sheffield.actions.get(ref=OWN)
    october, january = (sheffield.periods.quarters().get(key=key) for key in ("2019-10", "2020-01"))
    of_october = UpdateFileScope(sheffield, october)
    made = read_updates(io.BytesIO(fill_in_file(by=by, scope=of_october)), "updates.xlsx", FIVE)
    filled = [_filled(row) if row.ref == OWN else row for row in made]
    settings.WSOA_TODAY = date(2020, 1, 15)
    scope = UpdateFileScope(sheffield, january)

    shown = {one.ref: one for one in preview_updates(by=by, scope=scope, rows=filled)}
    assert shown[OWN].state is RowState.SENT
    assert shown[OWN].message == (
        f"The file was made for another round. Its text is taken up for {january.label}."
    )
    others = {one.state for ref, one in shown.items() if ref != OWN}
    assert others == {RowState.UNCHANGED}  # what the file had is not sent as new

    office = people["manager"]
    words = UpdateContent(Status.AT_RISK, "Theirs.", forecast_month=date(2020, 3, 1))
    theirs = submit_update(by=office, action=action, period=january, words=words, based_on=None)
    [conflict] = preview_updates(by=by, scope=scope, rows=[row for row in filled if row.ref == OWN])
    assert (conflict.state, conflict.theirs) == (RowState.CONFLICT, theirs)
    sent = send_updates(
        by=by, scope=scope, rows=filled, file_name="updates.xlsx", seen={OWN: theirs.pk}
    )
    assert [one.ref for one in sent if one.state is RowState.SENT] == [OWN]
    assert current_update(action, january).developments == "Written in the round before."


def test_what_was_sent_in_the_round_before_is_not_sent_again(
    sheffield: Plan, people: dict[str, User], settings: Any
) -> None:
    by = people["lead"]
    october, january = (sheffield.periods.quarters().get(key=key) for key in ("2019-10", "2020-01"))
    scope = UpdateFileScope(sheffield, october)
    made = read_updates(io.BytesIO(fill_in_file(by=by, scope=scope)), "updates.xlsx", FIVE)
    filled = [_filled(row) for row in made if row.ref == OWN]
    [sent] = send_updates(by=by, scope=scope, rows=filled, file_name="updates.xlsx", seen={})
    assert sent.state is RowState.SENT
    settings.WSOA_TODAY = date(2020, 1, 15)
    [again] = preview_updates(by=by, scope=UpdateFileScope(sheffield, january), rows=filled)
    assert again.state is RowState.UNCHANGED


def _filled(row: UpdateFileRow) -> UpdateFileRow:
    return replace(
        row,
        status="Behind or at risk",
        code="at_risk",
        developments="Written in the round before.",
        forecast=FORECAST,
    )
