"""The publications of a plan: quarters, versions, and progress of their files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localtime

from actions.models import Plan, ReportingPeriod
from actions.selectors.periods import closed_on, is_closed
from governance.domain.dates import day_words
from governance.domain.enums import UNFINISHED, PaperState
from governance.models import Paper, Rendering
from governance.presenters.job_progress import JobProgress
from governance.services.signing import sides_missing


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version; `address` is empty until it is published."""

    pk: int
    version: int
    name: str
    state: str
    label: str
    note: str
    address: str
    sha256: str
    is_published: bool

    @property
    def corrected(self) -> int:
        """The number of the version before, which a correction corrects."""
        return self.version - 1


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter of the plan, with its publication, if there is one."""

    key: str
    title: str
    closed: str
    href: str  # where it is prepared, or empty
    versions: tuple[VersionLine, ...]
    can_prepare: bool


@dataclass(frozen=True, slots=True)
class FormatProgress(JobProgress):
    """The progress of the files of a publication."""

    state: str  # queued, making, ready or failed; "out" once readers have it
    stage: str
    done: int
    error: str
    tries: int
    publish_from: datetime | None
    href: str

    @property
    def is_on_its_way(self) -> bool:
        """Whether the page polls again: also while finished files wait for their scheduled time."""
        return self.is_ready or self.state in UNFINISHED

    @property
    def is_published(self) -> bool:
        return self.state == PaperState.PUBLISHED

    @property
    def waiting(self) -> str:
        if self.error:
            return f"An attempt failed. {self.error} We are trying again."
        return "It will start in a moment."

    @property
    def sentence(self) -> str:
        """The progress as a sentence, for screen readers."""
        return {
            "queued": "The files are waiting to be made.",
            "making": "The files are being made.",
            "ready": "All files are ready.",
            "failed": "The files could not be made. Nothing was published.",
            "out": "The report is published.",
        }.get(self.state, "The report is not scheduled for publication.")


def quarter_lines(
    plan: Plan, periods: Iterable[ReportingPeriod], papers: Iterable[Paper], day: date
) -> list[QuarterLine]:
    """The quarters begun so far, latest first."""
    of_key: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        paper.plan = plan
        of_key[paper.key].append(paper)
    begun = [period for period in periods if period.opens <= day]
    return [
        _quarter(plan, period, of_key[period.key], day)
        for period in sorted(begun, key=lambda quarter: quarter.first_day, reverse=True)
    ]


def _quarter(plan: Plan, period: ReportingPeriod, papers: list[Paper], day: date) -> QuarterLine:
    closed = is_closed(period, day)
    when = (
        f"Closed on {day_words(closed_on(period))}"
        if closed
        else f"Closes on {day_words(period.closes)}"
    )
    return QuarterLine(
        key=period.key,
        title=f"{period.first_day:%B %Y} update",
        closed=when,
        href=reverse("publication", args=[plan.slug, period.key]) if papers else "",
        versions=tuple(version_lines(papers)),
        can_prepare=closed and not papers,
    )


def version_lines(papers: Iterable[Paper]) -> list[VersionLine]:
    """The versions of one quarter, latest first."""
    ordered = sorted(papers, key=lambda paper: -paper.version)
    corrected_by = {
        paper.corrects_id: paper for paper in ordered if paper.state == PaperState.PUBLISHED
    }
    return [_version(paper, corrected_by.get(paper.pk)) for paper in ordered]


def _version(paper: Paper, later: Paper | None) -> VersionLine:
    readable = paper.state in (PaperState.PUBLISHED, PaperState.WITHDRAWN)
    plan = paper.plan.slug
    return VersionLine(
        pk=paper.pk,
        version=paper.version,
        name=str(paper),
        state=paper.state,
        label=_state(paper, later),
        note=paper.correction_note,
        address=f"/published/{plan}/{paper.key}/v{paper.version}/" if readable else "",
        sha256=paper.sha256,
        is_published=paper.state == PaperState.PUBLISHED,
    )


def _state(paper: Paper, later: Paper | None) -> str:
    if paper.state == PaperState.PUBLISHED and paper.published_at:
        corrected = f"; corrected by version {later.version}" if later else ""
        return f"Published on {_moment(paper.published_at)}{corrected}"
    if paper.state == PaperState.WITHDRAWN and paper.withdrawn_at:
        reason = paper.withdrawal_reason.rstrip(".")  # whoever shows it ends the sentence
        return f"Withdrawn on {_moment(paper.withdrawn_at)}: {reason}"
    if paper.state == PaperState.SCHEDULED:
        return (
            f"Scheduled for {_moment(paper.publish_from)}"
            if paper.publish_from
            else "Being published"
        )
    missing = sides_missing(paper)
    return f"Draft, {2 - len(missing)} of 2 signatures"


def progress_of(paper: Paper) -> FormatProgress | None:
    """The progress of the files; None before publishing, and for withdrawn versions."""
    rendering: Rendering | None = getattr(paper, "rendering", None)
    if rendering is None or paper.state == PaperState.WITHDRAWN:
        return None
    is_published = paper.state == PaperState.PUBLISHED and rendering.state == Rendering.State.READY
    return FormatProgress(
        state=PaperState.PUBLISHED if is_published else rendering.state,
        stage=rendering.stage or "Starting",
        done=rendering.done,
        error=rendering.error,
        tries=rendering.tries,
        publish_from=paper.publish_from,
        href=reverse("publication-progress", args=[paper.plan.slug, paper.key]),
    )


def _moment(moment: datetime) -> str:
    return f"{localtime(moment):%-d %B %Y, %H:%M}"
