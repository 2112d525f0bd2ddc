"""The list of reports, and the page of boards, themes and meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from actions.models import AreaOfWeakness, Plan, ReportingPeriod
from governance.models import Body, Meeting, Report, Theme
from governance.papers.document.imprint import size_words
from governance.presenters.job_progress import JobProgress


@dataclass(frozen=True, slots=True)
class ReportCard(JobProgress):
    """The progress of one requested PDF, and its addresses."""

    title: str
    state: str
    stage: str
    done: int
    waiting: str
    error: str
    tries: int
    pages: int
    size: str
    seconds: str
    as_at: date
    made_at: datetime | None
    href: str
    file_href: str
    again_href: str
    page_href: str

    @classmethod
    def of(cls, report: Report) -> ReportCard:
        plan, period = report.plan, report.period
        place = [plan.slug, period.key, report.pk]
        state = "ready" if report.is_ready else report.state
        return cls(
            title=f"{period.first_day:%B %Y} update",
            state="gone" if report.state == Report.State.READY != state else state,
            stage=report.stage or "Starting",
            done=report.done,
            waiting=_waiting(report),
            error=report.error,
            tries=report.tries,
            pages=report.pages,
            size=size_words(report.size),
            seconds=f"{report.seconds:.0f}",
            as_at=report.as_at,
            made_at=report.finished_at,
            href=report.get_absolute_url(),
            file_href=reverse("report-file", args=place),
            again_href=reverse("report-again", args=place),
            page_href=reverse("report-page", args=place[:2]),
        )

    @property
    def sentence(self) -> str:
        """The progress as a sentence, for screen readers."""
        return {
            "queued": "The PDF is waiting to be made.",
            "making": "The PDF is being made.",
            "ready": f"The PDF is ready: {self.pages} pages, {self.size}.",
            "failed": "The PDF could not be made.",
        }.get(self.state, "The file of this PDF is missing.")


def _waiting(report: Report) -> str:
    if report.error:
        return f"An attempt failed. {report.error} We are trying again."
    if report.sent_at is None:
        return "Your request is saved and will start automatically."
    return "It will start in a moment."


@dataclass(frozen=True, slots=True)
class QuarterReports:
    """One quarter on the list of reports."""

    title: str
    dates: str
    page_href: str
    make_href: str
    report: ReportCard | None


def quarters(
    plan: Plan, periods: Iterable[ReportingPeriod], reports: Iterable[Report]
) -> list[QuarterReports]:
    """The quarters, latest first, each with the last requested PDF."""
    last: dict[int, Report] = {}
    for report in reports:
        report.plan = plan
        last.setdefault(report.period_id, report)
    return [
        QuarterReports(
            title=f"{period.first_day:%B %Y} update",
            dates=f"Updates were due on {period.due:%-d %B %Y}",
            page_href=reverse("report-page", args=[plan.slug, period.key]),
            make_href=reverse("report-pdf", args=[plan.slug, period.key]),
            report=ReportCard.of(last[period.pk]) if period.pk in last else None,
        )
        for period in sorted(periods, key=lambda period: period.first_day, reverse=True)
    ]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body of the plan's governance."""

    name: str
    abbreviation: str
    role: str
    reports_to: str


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme of the governance and the areas of weakness in it."""

    title: str
    note: str
    areas: tuple[AreaOfWeakness, ...]


def bodies(found: Iterable[Body]) -> list[BodyLine]:
    """The bodies with those that they report to."""
    return [
        BodyLine(body.name, body.abbreviation, body.role, body.parent.name if body.parent else "")
        for body in found
    ]


def themes(found: Iterable[Theme]) -> list[ThemeLine]:
    """The themes with the areas of weakness that they cover."""
    return [ThemeLine(str(theme), theme.note, tuple(theme.areas.all())) for theme in found]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of a body."""

    day: date
    body: str
    is_next: bool
    illustrative: bool


def meetings(found: Iterable[Meeting], today: date) -> list[MeetingLine]:
    """Past and future meetings; the next of each body is marked."""
    coming: set[int] = set()
    lines = []
    for meeting in found:
        is_next = meeting.held_on >= today and meeting.body_id not in coming
        if is_next:
            coming.add(meeting.body_id)
        line = MeetingLine(meeting.held_on, meeting.body.name, is_next, meeting.illustrative)
        lines.append(line)
    return lines
