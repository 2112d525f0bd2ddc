"""The opening of the public page, and of each area's page, in plain words. Pure."""

from __future__ import annotations

from datetime import date

from governance.papers.comparison.normalise import month_in_full
from governance.papers.document.schema import ActionCounts, AreaEntry, Quarterly

SUPPORT = "children and young people with special educational needs and disabilities (SEND)"


def opening_of(document: Quarterly, inspected: date | None) -> tuple[str, ...]:
    """What inspectors found, what was promised, and how it stands: two paragraphs."""
    areas, counts = len(document.areas), document.counts
    when = f"In {inspected:%B %Y}, inspectors" if inspected else "Inspectors"
    found = (
        f"{when} looked at the support for {SUPPORT} in {document.plan.local_area}. "
        f"They said that {_count(areas, 'thing')} must get better. "
        f"We promised {_count(counts.total, 'action')}."
    )
    sentences = [_status(counts), _carried(document.carried), _late(document.late)]
    if document.before:
        then = month_in_full(document.before.label)
        sentences.append(f"In {then}, {_behind(document.before.behind)}.")
    sentences.append(
        "This page says what has changed, what is late and why, and if it has made a difference."
    )
    return found, " ".join(filter(None, sentences))


def opening_of_area(area: AreaEntry) -> tuple[str, ...]:
    """What inspectors found in an area, and how its actions stand: two paragraphs."""
    finding = area.finding.strip().rstrip(".")
    late = sum(bool(action.late) for action in area.actions)
    carried = sum(action.current.carried for action in area.actions)
    promised = f"We promised {_count(area.counts.total, 'action')} for this."
    return (
        f"Inspectors found: {finding}.",
        " ".join(filter(None, (promised, _status(area.counts), _carried(carried), _late(late)))),
    )


def _status(counts: ActionCounts) -> str:
    """ "5 are done. 54 are on track or start later. 30 are behind or at risk."."""
    if not counts.said:
        return "We do not know yet how they stand." if counts.total else ""
    sentences = [
        f"{counts.complete or 'None'} {_are(counts.complete)} done.",
        f"{counts.to_plan or 'None'} {_are(counts.to_plan)} on track or "
        f"{'starts' if counts.to_plan == 1 else 'start'} later.",
        f"{counts.behind or 'None'} {_are(counts.behind)} behind or at risk.",
    ]
    if counts.without:
        sentences.append(f"We have no news of {counts.without}.")
    return " ".join(sentences)


def _carried(count: int) -> str:
    """That actions without an update this time are among the counts as they were last told."""
    if not count:
        return ""
    words = "1 has" if count == 1 else f"{count} have"
    return f"{words} no update this time, and {_are(count)} counted as last told."


def _behind(count: int) -> str:
    verb = "was" if count == 1 else "were"
    return f"{count or 'none'} {verb} behind or at risk"


def _late(count: int) -> str:
    return f"{count} should be done by now, and {_are(count)} not." if count else ""


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _count(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
