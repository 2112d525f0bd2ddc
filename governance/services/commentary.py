"""The quarter in words: the commentary of each area, and what is said of the programme.

Both are written from the day the quarter opens until a publication of it goes out; while a
correction is being prepared they can be written again. What is written is a version of its own,
which supersedes the one that its writer saw, so that of two who write at once the second is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from actions.domain.update_texts import COMMENTARY_TEXTS
from actions.models import (
    AreaCommentary,
    AreaOfWeakness,
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

# Words by the field that they stand in: those of BOXES, or of PROGRAMME.
CommentaryTexts = Mapping[str, str]
Commentary = AreaCommentary | ProgrammeCommentary


class CommentaryRefused(Exception):
    """The words stay as they are. The message is for the writer; `field` is of the form, if any."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class CommentaryConflict(CommentaryRefused):
    """Somebody else wrote while this was being written. `theirs` is the version that stands."""

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
    """Writes an area's commentary for a quarter: a version that supersedes what stood. Audited.

    `words` are those of BOXES; `based_on` is the version that the writer saw, None for none. The
    same words sent twice are one version. Empty words take away what stood.

    Raises CommentaryConflict, or CommentaryRefused where the quarter takes no words, nothing was
    written, or a figure is named that there is not.
    """
    lock_and_bump_plan(area.plan_id)
    standing, after = area_commentary(area, period), _tidy(words, BOXES)
    _refuse(area.plan, standing, after, based_on)
    if standing.texts == after:
        return standing
    version = AreaCommentary(area=area, period=period, **after)
    subject = f"commentary {period.key} area {area.ref}"
    name = f"the commentary of area {area.ref}"
    _save(by, area.plan, version, standing, "write_commentary", subject, name)
    return version


@transaction.atomic
def write_programme(
    *, by: User, plan: Plan, period: ReportingPeriod, words: CommentaryTexts, based_on: int | None
) -> ProgrammeCommentary:
    """Writes what a quarter's papers say of the programme as a whole, as `write_commentary` does.

    `words` are those of PROGRAMME. Raises what `write_commentary` raises.
    """
    lock_and_bump_plan(plan.pk)
    standing, after = programme_commentary(period), _tidy(words, PROGRAMME)
    _refuse(plan, standing, after, based_on)
    if standing.texts == after:
        return standing
    version = ProgrammeCommentary(period=period, **after)
    subject, name = f"programme {period.key}", "the text on the programme as a whole"
    _save(by, plan, version, standing, "write_programme", subject, name)
    return version


def reason_closed(plan: Plan, period: ReportingPeriod) -> str:
    """Why nothing can be written of this quarter now; empty while it can."""
    name = name_of(period)
    if period.kind != ReportingPeriod.Kind.QUARTER:
        return f"{name} is a month. Commentary is written for quarters only."
    if period.opens > today():
        return f"{name} is not open yet. It opens on {period.opens:%-d %B %Y}."
    papers = plan.papers.quarterly().light().of_key(period.key)
    last = papers.order_by("-version").first()
    if last is None or last.state == PaperState.DRAFT:
        return ""
    if last.state == PaperState.GOING_OUT:
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
    """Without spaces around, and with one kind of line end: browsers send another."""
    return {field: "\n".join(words.get(field, "").strip().splitlines()) for field in fields}


def _refuse(plan: Plan, standing: Commentary, after: CommentaryTexts, based_on: int | None) -> None:
    """Raises what keeps the words from being written; the plan's row is held already."""
    shut = reason_closed(plan, standing.period)
    if shut:
        raise CommentaryRefused(f"{shut} Nothing was saved; your text is below.")
    of_an_area = isinstance(standing, AreaCommentary)
    titles = BOXES if of_an_area else PROGRAMME
    known = nameable(of_an_area=of_an_area)
    for field, text in after.items():
        for name in unknown(text, known):
            raise CommentaryRefused(str(UnknownFigure(name, known, titles[field])), field)
    if standing.texts != after and standing.pk != based_on:
        raise CommentaryConflict(standing)
    if not any(standing.texts.values()) and not any(after.values()):
        raise CommentaryRefused("Enter the commentary", next(iter(after)))


def _save(
    by: User,
    plan: Plan,
    version: Commentary,
    standing: Commentary,
    verb: str,
    subject: str,
    name: str,
) -> None:
    """Saves a version in the place of what stands, and audits it."""
    version.by, version.at = by, now()
    version.supersedes_id = standing.pk
    version.save()
    record_audit(
        by=by,
        verb=verb,
        plan=plan.slug,
        subject=subject,
        summary=f"Wrote {name}, {name_of(version.period)}",
        detail={"period": version.period.key, "before": standing.texts},
    )
