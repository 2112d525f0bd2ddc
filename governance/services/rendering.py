"""Making the files of a publication. Nothing is public before all files exist and pass their check.

Files are written into a temporary folder, synced to disk, and only then renamed to the
publication's folder. A worker that is killed leaves nothing that could be mistaken for a
publication.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from governance.domain.enums import PaperState
from governance.models import Paper, PaperFile, Rendering
from governance.papers import formats
from governance.papers.document.frozen import DocumentRefused, thaw
from governance.papers.document.imprint import (
    Imprint,
    RenderedFile,
    ReplacingVersion,
    ReportOrigin,
)
from governance.papers.paper_types import paper_type
from governance.public.index import publish_files
from governance.services import jobs
from governance.services.signing import signatures_that_hold
from wsoa.core.brands import Brand
from wsoa.core.clock import today
from wsoa.core.leases import LeaseLost

logger = logging.getLogger(__name__)


class FilesDiffer(Exception):
    """A file on disk differs from the one that was made. The message says which."""


def make_paper(*, rendering: Rendering) -> None:
    """Renders a claimed publication into all its formats and finishes the job.

    For a published version that was corrected since, only its pages are made again. A fault is
    saved on the row. Raises LeaseLost.
    """
    started = time.monotonic()
    paper: Paper = rendering.paper
    part = paper.folder.with_name(f"{paper.sha256}.{rendering.claim}.part")
    try:
        part.mkdir(mode=0o700, parents=True)
        with jobs.lease_kept(rendering):
            made = _render(rendering, part)
            check(part, made)
            _fix(part)
        jobs.renew(rendering, stage="Handing it in", done=99)
        _hand_in(rendering, part, made, started)
    except LeaseLost:
        raise
    except Exception as fault:
        logger.exception("Paper %s was not made", paper.pk)
        jobs.fail(rendering, fault)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check(folder: Path, files: Iterable[RenderedFile | PaperFile]) -> None:
    """Raises FilesDiffer if a file is missing or is not byte for byte the one that was made."""
    for paper_file in files:
        path = folder / paper_file.name
        if not path.is_file():
            raise FilesDiffer(f"The file {paper_file.name} is gone from the server.")
        with path.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        if (path.stat().st_size, actual) != (paper_file.size, paper_file.sha256):
            raise FilesDiffer(
                f"The file {paper_file.name} on the server is not the one that was made."
            )


def address_of(paper: Paper) -> str:
    """The permanent absolute address of this version."""
    path = f"/published/{paper.plan.slug}/{paper.key}/v{paper.version}/"
    return urljoin(settings.SITE_ADDRESS, path)


def imprint_of(paper: Paper) -> Imprint:
    """The current imprint: its signatures, its publication day, and what corrected it."""
    later = Paper.objects.readable().light().filter(corrects=paper).first()
    return Imprint(
        sha256=paper.sha256,
        version=paper.version,
        published_on=_published_on(paper),
        signed=tuple(
            f"{signature.name}, for {signature.get_side_display()}"
            for signature in signatures_that_hold(paper)
        ),
        address=address_of(paper),
        brand=_brand_of(paper),
        word_template=_template_of(paper),
        replaced=_replaced(paper, later) if later else None,
    )


def _replaced(paper: Paper, later: Paper) -> ReplacingVersion:
    later.plan = paper.plan
    return ReplacingVersion(
        later.version, address_of(later), _published_on(later), later.correction_note
    )


def _published_on(paper: Paper) -> date:
    """The day on which it was or will be published; today if it is published at once."""
    moment = paper.published_at or paper.publish_from
    return localtime(moment).date() if moment else today()


def _render(rendering: Rendering, part: Path) -> list[RenderedFile]:
    """Writes the files. Raises DocumentRefused if the document is not the one that was signed."""
    paper: Paper = rendering.paper
    document = thaw(paper.frozen, paper.sha256, paper_type(paper.kind).schema)
    if rendering.sha256 != paper.sha256:
        raise DocumentRefused("The document is not the one that was to be published.")
    if _is_whole(paper):
        progress = jobs.ProgressReporter(rendering)
        return paper_type(paper.kind).render(document, _origin(paper), part, progress)
    jobs.renew(rendering, stage="Making the pages that say it was corrected", done=10)
    there = [_as_made(file) for file in paper.files.all()]
    return formats.render_pages(document, imprint_of(paper), there, part)


def _is_whole(paper: Paper) -> bool:
    """Whether to make every format: for a version that is published already, only the pages."""
    return paper.state == PaperState.SCHEDULED or not paper_type(paper.kind).is_public


def _origin(paper: Paper) -> Imprint | ReportOrigin:
    return imprint_of(paper) if paper_type(paper.kind).is_public else origin_of(paper)


def origin_of(paper: Paper) -> ReportOrigin:
    """The origin of a report that is not public: its hash, its address, its brand and template."""
    address = urljoin(settings.SITE_ADDRESS, paper.get_absolute_url())
    return ReportOrigin(paper.sha256, address, _brand_of(paper), _template_of(paper))


def _brand_of(paper: Paper) -> Brand | None:
    """The brand that was frozen with it, whatever the area's is by now."""
    return paper.brand.value if paper.brand else None


def _template_of(paper: Paper) -> bytes | None:
    """The Word template that was frozen with it; None for that of the service."""
    return bytes(paper.word_template.content) if paper.word_template else None


def _as_made(file: PaperFile) -> RenderedFile:
    return RenderedFile(
        file.name, file.form, file.content_type, file.size, file.sha256, pages=file.pages
    )


def _fix(folder: Path) -> None:
    """Syncs the folder to disk. Raises OSError if the disk is full."""
    for path in (*folder.iterdir(), folder):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hand_in(rendering: Rendering, part: Path, made: list[RenderedFile], started: float) -> None:
    paper: Paper = rendering.paper
    is_whole = _is_whole(paper)
    names = [file.name for file in made]
    if is_whole:
        shutil.rmtree(paper.folder, ignore_errors=True)  # of a try that ended half way
        part.rename(paper.folder)
    else:
        for name in names:
            (part / name).replace(paper.folder / name)
    _sync(paper.folder.parent)
    with transaction.atomic():
        jobs.finish(rendering, seconds=time.monotonic() - started)
        there = paper.files.all() if is_whole else paper.files.filter(name__in=names)
        there.delete()
        PaperFile.objects.bulk_create(PaperFile(paper=paper, **asdict(file)) for file in made)
        if paper_type(paper.kind).is_public and paper.state == PaperState.PUBLISHED:
            publish_files(paper=paper)
    for left in paper.folder.parent.glob(f"{paper.sha256}.*.part"):  # of workers that were killed
        shutil.rmtree(left, ignore_errors=True)
