"""The Easy Read summary of an area for a quarter: its versions, and drafts of them.

It can be written when the quarter's commentary can. Each save is a new version that supersedes the
one its author saw, so that of two people who write at once the second gets a conflict.
"""

from __future__ import annotations

import json

from django.db import transaction

from actions.models import AreaOfWeakness, Plan, ReportingPeriod
from actions.selectors.periods import name_of
from actions.services.locking import lock_and_bump_plan
from governance.domain.easy_read.arrangement import EasyReadContent
from governance.domain.easy_read.drawings import DRAWINGS
from governance.domain.easy_read.ideas import (
    LONGEST_IDEA,
    LONGEST_TITLE,
    MOST_IDEAS,
    EasyReadHeading,
    IllustratedIdea,
    tidy,
)
from governance.models import EasyReadDraft, EasyReadIdea, EasyReadSummary
from governance.selectors.easy_read import easy_read_summary
from governance.services.commentary import reason_closed
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now
from wsoa.web.resubmission import LARGEST


class EasyReadRefused(Exception):
    """The summary was not saved. The message is for the author."""


class EasyReadConflict(EasyReadRefused):
    """Somebody else saved a version in the meantime. `theirs` is the current version."""

    def __init__(self, theirs: EasyReadSummary) -> None:
        self.theirs = theirs
        super().__init__(
            "Somebody else changed this summary while you were writing. Nothing was overwritten: "
            "theirs and yours are below. Choose what to keep."
        )


@transaction.atomic
def write_easy_read(
    *,
    by: User,
    area: AreaOfWeakness,
    period: ReportingPeriod,
    title: str,
    ideas: tuple[IllustratedIdea, ...],
    based_on: int | None,
) -> EasyReadSummary:
    """Saves a new version of an area's Easy Read summary, and drops the author's draft. Audited.

    `based_on` is the version that the author saw, None for none. Lines without words are left
    out; without any, the summary is removed. Sending the same twice saves one version. What may be
    hard to read is saved, too: publication asks about it.

    Raises EasyReadConflict, or EasyReadRefused if the quarter is closed for commentary, nothing was
    written, there are too many lines, or a heading or drawing is unknown.
    """
    lock_and_bump_plan(area.plan_id)
    current, after = easy_read_summary(area, period), _tidy(title, ideas)
    _refuse(area.plan, current, after, based_on)
    EasyReadDraft.objects.typed_by(by, area, period).delete()
    if current.text == after:
        return current
    version = _save(by, area, period, current, after)
    record_audit(
        by=by,
        verb="write_easy_read",
        plan=area.plan,
        subject=f"easy read {period.key} area {area.ref}",
        summary=f"Wrote the Easy Read summary of area {area.ref}, {name_of(period)}",
        detail={
            "period": period.key,
            "title": current.title,
            "before": [_fields(idea) for idea in current.content],
        },
    )
    return version


@transaction.atomic
def keep_easy_read_draft(
    *,
    by: User,
    area: AreaOfWeakness,
    period: ReportingPeriod,
    content: EasyReadContent,
    based_on: int | None,
) -> EasyReadDraft:
    """Keeps what a person has typed, in place of their draft. Not audited: nobody else sees it.

    Raises EasyReadRefused if it is too long to be kept.
    """
    stored = {
        "title": content.title,
        "ideas": [_fields(idea) for idea in content.ideas],
        "removed": [[out.place, *_fields(out.idea)] for out in content.removed],
    }
    length = len(json.dumps(stored))
    if length > LARGEST:
        raise EasyReadRefused(
            f"The draft was not kept because it is too long ({length:,} characters). Your lines "
            "are still below. Shorten them."
        )
    draft, _ = EasyReadDraft.objects.update_or_create(
        user=by,
        area=area,
        period=period,
        defaults={"content": stored, "based_on": based_on, "saved_at": now()},
    )
    return draft


@transaction.atomic
def drop_easy_read_draft(*, by: User, area: AreaOfWeakness, period: ReportingPeriod) -> None:
    """Removes a person's draft, as they asked. Idempotent; not audited."""
    EasyReadDraft.objects.typed_by(by, area, period).delete()


def _fields(idea: IllustratedIdea) -> list[str]:
    return [idea.heading, idea.text, idea.drawing]


# --- what is saved --------------------------------------------------------------------------------


def _tidy(
    title: str, ideas: tuple[IllustratedIdea, ...]
) -> tuple[str, tuple[IllustratedIdea, ...]]:
    """Title and lines without surplus blanks; lines without words are left out."""
    tidied = (IllustratedIdea(idea.heading, tidy(idea.text), idea.drawing) for idea in ideas)
    return " ".join(title.split()), tuple(idea for idea in tidied if idea.text)


def _refuse(
    plan: Plan,
    current: EasyReadSummary,
    after: tuple[str, tuple[IllustratedIdea, ...]],
    based_on: int | None,
) -> None:
    """Raises the reason why it cannot be saved. The plan's row is locked already."""
    title, ideas = after
    if shut := reason_closed(plan, current.period):
        raise EasyReadRefused(f"{shut} Nothing was saved; your lines are below.")
    if len(ideas) > MOST_IDEAS:
        raise EasyReadRefused(
            f"There are {len(ideas)} lines, and a summary has at most {MOST_IDEAS}. Nothing was "
            "saved; your lines are below. Take some out."
        )
    known = {"", *EasyReadHeading}
    if len(title) > LONGEST_TITLE or any(
        idea.heading not in known
        or (idea.drawing and idea.drawing not in DRAWINGS)
        or len(idea.text) > LONGEST_IDEA
        for idea in ideas
    ):
        raise EasyReadRefused(
            "A heading or picture is not one of ours, or a text is too long. Nothing was saved; "
            "your lines are below."
        )
    if current.text != after and current.pk != based_on:
        raise EasyReadConflict(current)
    if not ideas and not current.content:
        raise EasyReadRefused("Enter at least one line")


def _save(
    by: User,
    area: AreaOfWeakness,
    period: ReportingPeriod,
    current: EasyReadSummary,
    after: tuple[str, tuple[IllustratedIdea, ...]],
) -> EasyReadSummary:
    title, ideas = after
    version = EasyReadSummary(area=area, period=period, title=title, by=by, at=now())
    version.supersedes_id = current.pk
    version.save()
    EasyReadIdea.objects.bulk_create(EasyReadIdea.in_order(version, ideas))
    return version
