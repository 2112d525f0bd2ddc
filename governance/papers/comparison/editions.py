"""What a published document tells of the plan, of an area and of an action: pure, and small
enough to be kept. Stories over several publications are made of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.papers.document.frozen import Document
from governance.papers.document.readers import all_actions

NO_STATUS = "No status"


@dataclass(frozen=True, slots=True)
class EditionText:
    """A titled text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class EditionMove:
    """One new end that was asked for, with what became of it, in sentences."""

    words: str
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class EditionAction:
    """One action as one publication has it."""

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
    risk: bool
    not_accepted: bool
    reason: str
    said: tuple[EditionText, ...]
    post: str
    moves: tuple[EditionMove, ...]


@dataclass(frozen=True, slots=True)
class EditionArea:
    ref: str
    title: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication. `name` is its quarter: October 2019."""

    name: str
    since: str
    headline: str
    changed: tuple[str, ...]
    illustrative: str
    terms: Mapping[str, str]
    areas: Mapping[str, EditionArea]
    actions: Mapping[str, EditionAction]


def edition_of(document: Document) -> Edition:
    """What is told of a quarterly document."""
    areas = document["areas"]
    return Edition(
        name=document["period"]["name"],
        since=document["since"],
        headline=headline(document["counts"]),
        changed=tuple(document["changed"]),
        illustrative=document["illustrative"],
        terms=dict(document["terms"]),
        areas={
            area["ref"]: EditionArea(area["ref"], area["title"], tuple(area["changed"]))
            for area in areas
        },
        actions={
            action["ref"]: _action(area["ref"], action)
            for area, _outcome, action in all_actions(document)
        },
    )


def headline(counts: Mapping[str, Any]) -> str:
    """The three numbers that matter, in a sentence, with their percentages adding up to 100."""
    said, per_cent = counts["said"], counts["per_cent"]
    if not said:
        return f"None of the {counts['total']} actions has a status yet."
    behind, to_plan, complete = (counts[each] for each in ("behind", "to_plan", "complete"))
    return (
        f"{behind} of {said} action{'' if said == 1 else 's'} ({per_cent['behind']}%) "
        f"{_are(behind)} behind target or at significant risk; {to_plan} "
        f"({per_cent['to_plan']}%) {_are(to_plan)} on track or yet to start; "
        f"{complete} ({per_cent['complete']}%) {_are(complete)} complete."
    )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _action(area: str, action: Document) -> EditionAction:
    now: Document = next((cell for cell in action["quarters"] if cell["now"]), {})
    said = action["said"] or {"parts": [], "post": ""}
    return EditionAction(
        ref=action["ref"],
        text=action["text"],
        area=area,
        start=action["start"],
        end=action["end"],
        end_agreed=action["end_agreed"],
        late=action["late"],
        lead=action["lead"],
        measures=tuple(action["measures"]),
        status=now.get("status") or "",
        label=now.get("label") or NO_STATUS,
        risk=bool(now.get("risk")),
        not_accepted=bool(now.get("not_accepted")),
        reason=now.get("reason") or "",
        said=tuple(EditionText(part["title"], part["text"]) for part in said["parts"]),
        post=said["post"],
        moves=tuple(_move(each) for each in action["moves"]),
    )


def _move(move: Document) -> EditionMove:
    by = abs(move["months"])
    months = f"{by} month{'' if by == 1 else 's'} {'later' if move['months'] > 0 else 'earlier'}"
    words = f"{move['kind']}: from {move['from']} to {move['to']}, {months}"
    if move["agreed"] is None:
        return EditionMove(words, move["reason"], "Not agreed yet")
    verdict = "Agreed" if move["agreed"] else "Refused"
    decision = f"{verdict}: {move['decision']}" if move["decision"] else verdict
    return EditionMove(words, move["reason"], decision)


# --- one action through several publications -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionChapter:
    """What one publication says of an action, beside the one before that had it.

    `told` is None where it does not have the action; `moves` are those not told before.
    """

    told: EditionAction | None
    status_before: str
    moves: tuple[EditionMove, ...]
    text_before: str
    end_before: str


def action_chapters(tellings: Sequence[EditionAction | None]) -> list[ActionChapter]:
    """The chapters of an action, from what each publication says of it, the earliest first."""
    chapters = []
    before: EditionAction | None = None
    known: tuple[EditionMove, ...] = ()
    for told in tellings:
        if told is None:
            chapters.append(ActionChapter(None, "", (), "", ""))
            continue
        chapters.append(
            ActionChapter(
                told=told,
                status_before=before.label if before and before.label != told.label else "",
                moves=tuple(each for each in told.moves if each not in known),
                text_before=before.text if before and before.text != told.text else "",
                end_before=before.end if before and before.end != told.end else "",
            )
        )
        before, known = told, told.moves
    return chapters
