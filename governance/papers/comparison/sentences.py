"""Changes since the last publication in plain sentences, by area and for the plan. Pure.

3 actions were finished: 1.1.1, 1.2.2 and 1.3.1.

The end of 2.1.1 moved from February to May 2020, the second move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from governance.papers.comparison.diff import Differences, EndDateChange, StatusTurn, differences
from governance.papers.comparison.normalise import DateState, DocumentPlace
from governance.papers.document.schema import Quarterly

FIRST_OF_ALL = "This is the first update of this plan: there is none before it to compare with."
MOST_REFS = 8  # of the whole plan's sentences; an area's name every action
TURNS = {
    StatusTurn.FINISHED: ("was finished", "were finished"),
    StatusTurn.FELL_BEHIND: ("fell behind", "fell behind"),
    StatusTurn.RECOVERED: ("recovered", "recovered"),
    StatusTurn.BEGAN: ("was started", "were started"),
    StatusTurn.REOPENED: ("is no longer complete", "are no longer complete"),
    StatusTurn.SET_BACK: ("is now said not to have started", "are now said not to have started"),
    StatusTurn.FIRST: ("has a status for the first time", "have a status for the first time"),
    StatusTurn.SILENT: ("has no status this time", "have no status this time"),
}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]


@dataclass(frozen=True, slots=True)
class ChangeSentences:
    """Sentences for the plan as a whole, and for each area by its reference."""

    since: str
    plan: list[str]
    areas: dict[str, list[str]]


def change_sentences(before: Quarterly | None, after: Quarterly) -> ChangeSentences:
    """The changes from one document to the next, in sentences.

    Without a previous document, the changes since the previous quarter as `after` contains it; for
    the first quarter of all, a sentence that says so.
    """
    diff = differences(before, after)
    if not diff.since:
        return ChangeSentences("", [FIRST_OF_ALL], {area.ref: [] for area in after.areas})
    areas = {area.ref: area_sentences(diff.in_area(area.ref)) for area in after.areas}
    return ChangeSentences(diff.since, _of_plan(diff, after), areas)


def area_sentences(diff: Differences) -> list[str]:
    """The sentences of one area: finished actions first, then actions behind, then dates."""
    if diff.is_nothing:
        return [f"Nothing has changed since {diff.since}."]
    sentences = [*_statuses(diff, most=None)]
    sentences += [_date(change) for change in diff.dates]
    sentences += _wording(diff)
    return sentences or [f"No status or date has changed since {diff.since}."]


def _of_plan(diff: Differences, after: Quarterly) -> list[str]:
    if diff.is_nothing:
        return [f"Nothing has changed since {diff.since}."]
    sentences = [_headline(diff, after), *_statuses(diff, most=MOST_REFS)]
    sentences += _dates_of_plan(diff.dates)
    sentences += _wording(diff)
    if diff.is_still:
        sentences.append(f"No status or date has changed since {diff.since}.")
    return sentences


def _headline(diff: Differences, after: Quarterly) -> str:
    """ "30 of 89 actions are behind target …, 16 more than in July 2019; 54 are …"."""
    counts = after.counts
    if not counts.said:
        return f"None of the {counts.total} actions has a status yet."
    by = {count.name: count.by for count in diff.counts}
    behind, to_plan, complete = (
        by[what]
        for what in (
            "Behind target or at significant risk",
            "On track or yet to start",
            "Complete",
        )
    )
    total = f"{counts.said} action{_s(counts.said)}"
    return (
        f"{counts.behind} of {total} {_are(counts.behind)} behind target or at significant "
        f"risk, {_more(behind)} in {diff.since}; {counts.to_plan} {_are(counts.to_plan)} "
        f"on track or yet to start, {_more(to_plan)} then; {counts.complete} "
        f"{_are(counts.complete)} complete, {_more(complete)} then."
    )


def _more(by: int) -> str:
    if not by:
        return "as many as"
    return f"{by} more than" if by > 0 else f"{-by} fewer than"


def _statuses(diff: Differences, most: int | None) -> Iterable[str]:
    for turn, (singular, plural) in TURNS.items():
        yield from _counted(diff.turned(turn), singular, plural, most)
    raised = [risk.at for risk in diff.risks if risk.raised]
    lifted = [risk.at for risk in diff.risks if not risk.raised]
    flagged = "flagged as a significant risk"
    yield from _counted(raised, f"is newly {flagged}", f"are newly {flagged}", most)
    yield from _counted(lifted, f"is no longer {flagged}", f"are no longer {flagged}", most)
    yield from _counted(diff.added, "was added", "were added", most)
    gone = "no longer in the plan"
    yield from _counted(diff.removed, f"is {gone}", f"are {gone}", most)


def _counted(
    places: Sequence[DocumentPlace], singular: str, plural: str, most: int | None
) -> Iterable[str]:
    if places:
        verb = singular if len(places) == 1 else plural
        yield f"{len(places)} action{_s(len(places))} {verb}{_named(places, most)}."


def _named(places: Sequence[DocumentPlace], most: int | None) -> str:
    """ ": 1.1.1, 1.1.2 and 1.3.1", unless there are too many to name."""
    if most is not None and len(places) > most:
        return ""
    return f": {_and([place.ref for place in places])}"


def _date(moved: EndDateChange) -> str:
    if moved.state is DateState.ASKED:
        return (
            f"A new end is asked for {moved.at.ref}: {moved.to} instead of {moved.start}. "
            "It is not agreed yet."
        )
    if moved.state is DateState.REFUSED:
        return f"The new end asked for {moved.at.ref}, {moved.to}, was refused."
    verb = "moved" if moved.months > 0 else "was brought forward"
    again = f", the {_ordinal(moved.number)} move" if moved.number > 1 else ""
    return f"The end of {moved.at.ref} {verb} {from_to(moved.start, moved.to)}{again}."


def from_to(start: str, to: str) -> str:
    """ "from February to May 2020", "from December 2019 to February 2020"."""
    name, _, year = start.rpartition(" ")
    return f"from {name if name and year == to.rpartition(' ')[2] else start} to {to}"


def _dates_of_plan(dates: Sequence[EndDateChange]) -> Iterable[str]:
    for state, singular, plural in (
        (DateState.AGREED, "end date moved", "end dates moved"),
        (
            DateState.ASKED,
            "new end date is asked for and not agreed yet",
            "new end dates are asked for and not agreed yet",
        ),
        (DateState.REFUSED, "new end date was refused", "new end dates were refused"),
    ):
        changes = Counter(change.at for change in dates if change.state is state)
        # An action has one end; each request that was refused is one.
        count = len(changes) if state is DateState.AGREED else changes.total()
        if changes:
            words = singular if count == 1 else plural
            yield f"{count} {words}{_named_requests(changes, state)}."


def _named_requests(changes: Counter[DocumentPlace], state: DateState) -> str:
    """ ": 1.1.1 and 5.1.6 (2)", with how many requests an action had, unless it is too long."""
    if len(changes) > MOST_REFS:
        return ""
    names = [
        f"{place.ref} ({count})" if count > 1 and state is not DateState.AGREED else place.ref
        for place, count in changes.items()
    ]
    return f": {_and(names)}"


def _wording(diff: Differences) -> Iterable[str]:
    """Sentences on changes to the plan's own wording, which readers need to know of."""
    own = [text for text in diff.texts if text.of_plan]
    actions = list(dict.fromkeys(text.at.ref for text in own if text.at.ref))
    if actions:
        count = f"{len(actions)} action{_s(len(actions))}"
        yield f"The plan’s own words on {count} were changed: {_and(actions)}."
    others = [text.name.replace(":", "").lower() for text in own if not text.at.ref]
    if others:
        yield f"The plan’s own words were changed in: {_and(list(dict.fromkeys(others)))}."


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _ordinal(number: int) -> str:
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teens = 11 <= number % 100 <= 13
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _s(number: int) -> str:
    return "" if number == 1 else "s"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
