"""Wording shared by all formats: headline, moved dates, figures, imprint. Pure.

All functions take a cleaned quarterly document or a part of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from governance.domain.dates import day_words
from governance.papers.comparison.normalise import month_in_full
from governance.papers.document.imprint import Imprint
from governance.papers.document.kinds import Document
from governance.papers.document.schema import (
    ActionCounts,
    ActionEntry,
    DateMove,
    FrontMatter,
    IndicatorEntry,
    QuarterCell,
    Quarterly,
    SeriesEntry,
)
from indicators.domain import indicator_counts
from indicators.domain.enums import Judgement
from wsoa.core.text import cut, one_line

LONGEST_PROPERTY = 200  # characters; Word takes 255
NO_STATUS = "No status yet"
NOBODY = "Nobody on this day"
BY_OFFICE = "Programme office"  # beside a status that no lead has given
CARRIED = "No update: last status"  # beside the status of a quarter before
REOPENED = "Reopened"
NO_EVIDENCE = "Complete, with no evidence of impact recorded yet."
LEFT_OUT = "The lead’s update is not printed here."


def named(title: str, words: str) -> tuple[tuple[str, str], ...]:
    return ((title, words),) if words else ()


# --- the paper as a whole ------------------------------------------------------------------------


def author(document: Document) -> str:
    """The author in the properties of files."""
    return cut(f"{one_line(document.plan.local_area)} local area", LONGEST_PROPERTY)


def short_title(document: Document) -> str:
    """The plan and document title in the properties of files."""
    return cut(one_line(f"{document.plan.title}: {document.title}"), LONGEST_PROPERTY)


def headline(document: Quarterly, *, with_names: bool = True) -> str:
    """The counts in sentences, compared with the previous quarter. `with_names` as `late_words`."""
    counts = document.counts
    share = counts.per_cent
    sentence = (
        f"{counts.behind} of {counts.said} actions ({share.behind}%) are behind target "
        f"or at significant risk. {counts.to_plan} ({share.to_plan}%) are on track or yet "
        f"to start. {counts.complete} ({share.complete}%) are complete."
    )
    if not counts.said:
        sentence = no_status_at_all(counts)
    more = besides(document, with_names=with_names)
    return " ".join(filter(None, (sentence, counts.rounding_note, more)))


def no_status_at_all(counts: ActionCounts) -> str:
    """In place of the counts where no action has a status; empty where one has."""
    if counts.said:
        return ""
    if counts.total == 1:
        return "The action has no status yet."
    return f"None of the {counts.total} actions has a status yet."


def besides(document: Quarterly, *, with_names: bool = True) -> str:
    """Further counts beside the three headline groups. `with_names` as `late_words` has it."""
    counts, before = document.counts, document.before
    parts = []
    if before:
        parts.append(
            f"In {month_in_full(before.label)}, {before.behind} of {before.said} were "
            f"behind target or at significant risk, and {before.complete} were complete."
        )
    parts.append(late_words(document, with_names=with_names))
    if counts.without:
        name = document.period.name
        parts.append(f"No status was given to {counts.without} of them for {name}.")
    if document.carried:
        parts.append(carried(document))
    if document.by_office:
        parts.append(by_office(document))
    if document.unsettled:
        parts.append(
            f"{document.unsettled} of {counts.total} have an update that is not yet accepted."
        )
    return " ".join(parts)


def by_office(document: Quarterly) -> str:
    """How many statuses no lead has given; empty where there is none."""
    count = document.by_office
    if not count:
        return ""
    are = "status is" if count == 1 else "statuses are"
    return (
        f"{count} of {document.counts.total} {are} recorded by the programme office, as no lead "
        "has answered."
    )


def carried(document: Quarterly) -> str:
    """How many actions have no update in the quarter; empty where each has one."""
    count = document.carried
    if not count:
        return ""
    has, its = ("has", "is counted with its") if count == 1 else ("have", "are counted with their")
    return (
        f"{count} of {document.counts.total} {has} no update for {document.period.name} and "
        f"{its} last status."
    )


def remarked(document: Quarterly) -> list[tuple[str, int]]:
    """How many statuses are of an earlier quarter, or of the programme office; none where none."""
    counts = {
        "No update, counted with the last status": document.carried,
        "Recorded by the programme office": document.by_office,
    }
    return [(words, count) for words, count in counts.items() if count]


def reopened(action: ActionEntry) -> str:
    """That the action was complete, where it is no longer; else nothing."""
    change = action.change
    if change is None or change.kind != "reopened":
        return ""
    return f"{REOPENED}: it was complete in {month_in_full(change.since)}."


def late_words(document: Quarterly, *, with_names: bool = True) -> str:
    """How many are past their end, as agreed; and beside it those past the plan's own end alone.

    These are named by short title and reference, but where a page has links to them instead.
    """
    late, total = document.late, document.counts.total
    words = f"{late} of {total} are past their end month and not complete."
    refs = document.agreed_later_refs
    if not refs:
        return words
    are = "is" if len(refs) == 1 else "are"
    titles = {action.ref: action.short_title for _area, _outcome, action in document.actions()}
    named = "; ".join(f"{titles[ref]} ({ref})" if titles.get(ref) else ref for ref in refs)
    return (
        f"{words} {len(refs)} more {are} past the plan’s own end month and not late, because a "
        f"later end was agreed{f': {named}' if with_names else ''}."
    )


_TOGETHER = {
    "One end date is later": "{} end dates are later",
    "One end date is earlier": "{} end dates are earlier",
    "A new end date is asked for": "{} new end dates are asked for",
    "A new end date was asked for": "{} new end dates were asked for",
    "A new end date was refused": "{} new end dates were refused",
}


def together(words: str, count: int) -> str:
    """The words of a change of one action, for so many that are told together.

    >>> together("One end date is later", 5)
    '5 end dates are later'
    """
    return _TOGETHER.get(words, words).format(count) if count > 1 else words


def changed_since(document: Quarterly) -> str:
    """The heading of the changes."""
    if not document.since:
        return "What has changed"
    return f"What has changed since {month_in_full(document.since)}"


def about(document: Quarterly, imprint: Imprint) -> list[tuple[str, str]]:
    """The document's facts as name and value, the same in every format but the table of actions."""
    rows = [
        ("Plan", document.plan.title),
        ("Local area", document.plan.local_area),
        ("Paper", document.title),
        ("As at", document.as_at_words),
    ]
    if imprint.published_on:
        rows.append(("Published", day_words(imprint.published_on)))
    rows += [("Signed off by", signature) for signature in imprint.signed]
    rows.append(("Version", str(imprint.version)))
    rows += named("Corrected in this version", document.correction)
    if imprint.replaced:
        rows.append(("Corrected since", replaced(imprint)))
    rows += named("Illustrative statuses", document.illustrative)
    rows += named("Wording", document.wording_note)
    rows += named("Source", document.plan.source)
    rows += [
        ("Address of this version", imprint.address),
        ("SHA-256 of the document", imprint.sha256),
    ]
    return rows


def replaced(imprint: Imprint) -> str:
    """A note that there is a later version, and why; empty if there is none."""
    later = imprint.replaced
    if later is None:
        return ""
    return (
        f"This version was corrected on {day_words(later.published_on)}. {later.note} "
        f"Version {later.version} is at {later.address}"
    )


# --- one action ----------------------------------------------------------------------------------


def marks_of(cell: QuarterCell) -> list[str]:
    """The remarks beside a status, in words."""
    marks = {
        CARRIED: cell.carried,
        BY_OFFICE: cell.now and cell.by_office,
        "Not yet accepted": cell.not_accepted,
        "Significant risk": cell.risk,
        "No change": cell.unchanged,
    }
    return [words for words, holds in marks.items() if holds]


def agreed_words(move: DateMove) -> str:
    if move.agreed is None:
        return "Not yet agreed"
    return "Agreed" if move.agreed else "Refused"


def move_words(move: DateMove) -> str:
    """One requested new end date in one to three sentences.

    A reason of several lines is in paragraphs of its own.
    """
    months = abs(move.months)
    by = f"{months} month{'' if months == 1 else 's'} {'earlier' if move.months < 0 else 'later'}"
    decision = f": {move.decision}" if move.decision else ""
    moved = f"From {move.from_} to {move.to}, {by}. {move.kind}."
    agreed = f"{agreed_words(move)}{decision}".rstrip(".")
    illustrative = " (Illustrative.)" if move.illustrative else ""
    reason = move.reason.strip()
    between = "\n\n" if "\n" in reason else " "
    if move.refused_because:  # the reason for the request is not the board's
        refused = f"{agreed}. Why it was refused: {move.refused_because}"
        asked = f"Why it was asked for: {reason}"
        return f"Asked for: {_small(moved)} {asked}{illustrative}\n\n{refused}".strip()
    return f"{moved} {agreed}.{between}{reason}{illustrative}".strip()


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


# --- indicators ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndicatorSummary:
    """An indicator, its series with figures in words, and their sources."""

    indicator: IndicatorEntry
    series: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyOutcomeIndicators:
    """The indicators of one key outcome, in the plan's order."""

    title: str
    rows: tuple[IndicatorSummary, ...]


def key_outcomes(document: Quarterly) -> list[KeyOutcomeIndicators]:
    by_title = groupby(document.indicators, key=lambda indicator: indicator.key_outcome)
    return [
        KeyOutcomeIndicators(title, tuple(map(_indicator_row, indicators)))
        for title, indicators in by_title
    ]


def _indicator_row(indicator: IndicatorEntry) -> IndicatorSummary:
    lines = [line for line in indicator.lines if line.figures]
    sources = dict.fromkeys(line.source or indicator.source for line in lines)
    return IndicatorSummary(
        indicator,
        tuple((line.name, figures_words(line)) for line in lines),
        tuple(filter(None, sources)),
    )


def figures_words(line: SeriesEntry) -> str:
    """A series in one line: 2016/17: 53%; 2017/18: 58% (provisional)."""
    return "; ".join(
        f"{figure.span}: {figure.words}{' (provisional)' if figure.provisional else ''}"
        f"{' (' + figure.note.rstrip('.') + ')' if figure.note else ''}"
        for figure in line.figures
    )


def judged(document: Quarterly) -> list[tuple[str, int]]:
    """The number of indicators that the plan names by judgement, worst first."""
    counts = Counter(indicator.judgement for indicator in document.indicators if indicator.in_plan)
    known = [judgement.label for judgement in Judgement if judgement.label in counts]
    return [(label, counts[label]) for label in dict.fromkeys([*known, *counts])]


def judged_words(document: Quarterly) -> str:
    """The number of indicators that the plan names, how many have which judgement, and that others
    are shown too.
    """
    counts = judged(document)
    total = sum(count for _judgement, count in counts)
    counts_in_words = "; ".join(f"{count} {judgement.lower()}" for judgement, count in counts)
    named = f"The plan has {total} indicator{'' if total == 1 else 's'}: {counts_in_words}."
    return f"{named} {indicator_counts.others_sentence(len(document.indicators) - total)}".rstrip()


def indicator_totals(indicators: Sequence[IndicatorEntry]) -> str:
    """ "24 indicators and 12 other figures"; those that the plan names come first."""
    named = sum(indicator.in_plan for indicator in indicators)
    others = len(indicators) - named
    return indicator_counts.indicator_totals(named, others)


# --- the plan's front matter ---------------------------------------------------------------------


def pieces_of(section: FrontMatter) -> Iterator[tuple[str, str]]:
    """The pieces of a section in order: heading, text or item, each with its text.

    Of a block of an unknown kind, only the text is kept.
    """
    for block in section.blocks:
        for kind, content in block.items():
            if kind == "figures":
                yield from _survey(content)
            elif isinstance(content, str):
                yield ("heading" if kind == "h" else "text"), content
            elif isinstance(content, list):
                yield from (("item", str(item)) for item in content)
            else:
                yield "text", str(content)


def _survey(figures: object) -> Iterator[tuple[str, str]]:
    """The results of a survey: who asked, a line for each share, how many answered."""
    survey = figures if isinstance(figures, dict) else {}
    name = ", ".join(filter(None, (survey.get("survey", ""), survey.get("by", ""))))
    if name:
        yield "text", f"{name}:"
    for item in survey.get("items", ()):
        yield "item", f"{item['value']} {item['text']}"
    if survey.get("answered"):
        yield "text", f"Answered by: {survey['answered']}."


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A heading or a text, or a list with its items."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatterSection:
    """A part of the plan's front matter, ready to print."""

    title: str
    source: str
    pieces: tuple[TextPiece, ...]


def sections(document: Quarterly) -> Iterator[FrontMatterSection]:
    for section in document.sections:
        pieces: list[TextPiece] = []
        for kind, pieces_of_kind in groupby(pieces_of(section), key=lambda piece: piece[0]):
            words = tuple(text for _kind, text in pieces_of_kind)
            if kind == "item":
                pieces.append(TextPiece(kind, items=words))
            else:
                pieces += [TextPiece(kind, text) for text in words]
        yield FrontMatterSection(section.title, section.source, tuple(pieces))
