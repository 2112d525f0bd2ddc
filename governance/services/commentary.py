"""The quarter in words: the commentary of each area, and what is said of the programme.

Both are written from the day the quarter opens until a publication of it goes out; while a
correction is being prepared they can be written again. A form carries the version of the words
that its writer saw, so that of two who write at once the second is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from actions.models import AreaCommentary, AreaOfWeakness, Plan, ReportingPeriod
from actions.selectors.periods import name_of
from actions.services.locking import lock_and_bump_plan
from governance.domain.enums import PaperState
from governance.papers.checks.figure_placeholders import UnknownFigure, nameable, unknown
from wsoa.accounts.models import User
from wsoa.audit.services import record
from wsoa.core.clock import today

BOXES = {
    "developments": "Developments",
    "evidence": "Evidence of impact",
    "next_steps": "Next steps",
}
PROGRAMME = {"programme": "The programme as a whole"}

# Words by the field that they stand in: those of BOXES, or of PROGRAMME.
CommentaryTexts = Mapping[str, str]


class CommentaryRefused(Exception):
    """The words stay as they are. The message is for the writer; `field` is of the form, if any."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class CommentaryConflict(CommentaryRefused):
    """Somebody else wrote while this was being written. `theirs` is what stands now."""

    def __init__(self, theirs: CommentaryTexts) -> None:
        self.theirs = theirs
        super().__init__(
            "Somebody else wrote here while you were writing. Nothing was overwritten: both "
            "texts are below. Choose what to keep."
        )


@dataclass(frozen=True, slots=True)
class CommentarySubject:
    """Which text of which quarter; as the audit log names it, and as people do."""

    subject: str
    name: str


def of_area(area: AreaOfWeakness, period: ReportingPeriod) -> CommentarySubject:
    return CommentarySubject(
        f"commentary {period.key} area {area.ref}", f"the commentary of area {area.ref}"
    )


def of_programme(period: ReportingPeriod) -> CommentarySubject:
    return CommentarySubject(f"programme {period.key}", "the words on the programme as a whole")


@transaction.atomic
def write_commentary(
    *,
    by: User,
    area: AreaOfWeakness,
    period: ReportingPeriod,
    words: CommentaryTexts,
    based_on: str,
) -> AreaCommentary:
    """Writes an area's commentary for a quarter, in the place of what stood; that is audited.

    `words` are those of BOXES; `based_on` is the version that the writer saw. The same words
    sent twice are written once. Empty words take away what stood.

    Raises WrittenMeanwhile, or CommentaryRefused where the quarter takes no words, nothing was
    written, or a figure is named that there is not.
    """
    lock_and_bump_plan(area.plan_id)
    row = AreaCommentary.objects.filter(area=area, period=period).first()
    row = row or AreaCommentary(area=area, period=period)
    before, after = current_texts(row), _tidy(words, BOXES)
    _refuse(area.plan, period, before, after, based_on, of_an_area=True)
    if before != after:
        for field, text in after.items():
            setattr(row, field, text)
        row.source = ""  # it said where the words before were taken from
        row.save()
        _record(by, area.plan, period, of_area(area, period), "write_commentary", before)
    return row


@transaction.atomic
def write_programme(
    *, by: User, plan: Plan, period: ReportingPeriod, words: CommentaryTexts, based_on: str
) -> ReportingPeriod:
    """Writes what a quarter's papers say of the programme as a whole; what stood is audited.

    `words` are those of PROGRAMME; `based_on` is the version that the writer saw. Raises
    what `write_commentary` raises.
    """
    lock_and_bump_plan(plan.pk)
    period = ReportingPeriod.objects.get(pk=period.pk, plan=plan)
    before, after = current_texts(period), _tidy(words, PROGRAMME)
    _refuse(plan, period, before, after, based_on, of_an_area=False)
    if before != after:
        period.programme, period.programme_source = after["programme"], ""
        period.save(update_fields=["programme", "programme_source"])
        _record(by, plan, period, of_programme(period), "write_programme", before)
    return period


def current_texts(row: AreaCommentary | ReportingPeriod) -> CommentaryTexts:
    """The words that stand, by the field that they stand in."""
    fields = BOXES if isinstance(row, AreaCommentary) else PROGRAMME
    return {field: getattr(row, field) for field in fields}


def version_of(words: CommentaryTexts) -> str:
    """What a form carries to say which words its writer saw."""
    joined = "\0".join(words[field] for field in sorted(words))
    return hashlib.sha256(joined.encode()).hexdigest()[:32]


def reason_closed(plan: Plan, period: ReportingPeriod) -> str:
    """Why nothing can be written of this quarter now; empty while it can."""
    name = name_of(period)
    if period.kind != ReportingPeriod.Kind.QUARTER:
        return f"{name} is a month within a quarter: commentary is written for quarters."
    if period.opens > today():
        return f"{name} has not opened yet: it opens on {period.opens:%-d %B %Y}."
    papers = plan.papers.quarterly().light().of_key(period.key)
    last = papers.order_by("-version").first()
    if last is None or last.state == PaperState.DRAFT:
        return ""
    if last.state == PaperState.GOING_OUT:
        return (
            f"The publication of {name} is going out with the words as they are. Its publisher "
            "can hold it back; then they can be changed."
        )
    is_out = "was withdrawn" if last.state == PaperState.WITHDRAWN else "is out"
    return (
        f"The publication of {name} {is_out}, with the words as they are. Once its publisher "
        "has begun a correction, they can be changed here."
    )


# --- what both ask --------------------------------------------------------------------------------


def _tidy(words: CommentaryTexts, fields: Mapping[str, str]) -> CommentaryTexts:
    """Without spaces around, and with one kind of line end: browsers send another."""
    return {field: "\n".join(words.get(field, "").strip().splitlines()) for field in fields}


def _refuse(
    plan: Plan,
    period: ReportingPeriod,
    before: CommentaryTexts,
    after: CommentaryTexts,
    based_on: str,
    *,
    of_an_area: bool,
) -> None:
    """Raises what keeps the words from being written; the plan's row is held already."""
    shut = reason_closed(plan, period)
    if shut:
        raise CommentaryRefused(f"{shut} Nothing was saved; your words are below.")
    titles = BOXES if of_an_area else PROGRAMME
    known = nameable(of_an_area=of_an_area)
    for field, text in after.items():
        for name in unknown(text, known):
            raise CommentaryRefused(str(UnknownFigure(name, known, titles[field])), field)
    if before != after and version_of(before) != based_on:
        raise CommentaryConflict(before)
    if not any(before.values()) and not any(after.values()):
        raise CommentaryRefused("Nothing has been written yet", next(iter(after)))


def _record(
    by: User,
    plan: Plan,
    period: ReportingPeriod,
    what: CommentarySubject,
    verb: str,
    before: CommentaryTexts,
) -> None:
    record(
        by=by,
        verb=verb,
        plan=plan.slug,
        subject=what.subject,
        summary=f"Wrote {what.name}, {name_of(period)}",
        detail={"period": period.key, "before": dict(before)},
    )
