"""The commentary of a quarter: one for each area, and one for the programme.

Both can be written from the day on which the quarter opens until its publication, and again while a
correction is prepared. Each save is a new version that supersedes the one its author saw, so that
of two people who write at once the second gets a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from actions.domain.update_texts import COMMENTARY_TEXTS
from actions.models import (
    AreaCommentary,
    AreaOfWeakness,
    Commentary,
    Plan,
    ProgrammeCommentary,
    ReportingPeriod,
)
from actions.selectors.periods import name_of
from actions.services.locking import lock_and_bump_plan
from governance.domain.enums import PaperState
from governance.papers.checks.figure_placeholders import UnknownFigure, nameable, unknown
from governance.selectors.commentary import area_commentary, programme_commentary
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today

BOXES = {text.field: text.title for text in COMMENTARY_TEXTS}
PROGRAMME = {"programme": "The programme as a whole"}

# Texts by form field: those of BOXES, or of PROGRAMME.
CommentaryTexts = Mapping[str, str]


class CommentaryRefused(Exception):
    """The commentary was not saved. The message is for the author; `field` may be empty."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class CommentaryConflict(CommentaryRefused):
    """Somebody else saved a version in the meantime. `theirs` is the current version."""

    def __init__(self, theirs: Commentary) -> None:
        self.theirs = theirs
        super().__init__(
            "Somebody else changed this text while you were writing. Nothing was overwritten: both "
            "texts are below. Choose what to keep."
        )


@transaction.atomic
def write_commentary(
    *,
    by: User,
    area: AreaOfWeakness,
    period: ReportingPeriod,
    words: CommentaryTexts,
    based_on: int | None,
) -> AreaCommentary:
    """Saves a new version of an area's commentary for a quarter. Audited.

    `words` are the texts of BOXES; `based_on` is the version that the author saw, None for none.
    Sending the same texts twice saves one version. Empty texts remove the commentary.

    Raises CommentaryConflict, or CommentaryRefused if the quarter is closed for commentary, nothing
    was written, or a text names an unknown figure.
    """
    lock_and_bump_plan(area.plan_id)
    current, after = area_commentary(area, period), _tidy(words, BOXES)
    _refuse(area.plan, current, after, based_on)
    if current.texts == after:
        return current
    version = AreaCommentary(area=area, period=period, **after)
    subject = f"commentary {period.key} area {area.ref}"
    name = f"the commentary of area {area.ref}"
    _save(by, area.plan, version, current, "write_commentary", subject, name)
    return version


@transaction.atomic
def write_programme(
    *, by: User, plan: Plan, period: ReportingPeriod, words: CommentaryTexts, based_on: int | None
) -> ProgrammeCommentary:
    """Saves a new version of the programme's commentary for a quarter, as `write_commentary` does.

    `words` are the texts of PROGRAMME. Raises what `write_commentary` raises.
    """
    lock_and_bump_plan(plan.pk)
    current, after = programme_commentary(period), _tidy(words, PROGRAMME)
    _refuse(plan, current, after, based_on)
    if current.texts == after:
        return current
    version = ProgrammeCommentary(period=period, **after)
    subject, name = f"programme {period.key}", "the text on the programme as a whole"
    _save(by, plan, version, current, "write_programme", subject, name)
    return version


def reason_closed(plan: Plan, period: ReportingPeriod) -> str:
    """Why no commentary can be written for this quarter; empty if it can."""
    name = name_of(period)
    if period.kind != ReportingPeriod.Kind.QUARTER:
        return f"{name} is a month. Commentary is written for quarters only."
    if period.opens > today():
        return f"{name} is not open yet. It opens on {period.opens:%-d %B %Y}."
    papers = plan.papers.quarterly().light().of_key(period.key)
    last = papers.order_by("-version").first()
    if last is None or last.state == PaperState.DRAFT:
        return ""
    if last.state == PaperState.SCHEDULED:
        return (
            f"The {name} update is scheduled for publication, so its commentary cannot be changed. "
            "Ask the publisher to withhold it first."
        )
    happened = "was withdrawn" if last.state == PaperState.WITHDRAWN else "is published"
    return (
        f"The {name} update {happened}, so its commentary cannot be changed. Ask the publisher to "
        "start a correction first."
    )


# --- what both ask --------------------------------------------------------------------------------


def _tidy(words: CommentaryTexts, fields: Mapping[str, str]) -> CommentaryTexts:
    """The texts without surrounding spaces, and with line ends as LF: browsers send CRLF."""
    return {field: "\n".join(words.get(field, "").strip().splitlines()) for field in fields}


def _refuse(plan: Plan, current: Commentary, after: CommentaryTexts, based_on: int | None) -> None:
    """Raises the reason why the texts cannot be saved. The plan's row is locked already."""
    shut = reason_closed(plan, current.period)
    if shut:
        raise CommentaryRefused(f"{shut} Nothing was saved; your text is below.")
    of_an_area = isinstance(current, AreaCommentary)
    titles = BOXES if of_an_area else PROGRAMME
    known = nameable(of_an_area=of_an_area)
    for field, text in after.items():
        for name in unknown(text, known):
            raise CommentaryRefused(str(UnknownFigure(name, known, titles[field])), field)
    if current.texts != after and current.pk != based_on:
        raise CommentaryConflict(current)
    if not any(current.texts.values()) and not any(after.values()):
        raise CommentaryRefused("Enter the commentary", next(iter(after)))


def _save(
    by: User,
    plan: Plan,
    version: Commentary,
    current: Commentary,
    verb: str,
    subject: str,
    name: str,
) -> None:
    """Saves a version that supersedes the current one, and audits it."""
    version.by, version.at = by, now()
    version.supersedes_id = current.pk
    version.save()
    record_audit(
        by=by,
        verb=verb,
        plan=plan,
        subject=subject,
        summary=f"Wrote {name}, {name_of(version.period)}",
        detail={"period": version.period.key, "before": current.texts},
    )
