"""The page on which an area's Easy Read summary of a quarter is written, checked and read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from actions.selectors.periods import name_of
from governance.domain.easy_read.arrangement import EasyReadContent, RemovedIdea, with_proposed
from governance.domain.easy_read.drawings import DRAWINGS, PREFIX
from governance.domain.easy_read.ideas import MOST_IDEAS
from governance.domain.easy_read.readability import (
    READING_AGE,
    Readability,
    ReadabilityRemark,
    readability,
)
from governance.forms.easy_read import EasyReadForm, EasyReadIdeaForm
from governance.models import EasyReadDraft, EasyReadSummary
from governance.papers.document.schema import ActionCounts
from governance.papers.quarterly import build
from governance.papers.quarterly.easy_read import easy_read_text
from governance.papers.quarterly.easy_read_context import EasyReadPartContext, easy_read_context
from governance.papers.quarterly.easy_read_proposal import proposed_ideas
from governance.selectors.commentary import quarter_before
from governance.selectors.easy_read import easy_read_summary
from governance.services.commentary import reason_closed
from wsoa.accounts.models import User
from wsoa.core.clock import today

WRITES = "governance.write_easy_read"
LINE = "line"  # in the address after a button


@dataclass(frozen=True, slots=True)
class DrawingChoice:
    """One of our drawings as the page defines it once."""

    key: str
    name: str
    shape: SafeString


@dataclass(frozen=True, slots=True)
class EasyReadLineToEdit:
    """One line with its fields, and what may be hard to read in it."""

    number: int
    form: EasyReadIdeaForm
    drawing: str  # the identifier of the shape that is shown beside it
    remarks: tuple[ReadabilityRemark, ...]
    is_first: bool
    is_last: bool
    is_next: bool  # the line to go on with


@dataclass(frozen=True, slots=True)
class EasyReadPage:
    """The page, with or without the form."""

    area: str
    title: str
    period: str
    parts: tuple[EasyReadPartContext, ...]
    written: str
    source: str
    before: str
    before_parts: tuple[EasyReadPartContext, ...]
    facts: str
    drawings: tuple[DrawingChoice, ...]
    lines: tuple[EasyReadLineToEdit, ...]
    removed: tuple[RemovedIdea, ...]
    reading_age: str
    of_whole: tuple[ReadabilityRemark, ...]
    remarks: int
    is_full: bool
    draft: EasyReadDraft | None
    draft_key: str  # another one for other content
    unsent: str  # what is on the page is not saved: typed, or a draft to which a button has led
    shut: str
    may_write: bool
    keep: str

    @property
    def shows_form(self) -> bool:
        return self.may_write and not self.shut


def easy_read_page(
    summary: EasyReadSummary,
    user: User,
    form: EasyReadForm,
    *,
    draft: EasyReadDraft | None = None,
    line: str = "",
) -> EasyReadPage:
    """The page of one area in a quarter.

    `line` is the number of the line to go on with after a button, 0 for none; empty without one.
    """
    area, period = summary.area, summary.period
    before = quarter_before(period)
    found = readability(form.content.ideas, dict(area.plan.glossary.values_list("term", "meaning")))
    return EasyReadPage(
        area=f"{area.ref}. {area.title}",
        title=summary.shown_title,
        period=name_of(period),
        parts=_parts(summary),
        written=_written(summary),
        source=summary.source,
        before=name_of(before) if before else "",
        before_parts=_parts(easy_read_summary(area, before)) if before else (),
        facts=_facts(build.counts_by_area(period)[area.pk]),
        drawings=tuple(_drawing_choices()),
        lines=tuple(_lines_to_edit(form, found, line)),
        removed=form.content.removed,
        reading_age=_age_words(found.reading_age),
        of_whole=found.of_whole,
        remarks=found.count,
        is_full=len(form.content.written) > MOST_IDEAS,
        draft=draft,
        draft_key=_key_of(draft) if draft else "",
        unsent="typed" if form.is_bound else "draft" if draft and line else "",
        shut=reason_closed(area.plan, period),
        may_write=user.has_perm(WRITES, area),
        keep=f"easy-read/{area.plan.slug}/{period.key}/{area.ref}/{user.pk}",
    )


def _lines_to_edit(
    form: EasyReadForm, found: Readability, line: str
) -> Iterator[EasyReadLineToEdit]:
    last = len(form.ideas) - 1
    for idea, remarks in zip(form.ideas, found.of_ideas, strict=True):
        yield EasyReadLineToEdit(
            number=idea.number + 1,
            form=idea,
            drawing=_shape_of(idea.idea.drawing),
            remarks=remarks,
            is_first=idea.number == 0,
            is_last=idea.number == last,
            is_next=line == str(idea.number + 1),
        )


def _drawing_choices() -> Iterator[DrawingChoice]:
    for key, made in DRAWINGS.items():
        yield DrawingChoice(_shape_of(key), made.name, mark_safe(made.lines))  # noqa: S308


def content_to_edit(summary: EasyReadSummary) -> EasyReadContent:
    """The current version as it is edited."""
    return EasyReadContent(summary.title, summary.content)


def content_with_proposal(content: EasyReadContent, summary: EasyReadSummary) -> EasyReadContent:
    """The lines with proposed ones after them, from what the plan says of the area today.

    Nothing is saved: the officer does that.
    """
    area = summary.area
    document = build.build_quarterly(area.plan, summary.period, today())
    named = area.plan.actions.only("plan", "ref", "short_title", "text")
    titles = {action.ref: action.title for action in named}
    return with_proposed(content, proposed_ideas(document, area.ref, titles))


def _key_of(draft: EasyReadDraft) -> str:
    return hashlib.sha256(json.dumps(draft.content).encode()).hexdigest()[:16]


def _shape_of(key: str) -> str:
    return f"{PREFIX}{key if key in DRAWINGS else 'none'}"


def _parts(summary: EasyReadSummary) -> tuple[EasyReadPartContext, ...]:
    if not summary.content:
        return ()
    shown = easy_read_context(easy_read_text(summary), summary.area.ref, None)
    return shown.parts if shown else ()


def _written(summary: EasyReadSummary) -> str:
    if not summary.by:
        return ""
    return f"{summary.by.name} on {localtime(summary.at):%-d %B %Y}"


def _facts(counts: ActionCounts) -> str:
    """ "15 actions: 1 is complete, 8 are on track or yet to start, 6 are behind or at risk."."""
    total = "1 action" if counts.total == 1 else f"{counts.total} actions"
    words = (
        f"{total}: {counts.complete} complete, {counts.to_plan} on track or yet to start, "
        f"{counts.behind} behind target or at significant risk"
    )
    return f"{words}, {counts.without} without a status." if counts.without else f"{words}."


def _age_words(age: float) -> str:
    if not age:
        return "Nothing is written yet."
    return f"Reading age: {age:.0f} years. Aim for {READING_AGE:.0f} or less."
