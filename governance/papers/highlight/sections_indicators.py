"""Sections of the highlight report about contradictions and about indicators."""

from __future__ import annotations

from collections.abc import Iterator

from actions.domain.contradictions import ActionFacts as KnownOf
from actions.domain.contradictions import contradictions
from actions.domain.enums import Met
from actions.models import Action
from governance.papers.document.highlight_schema import ReportLine, ReportSection
from governance.papers.highlight.section_lines import (
    HighlightFacts,
    cell,
    line,
    line_of_no_action,
    section_of,
    short,
    since_words,
)
from indicators.domain.finding_wording import ContradictionKind, question_text
from indicators.domain.indicator_counts import other_figures
from indicators.domain.series import Figure
from indicators.selectors.challenges import Challenge
from indicators.selectors.comparators import england_beside
from indicators.selectors.figures_as_at import Reading


def does_not_fit(facts: HighlightFacts) -> ReportSection:
    """Contradictions between statuses, dates and evidence; then open questions about figures."""
    of_ref = {action.ref: action for action in facts.actions}
    contradicted = contradictions(
        (_action_facts(action, facts) for action in facts.actions), facts.day
    )
    lines = [
        line(
            "contradictions",
            of_ref[action.ref],
            cell(f"{action.kind.title}. {action.sentence}"),
            suffix=f":{action.kind.name.lower()}",
            by_office=facts.is_by_office(of_ref[action.ref].pk),
        )
        for action in contradicted
    ]
    lines += [line for question in facts.questions for line in _question_lines(question)]
    heads = ("Action or indicator", "What does not fit")
    return section_of("contradictions", "What does not fit together", heads, lines)


def _question_lines(question: Challenge) -> Iterator[ReportLine]:
    """The line of a question without verdicts on figures, since none is in this report."""
    found = tuple(f for f in question.findings if f.kind is not ContradictionKind.WORSE)
    if not found:
        return
    lead = question.lead if found == question.findings else ""
    actions = {finding.action for finding in found}
    yield line_of_no_action(
        f"contradictions:q:{question.hash}",
        cell("; ".join(dict.fromkeys(finding.name for finding in found))),
        cell(f"{found[0].kind.heading}. {question_text(lead, found)}"),
        ref=actions.pop() if len(actions) == 1 else "",
    )


def _action_facts(action: Action, facts: HighlightFacts) -> KnownOf:
    action_status = facts.now.get(action.pk)
    return KnownOf(
        ref=action.ref,
        area=str(action.outcome.area_id),
        status=action_status.status if action_status else None,
        start=action.start,
        end=facts.ends[action.pk],
        reason=action_status.reason if action_status else "",
        shown=action.pk in facts.shown or bool(action_status and action_status.shown),
        judged=tuple(Met(verdict) for verdict in facts.judged.get(action.pk, ())),
        vacant=tuple(facts.vacant(action.pk)),
    )


def indicators(facts: HighlightFacts) -> ReportSection:
    """Indicators with a new figure, beside the one before and England's; no verdict on them."""
    before = {reading.indicator.pk: _latest(reading) for reading in facts.readings_before}
    lines = [
        _indicator(reading, facts)
        for reading in facts.readings
        if _latest(reading) and _latest(reading) != before.get(reading.indicator.pk)
    ]
    heads = ("Indicator", "Was", "Now", "England")
    title = f"Indicators with a new figure{since_words(facts)}"
    return section_of("indicators", title, heads, lines, intro=_counted(facts))


def _counted(facts: HighlightFacts) -> str:
    """What its count is of, where figures that the plan does not name are among them."""
    named = sum(reading.in_plan for reading in facts.readings)
    others = len(facts.readings) - named
    if not others:
        return ""
    figures = other_figures(others)
    return f"Of the {named} indicators that the plan names and {figures} from it or its reports."


def _latest(reading: Reading) -> tuple[str, str] | None:
    latest = reading.latest
    return (latest.span.key, latest.printed) if latest else None


def _indicator(reading: Reading, facts: HighlightFacts) -> ReportLine:
    """A line of an indicator; a red one with the first sentences of its owner's comment."""
    comment = facts.comments[reading.indicator.pk].current
    name = reading.indicator.short_title
    england = england_beside(reading, reading.main)
    return line_of_no_action(
        f"indicators:{reading.indicator.key}"[:80],
        cell(f"{name}. Its owner says: {short(comment.text)}" if comment else name),
        cell(_figure_words(reading.before)),
        cell(_figure_words(reading.latest)),
        cell(england.text if england else "–"),
    )


def _figure_words(figure: Figure | None) -> str:
    return f"{figure.printed}, {figure.span.printed}" if figure else "–"
