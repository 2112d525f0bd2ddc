"""Changes of a publication since the previous one, for the publisher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from governance.papers.comparison.diff import Differences, EndDateChange, TextChange, differences
from governance.papers.comparison.normalise import DateState, DocumentPlace
from governance.papers.document.schema import Quarterly


@dataclass(frozen=True, slots=True)
class CountLine:
    """A count that changed since the last publication."""

    name: str
    was: int
    now: int
    by: str


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A status that changed since the last publication."""

    ref: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A request for a new end date since the last publication, and its decision."""

    ref: str
    start: str
    to: str
    by: str
    state: str
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text that changed since the last publication."""

    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class PlaceTexts:
    """The changed texts of one place."""

    name: str
    ref: str  # of an action; empty elsewhere
    anchor: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class PublicationChanges:
    """The changes since the quarter or text `since`; `texts_too` says whether its texts are known.

    `key` is the id of its section.
    """

    key: str
    since: str
    is_nothing: bool
    texts_too: bool
    counts: tuple[CountLine, ...]
    statuses: tuple[StatusLine, ...]
    dates: tuple[DateLine, ...]
    risks: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    texts: tuple[PlaceTexts, ...]

    @property
    def changed_texts(self) -> int:
        return sum(len(text.lines) for text in self.texts)


def publication_changes(
    before: Quarterly | None, after: Quarterly, since: str = "", key: str = "new"
) -> PublicationChanges:
    """The changes from one document to another; `since` names the first, and `key` the section."""
    diff = differences(before, after)
    return PublicationChanges(
        key=key,
        since=since or diff.since,
        is_nothing=diff.is_nothing,
        texts_too=before is not None,
        counts=tuple(
            CountLine(count.name, count.was, count.now, _more(count.by)) for count in diff.counts
        ),
        statuses=tuple(
            StatusLine(status.at.ref, status.was, status.now) for status in diff.statuses
        ),
        dates=tuple(_date(moved) for moved in diff.dates),
        risks=tuple(_risks(diff)),
        added=tuple(action.ref for action in diff.added),
        removed=tuple(action.ref for action in diff.removed),
        texts=tuple(_texts(diff.texts, key)),
    )


def _more(by: int) -> str:
    if not by:
        return "no change"
    return f"{by} more" if by > 0 else f"{-by} fewer"


_STATES = {
    DateState.AGREED: "Agreed",
    DateState.ASKED: "Not yet agreed",
    DateState.REFUSED: "Refused",
}


def _date(moved: EndDateChange) -> DateLine:
    months = abs(moved.months)
    by = f"{months} month{'' if months == 1 else 's'} {'later' if moved.months > 0 else 'earlier'}"
    return DateLine(
        ref=moved.at.ref,
        start=moved.start,
        to=moved.to,
        by=by,
        state=_STATES[moved.state],
        reason=moved.reason,
        decision=moved.decision,
    )


def _risks(diff: Differences) -> Iterable[str]:
    for risk in diff.risks:
        words = "is newly flagged" if risk.raised else "is no longer flagged"
        yield f"{risk.at.ref} {words} as a significant risk"


def _texts(changes: Iterable[TextChange], key: str) -> Iterable[PlaceTexts]:
    for at, lines in groupby(sorted(changes, key=_order), key=lambda change: change.at):
        yield PlaceTexts(
            _name(at),
            at.ref,
            f"{key}-text-{(at.ref or at.area or 'plan').replace('.', '-')}",
            tuple(TextLine(line.name, line.was, line.now) for line in lines),
        )


def _order(change: TextChange) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sort key: the plan as a whole, then each area followed by its actions."""
    return _numbers(change.at.area), _numbers(change.at.ref)


def _numbers(ref: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in ref.split(".")) if ref else ()


def _name(at: DocumentPlace) -> str:
    if at.ref:
        return f"Action {at.ref}"
    return f"Area {at.area}" if at.area else "The plan as a whole"
