"""Changes since the last publication in plain words, each with the actions that it is of. Pure.

Beside `sentences`, which name actions by reference: readers of a web page get a link with the short
title in place of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from governance.papers.comparison.diff import Differences, EndDateChange, differences
from governance.papers.comparison.normalise import DateState
from governance.papers.comparison.sentences import FIRST_OF_ALL, TURNS, from_to
from governance.papers.document.schema import PlainChange, Quarterly

MOST = 8  # actions named in a change of the whole plan; an area's page names all
BY_AREA = ". The page of each area names them."


@dataclass(frozen=True, slots=True)
class PlainChanges:
    """Changes in the plan as a whole, and in each area by its reference."""

    plan: tuple[PlainChange, ...]
    areas: dict[str, tuple[PlainChange, ...]]


def plain_changes(before: Quarterly | None, after: Quarterly) -> PlainChanges:
    diff = differences(before, after)
    if not diff.since:
        first = PlainChange(before=FIRST_OF_ALL)
        return PlainChanges((first,), {area.ref: () for area in after.areas})
    areas = {area.ref: tuple(_changes(diff.in_area(area.ref))) for area in after.areas}
    return PlainChanges(tuple(_changes(diff, MOST)), areas)


def _changes(diff: Differences, most: int | None = None) -> Iterable[PlainChange]:
    if diff.is_still:
        yield PlainChange(before=f"No status or date has changed since {diff.since}.")
        return
    for turn, (singular, plural) in TURNS.items():
        refs = tuple(place.ref for place in diff.turned(turn))
        if refs:
            yield _counted(refs, singular, plural, most)
    raised = tuple(risk.at.ref for risk in diff.risks if risk.raised)
    if raised:
        yield _counted(raised, "is a new significant risk", "are new significant risks", most)
    refused = [change for change in diff.dates if change.state is DateState.REFUSED]
    others = [change for change in diff.dates if change.state is not DateState.REFUSED]
    if most is not None and len(others) > most:
        refs = tuple(dict.fromkeys(change.at.ref for change in others))
        words = "has a new end date, agreed or asked for"
        yield _counted(refs, words, words.replace("has a", "have a"), most)
    else:
        yield from map(_date, others)
    if most is not None and len(refused) > most:
        yield PlainChange(before=f"{len(refused)} new end dates were refused{BY_AREA}")
    else:
        yield from map(_date, refused)


def _counted(refs: tuple[str, ...], singular: str, plural: str, most: int | None) -> PlainChange:
    if len(refs) == 1:
        return PlainChange(before=f"1 action {singular}", refs=refs)
    words = f"{len(refs)} actions {plural}"
    if most is not None and len(refs) > most:
        return PlainChange(before=words + BY_AREA)
    return PlainChange(before=words, refs=refs)


def _date(moved: EndDateChange) -> PlainChange:
    refs = (moved.at.ref,)
    if moved.state is DateState.ASKED:
        after = f"({moved.to} instead of {moved.start}, not agreed yet)."
        return PlainChange(before="A new end date is asked for", refs=refs, after=after)
    if moved.state is DateState.REFUSED:
        after = f"({moved.to}; {moved.start} stays)."
        return PlainChange(before="A new end date was refused", refs=refs, after=after)
    verb = "later" if moved.months > 0 else "earlier"
    after = f"({from_to(moved.start, moved.to)})."
    return PlainChange(before=f"One end date is {verb}", refs=refs, after=after)
