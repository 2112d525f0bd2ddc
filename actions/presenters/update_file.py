"""The pages of a file of updates: what it is for, and what each of its rows would send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from actions.domain.update_file import BOXES
from actions.domain.update_texts import UPDATE_TEXTS
from actions.models import StatusUpdate
from actions.presenters.attribution import author_of
from actions.selectors.organisation_names import organisation_history
from actions.services.update_file import RowOutcome, RowState, UpdateFileScope
from wsoa.core.months import Month


@dataclass(frozen=True, slots=True)
class FileText:
    """A box of a row as it is filled in, and what is there where somebody else was first."""

    title: str
    mine: str
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class FileRowShown:
    """One row of the preview."""

    number: int
    ref: str
    text: str
    href: str
    outcome: str
    before: str
    status: str | None
    display_name: str
    texts: tuple[FileText, ...]
    choice: str = ""  # the name of the field that chooses between two texts
    theirs: str = ""  # "Head of SEN, 15 November 2019"
    theirs_status: str | None = None
    theirs_pk: int | None = None


@dataclass(frozen=True, slots=True)
class UpdateFilePage:
    """The page of a file of updates: what it would send, conflicts and faults, action by action."""

    period: str
    post: str  # the post that the office sends for; empty for one's own
    download: str
    address: str
    back: str
    sent: tuple[FileRowShown, ...] = ()
    conflicts: tuple[FileRowShown, ...] = ()
    faults: tuple[FileRowShown, ...] = ()
    unchanged: int = 0

    @property
    def can_send(self) -> bool:
        return bool(self.sent or self.conflicts)


def update_file_page(scope: UpdateFileScope, outcomes: Sequence[RowOutcome] = ()) -> UpdateFilePage:
    """The page of the file; with `outcomes`, what its rows would do."""
    slug = scope.plan.slug
    query = f"?{urlencode({'post': scope.post.code})}" if scope.post else ""
    mine = f"{reverse('my-updates')}?{urlencode({'plan': slug})}"

    def shown(state: RowState) -> tuple[FileRowShown, ...]:
        return tuple(_row(scope, one) for one in outcomes if one.state is state)

    return UpdateFilePage(
        period=f"{scope.period.first_day:%B %Y}",
        post=f"{scope.post.display_name} ({scope.post.code})" if scope.post else "",
        download=reverse("update-file-download", args=[slug]) + query,
        address=reverse("update-file", args=[slug]) + query,
        back=reverse("round", args=[slug]) if scope.post else mine,
        sent=shown(RowState.SENT),
        conflicts=shown(RowState.CONFLICT),
        faults=shown(RowState.FAULT),
        unchanged=sum(one.state is RowState.UNCHANGED for one in outcomes),
    )


def _row(scope: UpdateFileScope, outcome: RowOutcome) -> FileRowShown:
    row, theirs = outcome.row, outcome.theirs
    return FileRowShown(
        number=row.number,
        ref=outcome.ref,
        text=outcome.text,
        href=reverse("action", args=[scope.plan.slug, outcome.ref]) if outcome.text else "",
        outcome=outcome.message,
        before=outcome.before,
        status=row.chosen.value if row.chosen else None,
        display_name=outcome.display_name,
        texts=_texts(outcome),
        choice=outcome.sends_mine if theirs else "",
        theirs=_who(scope, theirs) if theirs else "",
        theirs_status=theirs.status if theirs else None,
        theirs_pk=theirs.pk if theirs else None,
    )


def _texts(outcome: RowOutcome) -> tuple[FileText, ...]:
    theirs = dict.fromkeys(BOXES, "")
    if outcome.theirs:
        theirs |= {text.field: getattr(outcome.theirs, text.field) for text in UPDATE_TEXTS}
        month = outcome.theirs.forecast_month
        theirs |= {"forecast": Month.of(month).printed if month else ""}
        theirs |= {"reason": outcome.theirs.reason}
    pairs = (
        FileText(column.title, getattr(outcome.row, name), theirs[name])
        for name, column in BOXES.items()
        if name != "status"
    )
    return tuple(text for text in pairs if text.mine or text.theirs)


def _who(scope: UpdateFileScope, update: StatusUpdate) -> str:
    history = organisation_history(scope.plan)
    return f"{author_of(update, history)}, {localtime(update.recorded_at):%-d %B %Y}"


def sent_page(outcomes: Sequence[RowOutcome]) -> str:
    """What was sent, in a sentence: "6 updates were sent. 1 was not: see below."."""
    count = sum(one.state is RowState.SENT for one in outcomes)
    left = sum(one.state in (RowState.CONFLICT, RowState.FAULT) for one in outcomes)
    words = "1 update was sent." if count == 1 else f"{count} updates were sent."
    if left:
        words += f" {left} {'was' if left == 1 else 'were'} not: the reasons are below."
    return words
