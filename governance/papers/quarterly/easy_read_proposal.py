"""Proposed lines for an Easy Read summary, from the facts of the area. Pure: a document in.

An officer asks for them, edits them and saves them; nothing proposed is published by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from actions.domain.enums import Status
from governance.domain.easy_read.ideas import LONGEST_IDEA, EasyReadHeading, IllustratedIdea
from governance.papers.comparison.normalise import month_in_full
from governance.papers.document.schema import ActionEntry, AreaEntry, Quarterly

MOST_LATE = 3  # late actions that are proposed one by one


def proposed_ideas(
    document: Quarterly, ref: str, titles: dict[str, str]
) -> tuple[IllustratedIdea, ...]:
    """The proposed lines for the area with this reference; `titles` are the short titles of
    actions by their references.
    """
    area = next(area for area in document.areas if area.ref == ref)
    return (
        *_status_ideas(area),
        *_changes(area, document),
        *_late(area, titles),
        *_next(document),
    )


def _status_ideas(area: AreaEntry) -> Iterator[IllustratedIdea]:
    counts, going = area.counts, EasyReadHeading.GOING
    promised = f"We promised {_things(counts.total)} for this."
    yield IllustratedIdea(going, promised, "list")
    done = f"{_things(counts.complete)} {_are(counts.complete)} done."
    yield IllustratedIdea(going, done if counts.complete else "None is done yet.", "tick")
    if counts.to_plan:
        verbs = "goes well or starts" if counts.to_plan == 1 else "go well or start"
        yield IllustratedIdea(going, f"{_things(counts.to_plan)} {verbs} later.", "going")
    if counts.behind:
        behind = f"{_things(counts.behind)} {_are(counts.behind)} late or may be late."
        yield IllustratedIdea(going, behind, "late")
    if counts.without:
        yield IllustratedIdea(going, f"We have no news about {_things(counts.without)}.", "clock")


def _changes(area: AreaEntry, document: Quarterly) -> Iterator[IllustratedIdea]:
    """How many actions were finished since the quarter before."""
    if document.before is None:
        return
    label = document.before.label
    finished = sum(_is_finished_since(action, label) for action in area.actions)
    if finished:
        since = month_in_full(label)
        text = f"Since {since} we finished {_things(finished)}."
        yield IllustratedIdea(EasyReadHeading.BETTER, text, "tick")


def _is_finished_since(action: ActionEntry, label: str) -> bool:
    earlier = next((cell for cell in action.quarters if cell.period == label), None)
    was_complete = earlier is not None and earlier.status == Status.COMPLETE
    return action.current.status == Status.COMPLETE and not was_complete


def _late(area: AreaEntry, titles: dict[str, str]) -> Iterator[IllustratedIdea]:
    """What is late, and when it was due; the officer says why, and in easier words."""
    heading = EasyReadHeading.LATE
    late = [action for action in area.actions if action.late]
    for action in late[:MOST_LATE]:
        title = titles.get(action.ref, action.ref).rstrip(".")
        yield IllustratedIdea(heading, f"This is late: {title}."[:LONGEST_IDEA], "late")
        if action.end_agreed:
            text = f"We said: {_month(action.end)}. Now we say: {_month(action.end_agreed)}."
            yield IllustratedIdea(heading, text, "calendar")
        else:
            text = f"We said: it will be done by {_month(action.end)}."
            yield IllustratedIdea(heading, text, "calendar")
    if len(late) > MOST_LATE:
        more = _things(len(late) - MOST_LATE, "more thing")
        yield IllustratedIdea(heading, f"{more} {_are(len(late) - MOST_LATE)} late too.", "clock")


def _next(document: Quarterly) -> Iterator[IllustratedIdea]:
    coming = [quarter for quarter in document.quarters if quarter.coming]
    if coming:
        text = f"We will tell you more in {month_in_full(coming[0].label)}."
        yield IllustratedIdea(EasyReadHeading.NEXT, text, "calendar")


def _month(printed: str) -> str:
    return month_in_full(printed)


def _things(count: int, thing: str = "thing") -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
