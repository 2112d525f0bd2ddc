"""An area's Easy Read summary as an accessible PDF (PDF/UA-1) in large type.

The drawings are backgrounds of the words beside them: they are artifacts, which screen readers pass
by. Nothing here reads the database.
"""

from __future__ import annotations

from pathlib import Path

from django.template.loader import get_template

from governance.domain.easy_read.drawings import DRAWINGS
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats import pdf
from governance.papers.formats.format import Progress
from governance.papers.quarterly.context import AreaContext, QuarterlyContext
from governance.papers.quarterly.easy_read_context import CLOSING

CONTENT_TYPE = "application/pdf"
TEMPLATE = "reports/easy_read_print.html"
STYLE = "easy-read-print.css"
PAGES = 4  # a guess, for the progress


def easy_read_areas(document: Quarterly, imprint: Imprint) -> tuple[AreaContext, ...]:
    """The areas of a cleaned document that have a summary."""
    return QuarterlyContext(document, imprint=imprint).easy_read_areas


def write_easy_read_pdf(
    document: Quarterly, imprint: Imprint, area: AreaContext, target: Path, progress: Progress
) -> int:
    """Writes the summary of one area; returns its number of pages. Takes about a second.

    Raises Unrenderable, and whatever `progress` raises.
    """
    context = {
        "report": document,
        "page": QuarterlyContext(document, imprint=imprint),
        "part": area,
        "easy_read": area.easy_read,
        "closing": CLOSING,
        "brand": imprint.brand,
        "update_address": imprint.address,
        "ask_address": f"{imprint.address.rsplit('/', 3)[0]}/ask/",
    }
    html = get_template(TEMPLATE).render(context)
    with target.open("wb") as file, pdf.reported(progress, PAGES):
        return pdf.typeset(html, _style(imprint), file, imprint.brand).pages


def _style(imprint: Imprint) -> str:
    """The style sheet, with a rule for each drawing."""
    rules = "".join(
        f".drawing-{key} {{ background-image: url({pdf.DRAWING}{key}) }}\n" for key in DRAWINGS
    )
    return pdf.style_sheet(STYLE, imprint.brand) + rules
