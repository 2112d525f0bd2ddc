"""Extracts of a published document about the plan, its areas and its actions.

Pure, and small enough to be cached. The histories on public pages are made of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.domain.kinds.scale import StatusScale
from governance.papers.document.schema import (
    ActionCounts,
    ActionEntry,
    DateMove,
    PlanTerms,
    Quarterly,
    TitledText,
)

NO_STATUS = "No status"


@dataclass(frozen=True, slots=True)
class EditionMove:
    """One requested new end date, with its outcome, in sentences."""

    text: str
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class EditionAction:
    """One action as one publication shows it."""

    ref: str
    text: str
    area: str
    start: str
    end: str
    end_agreed: str
    late: str
    lead: str
    measures: tuple[str, ...]
    status: str
    label: str
    scale: StatusScale
    risk: bool
    not_accepted: bool
    reason: str
    texts: tuple[TitledText, ...]
    post: str
    moves: tuple[EditionMove, ...]


@dataclass(frozen=True, slots=True)
class EditionArea:
    """An area of weakness with sentences on what changed in its text."""

    ref: str
    title: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The extract of one publication. `name` is its quarter: October 2019."""

    name: str
    since: str
    headline: str
    changed: tuple[str, ...]
    illustrative: str
    terms: PlanTerms
    areas: Mapping[str, EditionArea]
    actions: Mapping[str, EditionAction]


def edition_of(document: Quarterly) -> Edition:
    """The extract of a quarterly document."""
    return Edition(
        name=document.period.name,
        since=document.since,
        headline=headline(document.counts),
        changed=document.changed,
        illustrative=document.illustrative,
        terms=document.terms,
        areas={
            area.ref: EditionArea(area.ref, area.title, area.changed) for area in document.areas
        },
        actions={
            action.ref: _action(area.ref, action, document.scale)
            for area, _outcome, action in document.actions()
        },
    )


def headline(counts: ActionCounts) -> str:
    """The three main numbers in a sentence, with their percentages as published."""
    total, per_cent = counts.said, counts.per_cent
    if not total:
        return f"None of the {counts.total} actions has a status yet."
    sentence = (
        f"{counts.behind} of {total} action{'' if total == 1 else 's'} ({per_cent.behind}%) "
        f"{_are(counts.behind)} behind target or at significant risk; {counts.to_plan} "
        f"({per_cent.to_plan}%) {_are(counts.to_plan)} on track or yet to start; "
        f"{counts.complete} ({per_cent.complete}%) {_are(counts.complete)} complete."
    )
    return f"{sentence} {counts.rounding_note}".rstrip()


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _action(area: str, action: ActionEntry, scale: StatusScale) -> EditionAction:
    now = action.current
    return EditionAction(
        ref=action.ref,
        text=action.text,
        area=area,
        start=action.start,
        end=action.end,
        end_agreed=action.end_agreed,
        late=action.late,
        lead=action.lead,
        measures=action.measures,
        status=now.status or "",
        label=now.label or NO_STATUS,
        scale=scale,
        risk=now.risk,
        not_accepted=now.not_accepted,
        reason=now.reason,
        texts=action.update_parts,
        post=action.said.post if action.said else "",
        moves=tuple(map(_move, action.moves)),
    )


def _move(move: DateMove) -> EditionMove:
    by = abs(move.months)
    months = f"{by} month{'' if by == 1 else 's'} {'later' if move.months > 0 else 'earlier'}"
    words = f"{move.kind}: from {move.from_} to {move.to}, {months}"
    if move.agreed is None:
        return EditionMove(words, move.reason, "Not agreed yet")
    verdict = "Agreed" if move.agreed else "Refused"
    decision = f"{verdict}: {move.decision}" if move.decision else verdict
    if move.refused_because:
        decision = f"{decision}. Why it was refused: {move.refused_because.rstrip('.')}"
        return EditionMove(words, f"Why it was asked for: {move.reason}", decision)
    return EditionMove(words, move.reason, decision)


# --- one action through several publications -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionChapter:
    """One publication's account of an action, compared with the previous one that contains it.

    `told` is None if it does not contain the action; `moves` are those not mentioned before.
    """

    entry: EditionAction | None
    status_before: str
    moves: tuple[EditionMove, ...]
    text_before: str
    end_before: str


def action_chapters(tellings: Sequence[EditionAction | None]) -> list[ActionChapter]:
    """The chapters of an action, from its account in each publication, earliest first."""
    chapters = []
    before: EditionAction | None = None
    known: tuple[EditionMove, ...] = ()
    for account in tellings:
        if account is None:
            chapters.append(ActionChapter(None, "", (), "", ""))
            continue
        chapters.append(
            ActionChapter(
                entry=account,
                status_before=before.label if before and before.label != account.label else "",
                moves=tuple(move for move in account.moves if move not in known),
                text_before=before.text if before and before.text != account.text else "",
                end_before=before.end if before and before.end != account.end else "",
            )
        )
        before, known = account, account.moves
    return chapters
