"""Building the published quarterly update: of a closed period, with cleared texts only.

It is the quarterly update (build.py) with further content for readers: the plan's front matter, all
requested end dates, complete actions without evidence, the indicators with their figures, and the
changes since the previous publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from actions.domain.enums import Status
from actions.models import Action, Plan, ReportingPeriod
from actions.selectors.periods import closed_on, is_closed
from governance.domain.dates import day_words
from governance.papers.checks import figure_placeholders
from governance.papers.comparison.plain_changes import plain_changes
from governance.papers.comparison.sentences import change_sentences
from governance.papers.document.frozen import refused_in_words
from governance.papers.document.schema import (
    ActionEntry,
    FigureEntry,
    FrontMatter,
    IndicatorEntry,
    Quarterly,
    SeriesEntry,
)
from governance.papers.quarterly import text_clearance
from governance.papers.quarterly.build import build_quarterly
from governance.papers.quarterly.change_accounts import status_changes, with_forecast
from governance.papers.quarterly.commentary_clearance import only_cleared_commentary
from governance.papers.quarterly.easy_read import with_easy_read
from governance.papers.quarterly.opening import opening_of, opening_of_area
from governance.papers.quarterly.quarter_updates import (
    ActionInQuarter,
    UpdatesByQuarter,
    updates_by_quarter,
)
from governance.selectors.evidence import actions_with_evidence
from indicators.domain.series import Figure, FigureSeries, SeriesRole
from indicators.selectors.figures_as_at import Reading, readings
from indicators.selectors.red_measures import PrintedComment, comment_states
from indicators.selectors.target_outcomes import printed_target

NO_TARGET = "Not stated"
# Each single neighbour is in the service's own table; here their median stands for them.
SHOWN_BESIDE = (SeriesRole.ENGLAND, SeriesRole.REGION, SeriesRole.NEIGHBOURS)


class PublicationRefused(Exception):
    """The publication cannot be built. The message says why, and what to do."""


class PeriodOpen(PublicationRefused):
    """The period still accepts updates, or has not begun."""

    def __init__(self, period: ReportingPeriod, day: date) -> None:
        name = f"{period.first_day:%B %Y}"
        if day < period.opens:
            words = f"{name} has not opened yet: it opens on {day_words(period.opens)}."
        else:
            words = (
                f"{name} is still open and takes updates: it closes on {day_words(period.closes)}. "
                "Close it first, then prepare its update."
            )
        super().__init__(words)


class NotAQuarter(PublicationRefused):
    """A publication was asked for of a month within a quarter."""

    def __init__(self, period: ReportingPeriod) -> None:
        super().__init__(
            f"{period.first_day:%B %Y} is a month within a quarter. "
            "The published update is of the quarter."
        )


@refused_in_words()
def build_publication(
    plan: Plan,
    period: ReportingPeriod,
    day: date,
    *,
    version: int = 1,
    correction: str = "",
    before: Quarterly | None,
) -> Quarterly:
    """The update of a closed quarter, as at the day on which it closed.

    `before` is the document of the previous publication, of an earlier quarter; a correction is
    compared with it too, not with the version that it corrects. If it is None, the previous quarter
    in this document is used.

    Statuses include updates accepted after the close. Dates, posts, evidence and figures are as
    known at the close. A constant number of queries.

    Raises PeriodOpen, NotAQuarter, or UnknownFigure if a text has an unknown placeholder.
    """
    if period.kind != ReportingPeriod.Kind.QUARTER:
        raise NotAQuarter(period)
    if not is_closed(period, day):
        raise PeriodOpen(period, day)
    as_at = closed_on(period)
    quarters = list(plan.periods.quarters())
    updates = updates_by_quarter(plan, period, quarters)
    printed = text_clearance.only_cleared(updates, text_clearance.cleared_updates(plan))
    document = build_quarterly(plan, period, as_at, updates=printed)
    document = with_easy_read(only_cleared_commentary(document, period), period)
    figure_placeholders.check_document(document)
    document = _with_accounts(document, plan, updates, quarters, as_at)
    document = document.with_values(
        version=version,
        correction=correction,
        sections=tuple(map(_section, plan.sections)),
        indicators=_indicators(plan, as_at),
    )
    document = _with_changes(_with_close_before(document, quarters, period), before)
    return _in_plain_words(document, before, plan.inspected_from)


def _with_accounts(
    document: Quarterly,
    plan: Plan,
    updates: UpdatesByQuarter,
    quarters: Iterable[ReportingPeriod],
    as_at: date,
) -> Quarterly:
    """The document with what is said of each action beside its status: whether it is complete
    without evidence or late without another date, and how its status changed. Four queries.
    """
    period = document.period.key
    # Those that ended too: moves and updates of theirs are among what is read.
    refs = dict(Action.with_ended.of_plans([plan.pk]).values_list("pk", "ref"))
    with_evidence = {refs[pk] for pk in _with_evidence(plan, updates, period, as_at)}

    expected = {refs[pk] for pk in with_forecast(updates, period, as_at)}
    labels = {quarter.key: quarter.label for quarter in quarters}
    changes = {
        refs[pk]: change
        for pk, change in status_changes(plan, updates, period, labels, as_at).items()
    }

    def completed(action: ActionEntry) -> ActionEntry:
        complete = action.current.status == Status.COMPLETE
        return action.with_values(
            complete_without_evidence=complete and action.ref not in with_evidence,
            late_without_date=bool(action.late)
            and action.ref not in expected
            and all(move.agreed is not None for move in action.moves),
            change=changes.get(action.ref),
        )

    return document.with_actions(completed)


def _with_close_before(
    document: Quarterly, quarters: Iterable[ReportingPeriod], period: ReportingPeriod
) -> Quarterly:
    """The document with the day on which the previous quarter closed."""
    earlier = [quarter for quarter in quarters if quarter.first_day < period.first_day]
    if not document.before or not earlier:
        return document
    closed = closed_on(earlier[-1]).isoformat()
    return document.with_values(before=document.before.with_values(as_at=closed))


def _with_changes(document: Quarterly, before: Quarterly | None) -> Quarterly:
    """The document with the changes since the previous publication, in sentences."""
    changes = change_sentences(before, document)
    compared_with = before.period if before else document.before
    return document.with_values(
        since=compared_with.label if compared_with else "",
        changed=tuple(changes.plan),
        areas=tuple(
            area.with_values(changed=tuple(changes.areas[area.ref])) for area in document.areas
        ),
    )


def _in_plain_words(
    document: Quarterly, before: Quarterly | None, inspected: date | None
) -> Quarterly:
    """The document with an opening and its changes in plain words, as a whole and by area."""
    changes = plain_changes(before, document)
    return document.with_values(
        opening=opening_of(document, inspected),
        changes=changes.plan,
        areas=tuple(
            area.with_values(opening=opening_of_area(area), changes=changes.areas[area.ref])
            for area in document.areas
        ),
    )


# --- actions: moves of their end, and evidence ---------------------------------------------------


def _with_evidence(plan: Plan, updates: UpdatesByQuarter, quarter: str, as_at: date) -> set[int]:
    """The actions with evidence at the close: an item, or a text on the impact."""
    with_text = {
        action
        for action, quarters in updates.items()
        if (in_quarter := quarters.get(quarter)) and _says_impact(in_quarter)
    }
    return with_text | actions_with_evidence(plan, as_at)


def _says_impact(in_quarter: ActionInQuarter) -> bool:
    return bool(in_quarter.counts.evidence or (in_quarter.worded and in_quarter.worded.evidence))


# --- the plan's front matter, and the indicators -------------------------------------------------


def _section(section: Mapping[str, object]) -> FrontMatter:
    number, title = section.get("number", ""), section["title"]
    return FrontMatter.model_validate(
        {
            "title": f"{number}. {title}" if number else title,
            "source": section.get("source", ""),
            "blocks": section.get("blocks", ()),
        },
        strict=False,
    )


def _indicators(plan: Plan, as_at: date) -> tuple[IndicatorEntry, ...]:
    known = readings(plan, as_at)
    comments = comment_states(known, as_at)
    return tuple(_indicator(reading, comments[reading.indicator.pk].current) for reading in known)


def _indicator(reading: Reading, comment: PrintedComment | None) -> IndicatorEntry:
    """An indicator with its series and comparators; small numbers are suppressed."""
    indicator = reading.indicator
    beside = [comparator for comparator in reading.comparators if comparator.role in SHOWN_BESIDE]
    return IndicatorEntry(
        key=indicator.key,
        title=indicator.title,
        short_title=indicator.short_title,
        key_outcome=indicator.intention.key_outcome.title,
        intention=indicator.intention.title,
        unit=indicator.unit,
        unit_words=indicator.unit_words,
        better=indicator.better,
        target="; ".join(printed_target(reading, target) for target in reading.targets)
        or indicator.intention.target
        or NO_TARGET,
        judgement=reading.judgement.label,
        sentence=reading.judged_sentence,
        source=indicator.source,
        note=indicator.note,
        lines=tuple(map(_series, (*reading.lines, *beside))),
        in_plan=reading.in_plan,
        comment=comment.text if comment else "",
        comment_by=comment.signature if comment else "",
    )


def _series(line: FigureSeries) -> SeriesEntry:
    return SeriesEntry(
        name=line.name,
        role=line.role.value,
        kind=line.kind.label,
        source=line.source,
        figures=tuple(map(_figure, line.figures)),
    )


def _figure(figure: Figure) -> FigureEntry:
    return FigureEntry(
        span=figure.span.printed,
        last_day=figure.span.last_day.isoformat(),
        value=figure.value,
        words=figure.printed,
        numerator=figure.numerator,
        denominator=figure.denominator,
        provisional=figure.provisional,
        note=figure.note,
    )
