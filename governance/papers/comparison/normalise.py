"""A quarterly document reduced to what is compared: statuses, risks, moves and texts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from governance.papers.document.schema import ActionEntry, DateMove, QuarterCell, Quarterly
from wsoa.core.months import parse_printed

# Counts that belong to the paper and not to a set of actions.
OF_PAPER = {"late": "Past their end month and not complete", "unsettled": "Not yet accepted"}


class DateState(StrEnum):
    """What became of a request for a new end date."""

    AGREED = "agreed"
    ASKED = "asked"  # not decided
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """An action and its area by reference; `ref` is empty for an area or the plan."""

    ref: str
    area: str


@dataclass(frozen=True, slots=True)
class RequestedEnd:
    """One requested new end; `which` counts those agreed so far: 2 for the second."""

    state: DateState
    number: int
    move: DateMove


@dataclass(frozen=True, slots=True)
class ComparedAction:
    """One action; its moves are keyed by start, end, day of request, and position among equals."""

    at: DocumentPlace
    status: str | None
    risk: bool
    moves: Mapping[tuple[str, str, str | None, int], RequestedEnd]


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text as printed, in parts whose order means nothing: the measures of an action.

    Neither another order of the parts nor another line break is a change of words.
    """

    parts: tuple[str, ...] = ()
    between: str = "\n\n"

    @property
    def printed(self) -> str:
        return self.between.join(self.parts)

    @property
    def canonical(self) -> tuple[str, ...]:
        """What is equal for texts that say the same."""
        return tuple(sorted(" ".join(part.split()) for part in self.parts if part.strip()))


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    """The actions of a document by reference, and its texts by place and kind."""

    name: str
    counts: Mapping[str, int]
    rows: Mapping[str, ComparedAction]
    texts: Mapping[tuple[DocumentPlace, str], ComparedText]

    def places(self) -> list[tuple[DocumentPlace, ComparedAction]]:
        return [(row.at, row) for row in self.rows.values()]


def compared_document(document: Quarterly) -> ComparedDocument:
    """The document as at its own quarter."""
    rows = [
        _compared_action(at, action, action.current, "")
        for at, action in actions_with_places(document)
    ]
    return ComparedDocument(
        document.period.name,
        dict(document.counts) | {"late": document.late, "unsettled": document.unsettled},
        {row.at.ref: row for row in rows},
        _texts_by_place(document),
    )


def quarter_before(document: Quarterly) -> ComparedDocument | None:
    """The previous quarter, as far as the document contains it; None for the first quarter."""
    before = document.before
    if before is None:
        return None
    rows = []
    for at, action in actions_with_places(document):
        cell = next(cell for cell in action.quarters if cell.period == before.label)
        rows.append(_compared_action(at, action, cell, before.as_at or document.as_at))
    name = month_in_full(before.label)
    return ComparedDocument(name, dict(before), {row.at.ref: row for row in rows}, {})


def actions_with_places(document: Quarterly) -> list[tuple[DocumentPlace, ActionEntry]]:
    """Every action of a document with its place, in the plan's order."""
    return [
        (DocumentPlace(action.ref, area.ref), action)
        for area, _outcome, action in document.actions()
    ]


def month_in_full(printed: str) -> str:
    """A printed month with its full name: "Sept 2019" as "September 2019"."""
    try:
        month = parse_printed(printed).month
    except ValueError:
        return printed
    return f"{month.first_day:%B %Y}" if month else printed


def _compared_action(
    at: DocumentPlace, action: ActionEntry, cell: QuarterCell, by: str
) -> ComparedAction:
    """One action; `by` is the day as at which moves are counted, empty for all of them."""
    moves: dict[tuple[str, str, str | None, int], RequestedEnd] = {}
    seen: Counter[tuple[str, str, str | None]] = Counter()
    agreed = 0
    for move in action.moves:
        state = _state(move, by)
        if state is None:
            continue
        key = (move.from_, move.to, move.asked)
        seen[key] += 1
        agreed += state is DateState.AGREED
        moves[*key, seen[key]] = RequestedEnd(state, agreed, move)
    return ComparedAction(at, cell.status, cell.risk, moves)


def _state(move: DateMove, by: str) -> DateState | None:
    """The state of a request on a day; None if it was not made yet."""
    if by and (move.asked or "") > by:
        return None
    undecided_then = by and (move.decided or "") > by
    if move.agreed is None or undecided_then:
        return DateState.ASKED
    return DateState.AGREED if move.agreed else DateState.REFUSED


def _texts_by_place(document: Quarterly) -> dict[tuple[DocumentPlace, str], ComparedText]:
    """The texts by place and kind; those of one place and kind are one text."""
    texts: dict[tuple[DocumentPlace, str], ComparedText] = {}
    for place, text in _texts_of(document):
        same_place = texts.get(place)
        texts[place] = replace(text, parts=same_place.parts + text.parts) if same_place else text
    return texts


def _texts_of(document: Quarterly) -> Iterable[tuple[tuple[DocumentPlace, str], ComparedText]]:
    """Every text that may change, with its place and kind."""
    for place, text in _texts_of_plan(document):
        yield place, ComparedText((text,))
    for at, action in actions_with_places(document):
        for what, *parts in _action_texts(action):
            yield (at, what), ComparedText(tuple(parts), "\n")


def _texts_of_plan(document: Quarterly) -> Iterable[tuple[tuple[DocumentPlace, str], str]]:
    plan_place = DocumentPlace("", "")
    yield (plan_place, "Programme"), document.programme.text
    for section in document.sections:
        yield (plan_place, f"Front matter: {section.title}"), _flat(section.blocks)
    for indicator in document.indicators:
        yield (plan_place, f"Indicator: {indicator.short_title}"), indicator.sentence
    for area in document.areas:
        at = DocumentPlace("", area.ref)
        yield (at, "Title"), area.title
        yield (at, "Finding"), area.finding
        for part in area.commentary_parts:
            yield (at, f"Commentary: {part.title}"), part.text
        if area.easy_read:
            yield (at, "Easy Read"), area.easy_read.printed
        for outcome in area.outcomes:
            yield (at, f"Outcome: {outcome.ref}"), f"{outcome.title}\n\n{outcome.description}"


def _action_texts(action: ActionEntry) -> Iterable[tuple[str, ...]]:
    """What each text is, and its parts."""
    yield "Action", action.text
    yield "Start", action.start
    yield "End", action.end
    yield "Lead", action.lead
    yield "Measures", *(f"- {measure}" for measure in action.measures)
    for part in action.work:
        yield part.title, part.text
    for part in action.update_parts:
        yield f"Update: {part.title}", part.text
    if action.reason:
        yield "Update: Reason", action.reason.text


def _flat(blocks: object) -> str:
    """The texts of front matter, one a line, from any kind of block.

    A frozen document has its keys in alphabetical order, a plan as it was written: what is read
    first is therefore decided here.
    """
    if isinstance(blocks, str):
        return blocks
    if isinstance(blocks, Mapping):
        return "\n".join(_flat(blocks[key]) for key in sorted(blocks, key=_reading_order))
    if isinstance(blocks, Iterable):
        return "\n".join(_flat(block) for block in blocks)
    return str(blocks)


# The keys of a survey's results as they are printed; the keys of other blocks follow, by name.
_PRINTED_FIRST = ("survey", "by", "items", "value", "text", "answered")


def _reading_order(key: object) -> tuple[int, str]:
    place = _PRINTED_FIRST.index(key) if key in _PRINTED_FIRST else len(_PRINTED_FIRST)
    return place, str(key)
