"""The page of one indicator: its main number, its chart, its table of figures, and its facts.

The rendered page is cached until something is written to the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from actions.models import Action
from actions.selectors.plan_cache import cached_for_plan
from indicators.domain.enums import (
    Direction,
    Interval,
    Judgement,
    SeriesKind,
    TargetKind,
)
from indicators.domain.series import Figure, FigureSeries, Scale
from indicators.domain.time_spans import Span
from indicators.models import Indicator, Revision
from indicators.presenters import wording
from indicators.presenters.indicator_chart import IndicatorChart, picture
from indicators.presenters.indicator_tables import (
    NeighboursTable,
    NumbersTable,
    indicator_csv,
    indicator_tables,
    neighbour_tables,
)
from indicators.presenters.indicator_variation import VariationChart, variation_chart
from indicators.presenters.target_table import TargetTableRow, target_table
from indicators.presenters.verdict import Verdict, verdict
from indicators.selectors import comparators
from indicators.selectors.figures_as_at import FigureCorrection, Reading, reading
from indicators.selectors.free_text import hidden_numbers_for
from indicators.selectors.headline_trend import baseline_figure
from indicators.selectors.linked_actions import (
    FinishedAction,
    actions_with_status,
    finished_actions,
)
from indicators.selectors.red_measures import CommentState, comment_states
from wsoa.core.text import cut, one_line

LONGEST_ACTION = 70
_RATHER = {True: "above", False: "below"}


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """A fact of an indicator's definition; `missing` where the plan gives none."""

    name: str
    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class LinkedAction:
    """An action that should move the indicator."""

    ref: str
    text: str
    status: str | None


@dataclass(frozen=True, slots=True)
class PublishedRevision:
    """A revision of a figure by its publisher."""

    series: str
    span: str
    before: str
    after: str
    release: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """An indicator's page: its newest figure, its verdict, its pictures and tables."""

    number: str
    sentence: str  # what follows the number
    target: str
    judgement: Judgement
    verdict: Verdict | None
    targets: tuple[TargetTableRow, ...]
    comments: CommentState
    due: date | None  # where the figure due then has not come
    ended: tuple[str, ...]  # why it, or one of its series, is measured no longer
    differences: tuple[str, ...]
    picture: IndicatorChart
    variation: VariationChart | None
    tables: tuple[NumbersTable, ...]
    neighbours: tuple[NeighboursTable, ...]
    corrections: tuple[FigureCorrection, ...]
    revisions: tuple[PublishedRevision, ...]
    facts: tuple[IndicatorFact, ...]
    actions: tuple[LinkedAction, ...]
    finished: tuple[FinishedAction, ...]  # those that are complete, the earliest first


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """The rendered page, and whether its owner is asked for a comment on the indicator."""

    html: SafeString
    is_red: bool


def indicator_html(indicator: Indicator, day: date) -> SafeString:
    """The rendered page, cached."""
    return indicator_view(indicator, day).html


def indicator_view(indicator: Indicator, day: date) -> IndicatorView:
    """The rendered page and whether the indicator is red, cached together."""
    plan = indicator.plan

    def make() -> tuple[str, bool]:
        page = indicator_page(indicator, day)
        context = {"page": page, "plan": plan, "indicator": indicator}
        html = get_template("indicators/_indicator.html").render(context)
        return str(html), page.comments.fact is not None

    html, is_red = cached_for_plan(plan, "indicator", indicator.pk, day, make=make)
    return IndicatorView(mark_safe(html), is_red)  # noqa: S308 (our own template)


def figures_csv(indicator: Indicator, day: date) -> bytes:
    known = reading(indicator, day)
    finished = finished_actions(indicator.plan, indicator.actions(), day)
    return indicator_csv(known, indicator.plan.local_area.name, finished)


def indicator_page(indicator: Indicator, day: date) -> IndicatorPage:
    known = reading(indicator, day)
    plan = indicator.plan
    actions = actions_with_status(indicator, day)
    finished = finished_actions(plan, [action for action, _ in actions], day)
    return IndicatorPage(
        number=_capital(known.latest.printed) if known.latest else "",
        sentence=sentence_of(known),
        target=_target_sentence(known),
        judgement=known.judgement,
        verdict=verdict(known),
        targets=target_table(known),
        comments=comment_states([known], day)[indicator.pk],
        due=known.due if known.stale else None,
        ended=tuple(_ended(known)),
        differences=tuple(differences(known)),
        picture=picture(known, indicator.short_title, plan.local_area.name, finished),
        variation=variation_chart(known, indicator.short_title),
        tables=indicator_tables(known, plan.local_area.name),
        neighbours=neighbour_tables(known),
        corrections=known.corrections,
        revisions=tuple(_revisions(known)),
        facts=tuple(_facts(known)),
        actions=_actions(actions),
        finished=tuple(finished),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def sentence_of(known: Reading) -> str:
    """The text after the number: " in Sept 2019, up from 79% in Aug 2019. …"."""
    latest = known.latest
    if latest is None:
        return ""
    words = f" {latest.span.when}{known.aside}"
    if known.compared and known.trend.end is latest:
        words += f", {known.compared}"
    return f"{words}. {_judged(known)}".rstrip()


def _judged(known: Reading) -> str:
    is_stale = known.judgement is Judgement.STALE  # which is the tag beside it, and what counts
    sentences = {
        Judgement.BETTER: "Until then it got better" if is_stale else "It is getting better",
        Judgement.WORSE: "Until then it got worse" if is_stale else "It is getting worse",
        Judgement.NO_CLEAR_CHANGE: "That is no clear change",
        Judgement.BEFORE_PLAN: "There is no figure since the plan began",
        Judgement.TOO_FEW: "There are too few figures to tell" if known.trend.start else "",
        Judgement.NOT_JUDGED: "Which way is better is not stated",
    }.get(known.trend.judgement, "")
    england, latest = comparators.england_beside(known, known.main), known.latest
    if england is None or latest is None or latest.value is None or england.figure.value is None:
        return f"{sentences}." if sentences else ""
    apart = round(latest.value - england.figure.value, 9)
    place = f"the same as {england.name}" if not apart else f"{_RATHER[apart > 0]} {england.name}"
    join = ", and it is" if sentences else "It is"
    return f"{sentences}{join} {place} ({england.text})."


def _ended(known: Reading) -> Iterable[str]:
    if known.end is not None:
        yield f"{known.end.sentence}. No more figures are asked for"
    for event in known.series_ends:
        yield f"The series “{event.series}”: {event.sentence}"


def _target_sentence(known: Reading) -> str:
    target = wording.target_now(known)
    words = wording.target_in_words(known, target)
    if not words:
        return ""
    if target is not None and target.kind == TargetKind.NUMBER:
        return f"The target is {words[:1].lower() + words[1:]}."
    return f"The target: {words[:1].lower() + words[1:]}."


def differences(known: Reading) -> Iterable[str]:
    """A sentence for each internal series that differs from an official one.

    If no two series cover the same time, one sentence says so for the first pair.
    """
    kinds = (SeriesKind.INTERNAL, SeriesKind.OFFICIAL)
    internal, official = ([line for line in known.lines if line.kind is kind] for kind in kinds)
    pairs = [
        (own, other)
        for own in internal
        for other in official
        if own.scale.unit is other.scale.unit and own.latest and other.latest
    ]
    compared = [(own, other) for own, other in pairs if _last_of_both(own, other)]
    if compared:
        return [words for words in (_difference(*pair) for pair in compared) if words]
    return [_of_other_times(*pairs[0])] if pairs else []


def _last_of_both(own: FigureSeries, official: FigureSeries) -> tuple[Figure, Figure] | None:
    """The last two figures of the same kind of span."""
    for ours in reversed(own.figures):
        for theirs in official.figures:
            both = ours.value is not None and theirs.value is not None
            if both and wording.is_same_period(ours.span, theirs.span):
                return ours, theirs
    return None


def _difference(own: FigureSeries, official: FigureSeries) -> str:
    same_span = _last_of_both(own, official)
    if same_span is None:
        return ""
    ours, theirs = same_span
    change = round((ours.value or 0) - (theirs.value or 0), 9)
    if abs(change) <= max(own.scale.step, official.scale.step) / 2:
        return ""
    return (
        f"Two figures for {ours.span.printed} differ by {_finer(own, official).apart(change)}: "
        f"{ours.printed} ({own.name}) and {theirs.printed} ({official.name}, official)."
    )


def _of_other_times(own: FigureSeries, official: FigureSeries) -> str:
    ours, theirs = own.latest, official.latest
    if ours is None or theirs is None:
        return ""
    return (
        f"Our own figure is {ours.printed} for {ours.span.printed} ({own.name}); the official one "
        f"is {theirs.printed} for {theirs.span.printed} ({official.name}). They do not cover the "
        "same time, so neither shows the other to be wrong."
    )


def _finer(series: FigureSeries, other: FigureSeries) -> Scale:
    return max(series.scale, other.scale, key=lambda scale: scale.decimals)


def _revisions(known: Reading) -> Iterable[PublishedRevision]:
    """The revisions for the plan's own place that were published by the day."""
    official = {line.measure: line for line in known.lines if line.measure is not None}
    if not official:
        return
    for revision in Revision.objects.of_measures(official, known.indicator.plan, known.day):
        value = revision.of
        line = official[value.measure_id]
        yield PublishedRevision(
            series=line.name,
            span=Span.of(value.span_kind, value.span_key).printed,
            before=_as_published(line, revision.was, revision.get_was_gap_display()),
            after=_as_published(line, value.value, value.get_gap_display()),
            release=revision.release.title,
        )


def _as_published(line: FigureSeries, value: float | None, gap: str) -> str:
    return gap.lower() if value is None else line.scale.printed(value)


def _facts(known: Reading) -> Iterable[IndicatorFact]:
    indicator = known.indicator
    yield IndicatorFact("Intention", indicator.intention.title)
    better = Direction(indicator.better)
    yield IndicatorFact("Better when", better.label, missing=better is Direction.NEITHER)
    yield from _headline_facts(known)
    yield from _target_facts(known)
    compared = [line.name for line in known.comparators if line.role.value != "neighbour"]
    if compared:
        yield IndicatorFact("Compared with", "; ".join(dict.fromkeys(compared)))
    every = Interval(indicator.every)
    yield IndicatorFact("Measured", every.label, missing=every is Interval.UNSTATED)
    if indicator.unit_words:
        yield IndicatorFact("Counted in", indicator.unit_words)
    if indicator.formula:
        yield IndicatorFact("Formula", indicator.formula)
    if indicator.tolerance is not None:
        share = f"{indicator.tolerance:g}% of the official one"
        yield IndicatorFact("Tolerance", f"Our own and the official figure may differ by {share}")
    if indicator.numerator_words:
        out_of = f", out of: {indicator.denominator_words}" if indicator.denominator_words else ""
        yield IndicatorFact("Counts", f"{indicator.numerator_words}{out_of}")
    yield from _sources(known)
    owner = indicator.owner
    yield IndicatorFact(
        "Owner", owner.display_name if owner else "No post named", missing=owner is None
    )
    due = known.due
    if due is not None:
        yield IndicatorFact("Next figure", f"Due {due.day} {due:%B %Y}", missing=known.stale)
    if indicator.suppress_below:
        yield IndicatorFact(
            "Small numbers", f"Counts below {indicator.suppress_below} are not shown"
        )
    if indicator.note:
        yield IndicatorFact("Note", _shown(indicator, indicator.note, "note"))


def _shown(indicator: Indicator, text: str, what: str) -> str:
    """A text about the indicator, or the sentence that it quotes a hidden number."""
    return hidden_numbers_for([(indicator, text)]).shown(text, [indicator.pk], what)


def _headline_facts(known: Reading) -> Iterable[IndicatorFact]:
    """How its series combine, the baseline that the plan names, and breaks."""
    indicator, names = known.indicator, {line.series: line.name for line in known.lines}
    if known.headline.description:
        yield IndicatorFact("Its number is", known.headline.description)
    elif known.main is not None and len(known.lines) > 1:
        yield IndicatorFact("Its number is", known.main.name)
    if indicator.baseline is not None and known.main is not None:
        when = f", {indicator.baseline_when}" if indicator.baseline_when else ""
        source = _shown(indicator, indicator.baseline_source, "source")
        source = f" ({source})" if source else ""
        words = baseline_figure(indicator, known.main.scale, known.day).printed
        yield IndicatorFact("Baseline", f"{words}{when}{source}")
    for reason, rows in groupby(known.breaks, key=lambda row: (row.first_day, row.reason)):
        series = ", ".join(names[row.series_id] for row in rows)
        day, why = reason
        words = f"From {day.day} {day:%B %Y}: {why}"
        yield IndicatorFact("Break", f"{words} ({series})" if len(known.lines) > 1 else words)


def _target_facts(known: Reading) -> Iterable[IndicatorFact]:
    targets = [(wording.target_in_words(known, target), target.source) for target in known.targets]
    stated = [f"{words} ({source})" if source else words for words, source in targets if words]
    if not stated and not known.targets and known.indicator.intention.target:
        stated = [wording.target_in_words(known, None)]
    yield IndicatorFact("Target", "; ".join(stated) or wording.UNSTATED, missing=not stated)


def _sources(known: Reading) -> Iterable[IndicatorFact]:
    sources = [known.indicator.source, *(line.source for line in known.lines)]
    words = "; ".join(dict.fromkeys(source for source in sources if source))
    if words:
        yield IndicatorFact("Source", words)
    for line in known.lines:
        if line.note:
            yield IndicatorFact(line.name, _shown(known.indicator, line.note, "note"))


def _actions(actions: Iterable[tuple[Action, str | None]]) -> tuple[LinkedAction, ...]:
    return tuple(
        LinkedAction(action.ref, cut(one_line(action.text), LONGEST_ACTION), status)
        for action, status in actions
    )
