"""The commentary that a publication would print, and which of it is cleared.

On the programme as a whole, and on areas.

What an officer wrote here can contain a child's story, as a lead's update can: it is published only
once the publisher has read and cleared it. What was loaded from a paper that names its source was
published there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from actions.domain.update_texts import COMMENTARY_TEXTS
from actions.models import AreaCommentary, Commentary, ProgrammeCommentary, ReportingPeriod
from governance.models import CommentaryClearance
from governance.papers.document.schema import ProgrammeText, Quarterly

PROGRAMME = "The programme as a whole"


@dataclass(frozen=True, slots=True)
class CommentaryToPrint:
    """One commentary as it would be printed. `cleared` is None if that is undecided."""

    commentary: Commentary
    parts: tuple[tuple[str, str], ...]
    cleared: bool | None
    why: str  # it is left out

    @property
    def ref(self) -> str:
        """The reference of its area; empty for the programme."""
        return self.commentary.area.ref if isinstance(self.commentary, AreaCommentary) else ""


def commentary_to_clear(*periods: ReportingPeriod) -> tuple[CommentaryToPrint, ...]:
    """What officers wrote here for these quarters: on the programme first, then in the plan's order
    of areas. Three queries.
    """
    programme = ProgrammeCommentary.objects.current().written_here().of_periods(periods)
    areas = AreaCommentary.objects.current().written_here().of_periods(periods)
    written: list[Commentary] = [
        *programme.select_related("by", "period__plan"),
        *areas.select_related("area", "by", "period__plan").order_by("area__order"),
    ]
    decided = {
        (clearance.commentary_id, clearance.programme_id): clearance
        for clearance in CommentaryClearance.objects.of_periods(periods)
    }
    return tuple(_to_print(commentary, decided.get(_key(commentary))) for commentary in written)


def _key(commentary: Commentary) -> tuple[int | None, int | None]:
    is_of_area = isinstance(commentary, AreaCommentary)
    return (commentary.pk, None) if is_of_area else (None, commentary.pk)


def undecided_commentary(found: Iterable[CommentaryToPrint]) -> tuple[CommentaryToPrint, ...]:
    return tuple(item for item in found if item.cleared is None)


def only_cleared_commentary(document: Quarterly, period: ReportingPeriod) -> Quarterly:
    """The document without commentary that is not cleared. Three queries."""
    withheld = [item.commentary for item in commentary_to_clear(period) if not item.cleared]
    if not withheld:
        return document
    refs = {of.area.ref for of in withheld if isinstance(of, AreaCommentary)}
    if any(isinstance(of, ProgrammeCommentary) for of in withheld):
        document = document.with_values(programme=ProgrammeText(text="", source=""))
    return document.with_values(
        areas=tuple(
            area.with_values(commentary=None) if area.ref in refs else area
            for area in document.areas
        )
    )


def _to_print(commentary: Commentary, decided: CommentaryClearance | None) -> CommentaryToPrint:
    titles = (
        [text.title for text in COMMENTARY_TEXTS]
        if isinstance(commentary, AreaCommentary)
        else [PROGRAMME]
    )
    texts = zip(titles, commentary.texts.values(), strict=True)
    return CommentaryToPrint(
        commentary=commentary,
        parts=tuple((title, written) for title, written in texts if written),
        cleared=decided.cleared if decided else None,
        why=decided.reason if decided else "",
    )
