"""Numbers that are hidden may not stand in free text: the one rule for all that people write.

Whatever is written about an indicator beside its figures (reasons, notes, comments, answers) is
checked when it is saved, and left out where it is printed if it quotes a number of the indicator
that is hidden. What is hidden changes with the figures, so both are needed.

`FREE_TEXT` names every text that a person can write in a model of this app, and how the rule is
kept, or why it is not needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from indicators.domain.quoted_numbers import quote_of, quoted_numbers
from indicators.models import EndEvent, Indicator, SeriesBreak
from indicators.selectors.ends import MeasuringEnds, ends_by
from indicators.selectors.hidden_figures import hidden_numbers

_NAME = "It names what is measured, before there are figures"
_PRINTED = "As the plan prints it"
_PUBLISHED = "Of official statistics, which are public"
_OWN_FILE = "Of a file, shown to whoever uploaded it"
CHECKED = ""

FREE_TEXT: Mapping[str, str] = {
    "Answer.words": CHECKED,
    "Answer.findings": "Made from figures as they are shown",
    "Answer.question": "Made from figures as they are shown",
    "EndEvent.reason": CHECKED,
    "Indicator.note": CHECKED,
    "Indicator.baseline_source": CHECKED,
    "Indicator.baseline_when": _NAME,
    "Indicator.denominator_words": _NAME,
    "Indicator.formula": _NAME,
    "Indicator.numerator_words": _NAME,
    "Indicator.short_title": _NAME,
    "Indicator.source": _NAME,
    "Indicator.title": _PRINTED,
    "Indicator.unit_words": _NAME,
    "IndicatorChange.details": CHECKED,
    "IndicatorChange.reason": CHECKED,
    "IndicatorChange.summary": "Made of the names of fields and series",
    "ImportPreview.answers": _OWN_FILE,
    "ImportPreview.rows": _OWN_FILE,
    "Intention.target": _PRINTED,
    "Intention.title": _PRINTED,
    "KeyOutcome.source": _PRINTED,
    "KeyOutcome.title": _PRINTED,
    "Measurement.note": CHECKED,
    "Measurement.source": CHECKED,
    "Neighbour.closeness": _PUBLISHED,
    "Place.name": _PUBLISHED,
    "PublishedMeasure.description": _PUBLISHED,
    "PublishedMeasure.source": _PUBLISHED,
    "PublishedMeasure.title": _PUBLISHED,
    "PublishedMeasure.topic": _PUBLISHED,
    "PublishedMeasure.unit_words": _PUBLISHED,
    "RedComment.about": "Made from figures as they are shown",
    "RedComment.text": CHECKED,
    "Release.publisher": _PUBLISHED,
    "Release.title": _PUBLISHED,
    "Series.name": _NAME,
    "Series.note": CHECKED,
    "Series.source": CHECKED,
    "SeriesBreak.reason": CHECKED,
    "Target.source": _PRINTED,
    "Target.trajectory": "Milestones, which are aims and no figures",
    "Target.words": _PRINTED,
}


def left_out(what: str) -> str:
    """What is printed in place of a text: `what` is "comment", "answer"."""
    return f"This {what} is not shown: it quotes a number that is hidden because it is small."


@dataclass(frozen=True, slots=True)
class HiddenNumbers:
    """The hidden numbers of indicators, by their keys. Never to be shown."""

    of: Mapping[int, frozenset[float]] = field(default_factory=dict)

    def shown(self, text: str, indicators: Iterable[int], what: str) -> str:
        """A text about indicators, or the sentence that stands in its place."""
        numbers = frozenset[float]().union(*(self.of.get(pk, ()) for pk in indicators))
        return left_out(what) if quote_of(text, numbers) else text


def hidden_numbers_for(texts: Iterable[tuple[Indicator, str]]) -> HiddenNumbers:
    """What the texts about these indicators may not quote. Three queries, or none if none of them
    has a number, or no indicator hides any.
    """
    wanted = {
        indicator.pk: indicator
        for indicator, text in texts
        if indicator.suppress_below and quoted_numbers(text)
    }
    return HiddenNumbers(hidden_numbers(wanted.values()))


def quote_fault(
    indicators: Iterable[Indicator],
    text: str,
    what: str,
    *,
    besides: Iterable[float] = (),
) -> str:
    """Why a text may not be saved, for its author; empty if it may.

    `besides` are hidden numbers that are saved with it. The message names the place in the text,
    and not the figure: its author may not know that it is one.
    """
    known = hidden_numbers_for((one, text) for one in indicators)
    quote = quote_of(text, frozenset(besides).union(*known.of.values()))
    if quote is None:
        return ""
    number = text[quote.start : quote.end]
    return (
        f"Your {what} quotes a number of this measure that is hidden, because a small number could "
        f"be known from it: “{number}” in “{quote.around(text)}”. Say it without that number. If "
        "it is a day, write the month with it"
    )


def shown_ends(indicators: Iterable[Indicator], day: date) -> MeasuringEnds:
    """What has ended by the day, as it may be printed. One query, or four."""
    by_pk = {one.pk: one for one in indicators}
    ends = ends_by(by_pk, day)
    leave_out_of_reasons([*ends.of_indicators.values(), *ends.of_series.values()], by_pk)
    return ends


def leave_out_of_reasons(events: Iterable[EndEvent], indicators: Mapping[int, Indicator]) -> None:
    """Puts the sentence in place of the reasons of ends that quote a hidden number."""
    every = list(events)
    numbers = hidden_numbers_for((indicators[one.indicator_id], one.reason) for one in every)
    for event in every:
        event.reason = numbers.shown(event.reason, [event.indicator_id], "reason").rstrip(".")


def leave_out_of_breaks(rows: Iterable[tuple[Indicator, SeriesBreak]]) -> None:
    """The same of breaks, each with the indicator that it is of."""
    every = list(rows)
    numbers = hidden_numbers_for((indicator, row.reason) for indicator, row in every)
    for indicator, row in every:
        row.reason = numbers.shown(row.reason, [indicator.pk], "reason").rstrip(".")
