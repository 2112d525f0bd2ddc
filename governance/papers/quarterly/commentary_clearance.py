"""The commentary on areas that a publication would print, and which of it is cleared.

What an officer wrote here can contain a child's story, as a lead's update can: it is published only
once the publisher has read and cleared it. What was loaded from a paper that names its source was
published there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.domain.update_texts import COMMENTARY_TEXTS
from actions.models import AreaCommentary, ReportingPeriod
from governance.models import CommentaryClearance
from governance.papers.document.schema import Quarterly


@dataclass(frozen=True, slots=True)
class CommentaryToPrint:
    """One area's commentary as it would be printed. `cleared` is None if that is undecided."""

    commentary: AreaCommentary
    parts: tuple[tuple[str, str], ...]
    cleared: bool | None
    why: str  # it is left out


def commentary_to_clear(*periods: ReportingPeriod) -> tuple[CommentaryToPrint, ...]:
    """What officers wrote here for these quarters, in the plan's order. Two queries."""
    written = AreaCommentary.objects.current().written_here().of_periods(periods)
    written = written.select_related("area", "by", "period__plan").order_by("area__order")
    decided = {
        clearance.commentary_id: clearance
        for clearance in CommentaryClearance.objects.of_periods(periods)
    }
    return tuple(
        _to_print(commentary, decided.get(commentary.pk))
        for commentary in written.select_related("area", "by", "period__plan").order_by(
            "area__order"
        )
    )


def undecided_commentary(found: Iterable[CommentaryToPrint]) -> tuple[CommentaryToPrint, ...]:
    return tuple(item for item in found if item.cleared is None)


def only_cleared_commentary(document: Quarterly, period: ReportingPeriod) -> Quarterly:
    """The document without commentary that is not cleared. Two queries."""
    withheld = {
        item.commentary.area.ref for item in commentary_to_clear(period) if not item.cleared
    }
    if not withheld:
        return document
    return document.with_values(
        areas=tuple(
            area.with_values(commentary=None) if area.ref in withheld else area
            for area in document.areas
        )
    )


def _to_print(commentary: AreaCommentary, decided: CommentaryClearance | None) -> CommentaryToPrint:
    texts = zip(COMMENTARY_TEXTS, commentary.texts.values(), strict=True)
    return CommentaryToPrint(
        commentary=commentary,
        parts=tuple((text.title, written) for text, written in texts if written),
        cleared=decided.cleared if decided else None,
        why=decided.reason if decided else "",
    )
