"""What signatories see before they sign: the page and the PDF as readers will get them.

They are rendered as the publication is, from the frozen document and an imprint in which the
signature lines that are open say so. Readers never get them.
"""

from __future__ import annotations

import hashlib
import json
from typing import IO

from django.db import transaction

from governance.domain.enums import Side
from governance.models import Paper, PreviewPdf, Signature
from governance.papers.document.imprint import Imprint
from governance.papers.document.schema import Quarterly
from governance.papers.formats import easy_read_pdf, pdf
from governance.papers.formats.formula_guard import cleaned
from governance.public.scope import published_plans
from governance.services import jobs
from governance.services.pdf_jobs import make_pdf
from governance.services.publication_drafts import draft_to_change, read, refetch
from governance.services.rendering import address_of
from governance.services.signing import sides_missing, sign, signatures_that_hold
from wsoa.accounts.models import User
from wsoa.core.clock import now

PAGES = 40  # a guess, for the progress
FILES = 2  # raised when a preview gets further files: earlier ones are then made again


def preview_imprint(paper: Paper, served_at: str = "", actions_at: str = "") -> Imprint:
    """The imprint of a draft: signature lines that are open say so, and no day of publication.

    `served_at` is the path at which its pages are shown before they are public, and `actions_at`
    that of the plan's own pages of actions.
    """
    signed = {signature.side: signature.name for signature in signatures_that_hold(paper)}
    lines = tuple(f"{signed.get(side.value, 'Not yet signed')}, for {side.label}" for side in Side)
    return Imprint(
        sha256=paper.sha256,
        version=paper.version,
        published_on=None,
        signed=lines,
        address=address_of(paper),
        brand=paper.brand.value if paper.brand else None,
        served_at=served_at,
        actions_at=actions_at,
        is_plan_public=not served_at or published_plans().filter(pk=paper.plan_id).exists(),
    )


def preview_of(paper: Paper) -> PreviewPdf | None:
    """The PDF of exactly this document with its present signatures, if one was requested."""
    found: PreviewPdf | None = paper.previews.filter(content_hash=_content_hash(paper)).first()
    return found


@transaction.atomic
def request_preview(*, by: User, paper: Paper) -> PreviewPdf:
    """Requests the PDF of a draft as it will be published.

    If the same was requested before, returns that; if it had failed or its file is gone, it is
    queued again. Not audited: nothing changes. Raises NotADraft.
    """
    paper = draft_to_change(paper)
    preview, created = PreviewPdf.objects.get_or_create(
        content_hash=_content_hash(paper),
        defaults={"paper": paper, "requested_by": by, "requested_at": now()},
    )
    if created or not (preview.is_ready or preview.state in PreviewPdf.UNFINISHED):
        jobs.queue(preview)
        transaction.on_commit(lambda: jobs.send(PreviewPdf, preview.pk))
    return preview


@transaction.atomic
def sign_draft(*, by: User, paper: Paper, side: Side, sha256: str) -> Signature:
    """Signs the document, and has its PDF made again with the new signature for whoever signs next.

    That is done where a PDF was ready and somebody is still to sign; both are saved or neither.
    Raises what `sign` does.
    """
    signature = sign(by=by, paper=paper, side=side, sha256=sha256)
    _make_preview_again(by, refetch(paper))
    return signature


def _make_preview_again(by: User, paper: Paper) -> None:
    had_one = any(preview.is_ready for preview in paper.previews.all())
    if had_one and sides_missing(paper):
        request_preview(by=by, paper=paper)


def make_preview(*, preview: PreviewPdf) -> None:
    """Renders a claimed preview and finishes the job. A fault is saved on the row.

    Raises LeaseLost.
    """
    paper = preview.paper

    def typeset(target: IO[bytes], progress: jobs.ProgressReporter) -> pdf.RenderedPdf:
        document, imprint = cleaned(read(paper, Quarterly)), preview_imprint(paper)
        _write_easy_read(preview, document, imprint)
        return pdf.render(document, target, progress, PAGES, imprint, imprint.brand)

    make_pdf(preview, typeset)


def _write_easy_read(preview: PreviewPdf, document: Quarterly, imprint: Imprint) -> None:
    """Writes the Easy Read summaries, before the row says that its files are ready."""
    areas = easy_read_pdf.easy_read_areas(document, imprint)
    for number, area in enumerate(areas, start=1):
        path = preview.easy_read_path(number)
        part = path.with_suffix(f".{preview.claim}.part")
        easy_read_pdf.write_easy_read_pdf(document, imprint, area, part, lambda *_: None)
        part.replace(path)


def _content_hash(paper: Paper) -> str:
    brand = paper.brand.key if paper.brand else ""
    content = [paper.sha256, paper.version, preview_imprint(paper).signed, brand, FILES]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
