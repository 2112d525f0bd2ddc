"""The board's highlight report as a document, built from the data as at a day.

The worst comes first, and a section without lines is left out (sections.py). Only officers' remarks
are typed. Updates, decisions and figures later than the day are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.utils.timezone import localtime

from actions.domain.organisation_history import OrganisationsAsAt
from actions.models import Action, DateChange, Judgement, Plan, ReportingPeriod
from actions.selectors.dates_as_at import agreed_ends, counting_ends, date_changes_as_at
from actions.selectors.organisation_names import history_of_areas
from actions.selectors.periods import closed_on, open_period_as_at, quarter_before
from actions.selectors.post_holders import post_holders
from actions.selectors.response_progress import ResponseProgress, count_responses, leads_of
from actions.selectors.status_as_at import ActionStatus, StatusHistory
from governance.domain.dates import day_words
from governance.models import BoardQuestion, Meeting, Paper
from governance.papers.checks.figure_placeholders import figures, fill
from governance.papers.document.frozen import refused_in_words
from governance.papers.document.highlight_schema import (
    BoardQuestionEntry,
    Highlight,
    MeetingHeader,
    ReportLine,
)
from governance.papers.document.parts import VERSION
from governance.papers.document.schema import ActionCounts
from governance.papers.highlight import sections as exceptions
from governance.papers.highlight.section_lines import ComparedWith, HighlightFacts
from governance.papers.highlight.sections_late import agreed_later_actions, late_actions
from governance.papers.highlight.status_changes import explained_changes
from governance.papers.quarterly.build import counts_of, key_of, plan_header
from governance.selectors.evidence import actions_with_evidence
from indicators.selectors.challenges import find_challenges
from indicators.selectors.figures_as_at import readings
from indicators.selectors.red_measures import comment_states

TOP = "top"  # of a remark that belongs to no section


@refused_in_words()
def build_highlight(
    plan: Plan,
    meeting: Meeting,
    day: date,
    remarks: Mapping[str, str] | None = None,
) -> Highlight:
    """The report for a meeting as at a day. A constant number of queries.

    It reports changes since the last issued report of an earlier day or, without one, since the
    close of the previous quarter. `remarks` are an officer's texts by section.

    Raises UnknownFigure if a remark has an unknown placeholder.
    """
    last = plan.papers.highlight().readable().light().filter(as_at__lt=day).latest_first().first()
    facts = _facts(plan, meeting, day, last)
    statuses = [facts.status(action.pk) for action in facts.actions]
    open_questions, answered = _questions(plan, day, last)
    since = facts.since
    document = Highlight(
        schema_=VERSION,
        paper="highlight",
        title=f"Highlight report: {day:%B %Y}",
        plan=plan_header(plan),
        meeting=_header_of(meeting, facts),
        as_at=day.isoformat(),
        as_at_words=day_words(day),
        since=since.day.isoformat() if since else None,
        since_words=since.name if since else "",
        illustrative=plan.illustrative,
        counts=counts_of(statuses),
        before=_counts_before(facts) if since else None,
        key=key_of(statuses, plan.scale),
        open_questions=open_questions,
        answered=answered,
        sections=exceptions.sections(facts),
        late=len(late_actions(facts)),
        agreed_later=len(agreed_later_actions(facts)),
        by_office=sum(status.by_office for status in facts.now.values()),
    )
    return with_remarks(document, remarks or {})


def _counts_before(facts: HighlightFacts) -> ActionCounts:
    return counts_of(facts.status_before(action.pk) for action in facts.actions)


def _header_of(meeting: Meeting, facts: HighlightFacts) -> MeetingHeader:
    return MeetingHeader(
        body=meeting.body.name,
        held_on=meeting.held_on.isoformat(),
        next_words=day_words(facts.until) if facts.has_next else "",
    )


def with_remarks(document: Highlight, remarks: Mapping[str, str]) -> Highlight:
    """The document with these remarks in place of others.

    Fills in their placeholders. Raises UnknownFigure.
    """
    known = figures(document.counts)
    filled = {section: fill(words, known) for section, words in remarks.items()}
    sections = tuple(
        section.with_values(remark=filled.get(section.key, "")) for section in document.sections
    )
    return document.with_values(remark=filled.get(TOP, ""), sections=sections)


def lines_of(document: Highlight) -> dict[str, ReportLine]:
    """Every line by its key."""
    return {line.key: line for section in document.sections for line in section.lines}


# --- what was known on the day -------------------------------------------------------------------


def _facts(plan: Plan, meeting: Meeting, day: date, last: Paper | None) -> HighlightFacts:
    periods = list(plan.periods.all())
    since = _since(last, periods, day)
    actions = _actions_on(plan, day)
    history = StatusHistory(plan, day)
    changes = _changes_of(actions, date_changes_as_at(plan, day))
    organisations = history_of_areas([plan.local_area_id])
    now = _of(actions, history.statuses(day))
    before = _of(actions, history.statuses(since.day)) if since else {}
    figures_now = readings(plan, day)
    asked = find_challenges(plan, day, known=figures_now, statuses=now)
    later = Meeting.objects.after(meeting).first()
    open_period = open_period_as_at(periods, day)
    return HighlightFacts(
        plan=plan,
        day=day,
        since=since,
        until=later.held_on if later else meeting.held_on,
        has_next=later is not None,
        actions=actions,
        now=now,
        before=before,
        changes=changes,
        organisations=organisations,
        ends=counting_ends(actions, agreed_ends(changes, day)),
        responses=(
            _responses(plan, history, open_period, periods, day, organisations.as_at(day))
            if open_period
            else None
        ),
        period=f"{open_period.first_day:%B %Y}" if open_period else "",
        vacant=post_holders(plan, day).vacant,
        shown=actions_with_evidence(plan, day),
        judged=_judged(plan, day),
        questions=asked.open,
        readings=figures_now,
        readings_before=readings(plan, since.day) if since else (),
        explained=explained_changes(before, now, since.day, day) if since else {},
        comments=comment_states(figures_now, day),
    )


def _actions_on(plan: Plan, day: date) -> list[Action]:
    """The actions that had not ended on the day, in the plan's order."""
    in_force = Action.with_ended.of_plans([plan.pk]).in_force_on(day)
    return list(in_force.in_plan_order().with_place())


def _changes_of(actions: Iterable[Action], changes: Iterable[DateChange]) -> list[DateChange]:
    """The requests for a new end of these actions alone."""
    here = {action.pk for action in actions}
    return [change for change in changes if change.action_id in here]


def _of(actions: Iterable[Action], statuses: dict[int, ActionStatus]) -> dict[int, ActionStatus]:
    """The statuses of these actions alone: one that has ended counts no more."""
    here = {action.pk for action in actions}
    return {action: status for action, status in statuses.items() if action in here}


def _responses(
    plan: Plan,
    history: StatusHistory,
    period: ReportingPeriod,
    periods: Sequence[ReportingPeriod],
    day: date,
    then: OrganisationsAsAt,
) -> ResponseProgress:
    """The updates that the period asked for, and those given by that day."""
    before = quarter_before(period, periods)
    complete = history.complete_in(before.pk, day) if before else set()
    answered = history.answered(period, day)
    return count_responses(leads_of(plan, then), period, complete, answered, day)


def _since(
    last: Paper | None, periods: Iterable[ReportingPeriod], day: date
) -> ComparedWith | None:
    """The last report, or else the close of the previous quarter; None without either."""
    if last is not None:
        return ComparedWith(last.as_at, day_words(last.as_at))
    quarters = [period for period in periods if period.kind == ReportingPeriod.Kind.QUARTER]
    begun = [quarter for quarter in quarters if quarter.opens <= day]
    if len(begun) < 2:
        return None
    before = begun[-2]
    return ComparedWith(
        min(closed_on(before), day - timedelta(days=1)), f"{before.first_day:%B %Y}"
    )


def _judged(plan: Plan, day: date) -> dict[int, list[str]]:
    """The last judgement by that day of each judged measure, by action."""
    rows = Judgement.objects.filter(measure__action__plan=plan, at__date__lte=day)
    last: dict[int, tuple[int, str]] = {}
    for measure, action, met in rows.order_by("at", "pk").values_list(
        "measure", "measure__action", "met"
    ):
        last[measure] = (action, met)
    verdicts: dict[int, list[str]] = {}
    for action, met in last.values():
        verdicts.setdefault(action, []).append(met)
    return verdicts


def _questions(
    plan: Plan, day: date, last: Paper | None
) -> tuple[tuple[BoardQuestionEntry, ...], tuple[BoardQuestionEntry, ...]]:
    """The board's questions about earlier reports: open, and answered since the last report."""
    asked = BoardQuestion.objects.asked_before(plan, day)
    still_open, answered = [], []
    for question in asked:
        on = localtime(question.answered_at).date() if question.answered_at else None
        if on is None or on > day:
            still_open.append(_question(question, ""))
        elif last is None or on >= last.as_at:
            answered.append(_question(question, question.answer))
    return tuple(still_open), tuple(answered)


def _question(question: BoardQuestion, answer: str) -> BoardQuestionEntry:
    return BoardQuestionEntry(
        ref=question.action.ref if question.action else "",
        words=question.words,
        by=question.by.name,
        asked_on=localtime(question.at).date().isoformat(),
        answer=answer,
    )
