"""The facts known on the day of a highlight report, and the wording of its lines and cells.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from actions.domain.enums import Status
from actions.domain.organisation_history import OrganisationHistory
from actions.models import Action, DateChange, Plan
from actions.selectors.response_progress import ResponseProgress
from actions.selectors.status_as_at import ActionStatus
from governance.papers.document.highlight_schema import ReportCell, ReportLine, ReportSection
from governance.papers.highlight.status_changes import ExplainedChange
from indicators.selectors.challenges import Challenge
from indicators.selectors.figures_as_at import Reading
from indicators.selectors.red_measures import CommentState
from wsoa.core.months import Month, PlanDate
from wsoa.core.text import one_line, whole_sentences

LONGEST_WORDS = 140  # as many whole sentences as fit; the first one is never cut


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """The day that the report is compared with, and its name."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class HighlightFacts:
    """All facts known on the day, most of them by action.

    `until` is the day of the meeting after the report's own, if there is one (`has_next`), or else
    of the report's own. `changes` are as at the day; `responses` are None if no period was open;
    `vacant` lists an action's vacant leading posts; `explained` has the changes of status that have
    to say why.
    """

    plan: Plan
    day: date
    since: ComparedWith | None
    until: date
    has_next: bool
    actions: Sequence[Action]
    now: Mapping[int, ActionStatus]
    before: Mapping[int, ActionStatus]
    changes: Sequence[DateChange]
    organisations: OrganisationHistory
    ends: Mapping[int, PlanDate]
    responses: ResponseProgress | None
    period: str
    vacant: Callable[[int], Sequence[str]]
    shown: set[int]
    judged: Mapping[int, Sequence[str]]
    questions: Sequence[Challenge]
    readings: Sequence[Reading]
    readings_before: Sequence[Reading]
    explained: Mapping[int, ExplainedChange]
    comments: Mapping[int, CommentState]

    def status(self, action: int) -> Status | None:
        return self.now[action].status if action in self.now else None

    def is_by_office(self, action: int) -> bool:
        """Whether the programme office recorded the status, as no lead has answered."""
        return action in self.now and self.now[action].by_office

    def status_before(self, action: int) -> Status | None:
        return self.before[action].status if action in self.before else None


def section_of(
    key: str,
    title: str,
    columns: Sequence[str],
    lines: list[ReportLine],
    *,
    counted: bool = True,
    note: str = "",
    intro: str = "",
) -> ReportSection:
    return ReportSection(
        note=note,
        intro=intro,
        key=key,
        title=f"{title}: {len(lines)}" if counted else title,
        columns=tuple(columns),
        lines=tuple(lines),
        total=len(lines),
        remark="",
        more=f"#{key}",
    )


def line(
    section: str,
    action: Action,
    *cells: ReportCell,
    suffix: str = "",
    flag: bool = False,
    by_office: bool = False,
) -> ReportLine:
    """A line about one action; its first cell is the action's short title.

    `by_office` marks it where it tells a status that no lead has given.
    """
    return ReportLine(
        key=f"{section}:{action.ref}{suffix}",
        ref=action.ref,
        cells=(title_cell(action), *cells),
        flag=flag,
        by_office=by_office,
    )


def title_cell(action: Action) -> ReportCell:
    return cell(action.title)


def line_of_no_action(key: str, *cells: ReportCell, ref: str = "") -> ReportLine:
    """A line about something else; `ref` is the action that it links to, if any."""
    return ReportLine(key=key, ref=ref, cells=cells, flag=False)


def cell(words: str, *, strong: bool = False) -> ReportCell:
    return ReportCell(words=words, status=None, strong=strong)


def status_cell(status: Status | None, facts: HighlightFacts) -> ReportCell:
    if status is None:
        return cell("No status yet")
    return ReportCell(words=facts.plan.scale.label(status), status=status.value, strong=False)


def words_cell(action_status: ActionStatus) -> ReportCell:
    """The first sentences of the lead's last text; marked if it is not accepted."""
    words = short(action_status.developments) or "No developments were given."
    return cell(words if action_status.settled else f"{words} (Not yet accepted)")


def moved_cells(change: DateChange) -> tuple[ReportCell, ...]:
    start, to = Month.of(change.from_month), Month.of(change.to_month)
    months = months_of(change)
    return (
        cell(start.printed),
        cell(to.printed, strong=True),
        cell(str(months) if months >= 0 else f"−{-months}", strong=True),
    )


def months_of(change: DateChange) -> int:
    return Month.of(change.from_month).until(Month.of(change.to_month))


def printed_end(end: PlanDate, action: Action) -> str:
    return end.month.printed if end.month else action.end_printed


def badness(action: Action, facts: HighlightFacts) -> int:
    status = facts.status(action.pk)
    return status.badness if status else len(Status)


def short(text: str) -> str:
    return whole_sentences(one_line(text), LONGEST_WORDS)


def many(count: int, thing: str, things: str = "") -> str:
    """ "1 month", "3 months"."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


def since_words(facts: HighlightFacts) -> str:
    return f" since {facts.since.name}" if facts.since else ""
