"""What a publication itself knows for its front sheet. Pure."""

from __future__ import annotations

from governance.domain.dates import day_words
from governance.domain.front_sheet import FrontSheet
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly


def own_front_sheet(document: Quarterly, imprint: Imprint) -> FrontSheet:
    """What a publication itself knows of it: who signed it, when it was published, where it is."""
    return FrontSheet(
        report_of="\n".join(imprint.signed),
        date=day_words(imprint.published_on) if imprint.published_on else "",
        background_papers="\n".join(background_papers(document, imprint)),
    )


def background_papers(document: Quarterly, imprint: Imprint) -> list[str]:
    """The publication at its address, once it is published, and the plan that it reports on."""
    version = f"{document.plan.title}, {document.title}, version {imprint.version}"
    published = (f"{version}: {imprint.address}", f"SHA-256 of its document: {imprint.sha256}")
    return [*(published if imprint.published_on else ()), document.plan.source]
