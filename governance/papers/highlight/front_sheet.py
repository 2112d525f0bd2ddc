"""What a highlight report itself knows for its front sheet. Pure."""

from __future__ import annotations

from governance.domain.dates import day_words
from governance.domain.front_sheet import FrontSheet
from governance.papers.document.highlight_schema import Highlight


def own_front_sheet(document: Highlight, address: str, sha256: str) -> FrontSheet:
    """The board and the day of its meeting; the report at its address, and the plan."""
    report = f"{document.plan.title}, {document.title}: {address}"
    papers = (report, f"SHA-256 of its document: {sha256}", document.plan.source)
    return FrontSheet(
        to=document.meeting.body,
        date=day_words(document.meeting.held_on),
        background_papers="\n".join(paper for paper in papers if paper),
    )
