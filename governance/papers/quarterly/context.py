"""The template context of all layouts of the quarterly update: web pages, PDF, and the service.

Made from the document and its imprint alone. Values are computed when a layout uses them. Nothing
here reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import quote

from django.utils.safestring import SafeString

from actions.domain.kinds.scale import StatusScale
from actions.domain.status_counts import Counts
from actions.templatetags import status_bars
from governance.domain.dates import day_words
from governance.papers.comparison.normalise import month_in_full
from governance.papers.document.imprint import AREA, Imprint
from governance.papers.document.schema import (
    ActionEntry,
    AreaEntry,
    OutcomeEntry,
    QuarterCell,
    QuarterHeader,
    Quarterly,
)
from governance.papers.quarterly import wording
from governance.papers.quarterly.easy_read_context import (
    EASY_READ_SIGN,
    EasyReadContext,
    easy_read_context,
)
from governance.papers.quarterly.late_context import LateAction
from governance.papers.quarterly.listed_changes import (
    IN_AREAS,
    ChangeLink,
    ChangeList,
    ListedChange,
)
from wsoa.core.months import Month, parse_printed

# In print: a page holds about 40 lines below the header of its table, and a cell 45 characters a
# line. What is higher and may not go on over a page would be printed without that header.
LINES_OF_A_PAGE, CHARACTERS_OF_A_LINE = 36, 45


@dataclass(frozen=True, slots=True)
class ActionContext:
    """One action with the cells of the quarters so far, and the path of its page."""

    action: ActionEntry
    path: str
    cells: tuple[QuarterCell, ...]

    @property
    def moves(self) -> list[str]:
        """Each requested new end, in sentences."""
        return [wording.move_words(move) for move in self.action.moves]

    @property
    def has_long_text(self) -> bool:
        """Whether its row may go on over a page in print."""
        return self._lines > LINES_OF_A_PAGE

    @property
    def has_long_update(self) -> bool:
        """Whether the row of its update may go on over a page, and begin one."""
        parts = self.action.said.parts if self.action.said else ()
        update = max((_printed_lines(part.text) for part in parts), default=0)
        return self._lines + update > LINES_OF_A_PAGE

    @property
    def _lines(self) -> int:
        action = self.action
        work = (f"{part.title}\n{part.text}" for part in action.work)
        measures = "\n".join((action.measures_intro, *action.measures, *work))
        return max(_printed_lines(f"{action.text}\n{action.note}"), _printed_lines(measures))

    @property
    def reopened(self) -> str:
        return wording.reopened(self.action)

    @property
    def further(self) -> list[str]:
        """In print, the sentences after the text of its update."""
        further = [f"End date: {move}" for move in self.moves]
        further += [self.reopened] if self.reopened else []
        further += [wording.NO_EVIDENCE] if self.action.complete_without_evidence else []
        return further + ([wording.LEFT_OUT] if self.action.text_left_out else [])


@dataclass(frozen=True, slots=True)
class OutcomeContext:
    """An outcome with its actions, as templates print them."""

    outcome: OutcomeEntry
    actions: tuple[ActionContext, ...]


@dataclass(frozen=True, slots=True)
class AreaContext:
    """One area; `path` is that of its own page, if it has one."""

    area: AreaEntry
    path: str
    outcomes: tuple[OutcomeContext, ...]
    scale: StatusScale
    late: tuple[LateAction, ...] = ()
    changes: tuple[ListedChange, ...] = ()
    easy_read: EasyReadContext | None = None

    @property
    def bar(self) -> SafeString | str:
        """The bar of its actions by status; empty if none has a status."""
        name, title = f"bar-{self.area.ref}", f"Area {self.area.ref} by status"
        return _bar(self.area.actions, self.scale, name, title, status_bars.SMALL)

    @property
    def words_title(self) -> str:
        parts = "Developments, evidence of impact and next steps"
        return parts if self.area.commentary else "People responsible"

    @property
    def actions_title(self) -> str:
        total = self.area.counts.total
        return f"The {total} action{'' if total == 1 else 's'} in area {self.area.ref}"


@dataclass(frozen=True)
class QuarterlyContext:
    """Everything that the layouts print beside the document itself.

    `actions_path` is the path of the pages of actions, and ends in a slash. There is no imprint
    before publication.
    """

    report: Quarterly
    actions_path: str = ""
    imprint: Imprint | None = None
    nobody = wording.NOBODY
    no_evidence = wording.NO_EVIDENCE
    left_out = wording.LEFT_OUT
    office = wording.BY_OFFICE
    carried_mark = wording.CARRIED

    # --- the paper as a whole

    @cached_property
    def headline(self) -> str:
        return wording.headline(self.report, with_names=False)

    @property
    def measures(self) -> str:
        """The plan's own term for the measures of an action."""
        return self.report.terms.measures

    @cached_property
    def late_words(self) -> str:
        return wording.late_words(self.report)

    @property
    def besides(self) -> str:
        return wording.besides(self.report, with_names=False)

    @property
    def agreed_later(self) -> tuple[ChangeLink, ...]:
        """The actions that are past the plan's own end and not late, as a later one was agreed."""
        return tuple(self._change_list.link(ref) for ref in self.report.agreed_later_refs)

    @cached_property
    def by_office(self) -> str:
        return wording.by_office(self.report)

    @property
    def carried(self) -> str:
        return wording.carried(self.report)

    @property
    def no_status_at_all(self) -> str:
        return wording.no_status_at_all(self.report.counts)

    @cached_property
    def changed_since(self) -> str:
        return wording.changed_since(self.report)

    @cached_property
    def bar(self) -> SafeString | str:
        report = self.report
        title = f"All {report.counts.total} actions by status, {report.period.name}"
        actions = [action for _area, _outcome, action in report.actions()]
        return _bar(actions, report.scale, "all", title, status_bars.BIG)

    @cached_property
    def quarters(self) -> tuple[QuarterHeader, ...]:
        """The quarters so far."""
        return tuple(quarter for quarter in self.report.quarters if not quarter.coming)

    @cached_property
    def late(self) -> tuple[LateAction, ...]:
        """The late actions, the longest overdue first."""
        as_at = date.fromisoformat(self.report.as_at)
        late = {
            action.ref: LateAction(action, self._path_of_ref(action.ref), as_at)
            for _area, _outcome, action in self.report.actions()
            if action.late
        }
        return tuple(late[ref] for ref in self.report.late_refs if ref in late)

    @cached_property
    def changes(self) -> tuple[ListedChange, ...]:
        """What has changed, in plain words."""
        return self._change_list.of_plan()

    @property
    def next_quarter(self) -> str:
        """What the next update is about; empty in documents without an opening, or at the end."""
        coming = [quarter for quarter in self.report.quarters if quarter.coming]
        return month_in_full(coming[0].label) if self.report.opening and coming else ""

    @property
    def next_update(self) -> str:
        """Its month; empty where that was over when this one came out."""
        published_on = self.imprint.published_on if self.imprint else None
        if not self.next_quarter or not published_on:
            return self.next_quarter
        month = parse_printed(self.next_quarter).month
        return "" if month and month < Month.of(published_on) else self.next_quarter

    @cached_property
    def areas(self) -> tuple[AreaContext, ...]:
        return tuple(map(self._area, self.report.areas))

    @property
    def easy_read_areas(self) -> tuple[AreaContext, ...]:
        """The areas with a summary in Easy Read."""
        return tuple(part for part in self.areas if part.easy_read)

    @property
    def easy_read_drawing(self) -> SafeString:
        """The drawing beside links to summaries in Easy Read."""
        return EASY_READ_SIGN.drawing

    @cached_property
    def judged(self) -> str:
        return wording.judged_words(self.report)

    @property
    def indicator_totals(self) -> str:
        """ "24 indicators and 12 other figures"."""
        return wording.indicator_totals(self.report.indicators)

    @cached_property
    def key_outcomes(self) -> tuple[wording.KeyOutcomeIndicators, ...]:
        return tuple(wording.key_outcomes(self.report))

    @cached_property
    def sections(self) -> tuple[wording.FrontMatterSection, ...]:
        return tuple(wording.sections(self.report))

    # --- what only a publication has

    @cached_property
    def about(self) -> tuple[tuple[str, str], ...]:
        return tuple(wording.about(self.report, self.imprint)) if self.imprint else ()

    @cached_property
    def replaced(self) -> str:
        return wording.replaced(self.imprint) if self.imprint else ""

    @property
    def version(self) -> int:
        return self.imprint.version if self.imprint else 1

    @property
    def published_on(self) -> str:
        return (
            day_words(self.imprint.published_on)
            if self.imprint and self.imprint.published_on
            else ""
        )

    @property
    def version_line(self) -> str:
        """Version 1, published 2 December 2019. Signed off by …"""
        if self.imprint is None:
            return ""
        out = f", published {self.published_on}" if self.published_on else ""
        signed = "; ".join(self.imprint.signed)
        return f"Version {self.imprint.version}{out}." + (
            f" Signed off by {signed}." if signed else ""
        )

    def _area(self, area: AreaEntry) -> AreaContext:
        path = self.imprint.path_of(AREA + quote(area.ref)) if self.imprint else ""
        outcomes = (
            OutcomeContext(outcome, tuple(map(self._action, outcome.actions)))
            for outcome in area.outcomes
        )
        refs = {action.ref for action in area.actions}
        late = tuple(line for line in self.late if line.action.ref in refs)
        easy_read = easy_read_context(area.easy_read, quote(area.ref), self.imprint)
        changes = self._change_list.of_area(area)
        return AreaContext(area, path, tuple(outcomes), self.report.scale, late, changes, easy_read)

    @cached_property
    def _change_list(self) -> ChangeList:
        return ChangeList(self.report, self._path_of_ref)

    def _action(self, action: ActionEntry) -> ActionContext:
        have_come = zip(action.quarters, self.report.quarters, strict=True)
        cells = tuple(cell for cell, quarter in have_come if not quarter.coming)
        return ActionContext(action, self._path_of_ref(action.ref), cells)

    def _path_of_ref(self, ref: str) -> str:
        return f"{self.actions_path}{quote(ref)}/"


class PrintedContext(QuarterlyContext):
    """The context of one file that is read page by page: links lead to places further on in it."""

    @cached_property
    def _change_list(self) -> ChangeList:
        return ChangeList(self.report, self._path_of_ref, IN_AREAS)

    def _path_of_ref(self, ref: str) -> str:
        return f"#action-{quote(ref)}"


def _bar(
    actions: Iterable[ActionEntry],
    scale: StatusScale,
    name: str,
    title: str,
    size: status_bars.BarSize,
) -> SafeString | str:
    counts = Counts.of(action.current.status for action in actions)
    return (
        status_bars.status_bar(counts, scale, name=name, title=title, size=size)
        if counts.with_status
        else ""
    )


def _printed_lines(text: str) -> int:
    """About how many lines a text takes in a cell."""
    return sum(1 + len(line) // CHARACTERS_OF_A_LINE for line in text.splitlines())
