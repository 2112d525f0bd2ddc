"""Publications on their way, for tests: prepared, read, signed, and rendered small but really."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from actions.models import Plan, ReportingPeriod
from governance.domain.enums import Side
from governance.models import Paper
from governance.papers import formats
from governance.papers.checks.warning_types import WarningKind
from governance.papers.document.frozen import canonical
from governance.papers.document.imprint import Imprint, RenderedFile
from governance.papers.document.schema import Quarterly
from governance.papers.formats.format import Progress
from governance.papers.quarterly import text_clearance
from governance.papers.quarterly.commentary_clearance import (
    commentary_to_clear,
    undecided_commentary,
)
from governance.selectors.warning_answers import open_warnings
from governance.services import clearance, publication_drafts, signing
from wsoa.accounts.models import User


def ready_to_sign(people: dict[str, User], paper: Paper) -> Paper:
    """Clears every text, freezes again, and reads or accepts all that is warned of."""
    publisher = people["publisher"]
    assert paper.period
    found = text_clearance.printable_texts(paper.plan, paper.period)
    undecided = [each.update for each in text_clearance.undecided(found)]
    commentary = [
        each.commentary for each in undecided_commentary(commentary_to_clear(paper.period))
    ]
    if undecided:
        clearance.clear_texts(by=publisher, plan=paper.plan, updates=undecided)
    if commentary:
        clearance.clear_commentary(by=publisher, plan=paper.plan, commentary=commentary)
    if undecided or commentary:
        paper = publication_drafts.freeze_again(by=publisher, paper=paper)
    still = open_warnings(paper, signing.warnings_of(paper))
    read = [each.key for each in still if each.kind is WarningKind.CHANGES]
    others = [each.key for each in still if each.kind is not WarningKind.CHANGES]
    if read:
        signing.review_changes(by=publisher, paper=paper, keys=read)
    if others:
        signing.accept_warnings(by=publisher, paper=paper, keys=others, reason="It is known.")
    return publication_drafts.refetch(paper)


def sign_both(people: dict[str, User], paper: Paper) -> Paper:
    signers = {Side.COUNCIL: people["accountable"], Side.NHS: people["nhs-lead"]}
    for side, by in signers.items():
        signing.sign(by=by, paper=paper, side=side, sha256=paper.sha256)
    return publication_drafts.refetch(paper)


def signed(people: dict[str, User], plan: Plan, period: ReportingPeriod) -> Paper:
    """A draft that both have signed."""
    paper = publication_drafts.prepare_publication(by=people["publisher"], plan=plan, period=period)
    return sign_both(people, ready_to_sign(people, paper))


def render_small(
    document: Quarterly, imprint: Imprint, folder: Path, progress: Progress
) -> list[RenderedFile]:
    """Two formats that are soon made: the text itself, and a page with what the imprint says."""
    progress("Writing the text", 10)
    made = [_written(folder, "paper.json", "json", canonical(document))]
    progress("Writing the page", 50)
    return [*made, _page(imprint, folder)]


def render_small_pages(
    document: Quarterly, imprint: Imprint, files: Sequence[RenderedFile], folder: Path
) -> list[RenderedFile]:
    return [_page(imprint, folder)]


def _page(imprint: Imprint, folder: Path) -> RenderedFile:
    lines = [imprint.address, f"{imprint.published_on}", *imprint.signed]
    if imprint.replaced:
        lines.append(f"Corrected by version {imprint.replaced.version}: {imprint.replaced.note}")
    return _written(folder, "paper.html", "html", "\n".join(lines))


def _written(folder: Path, name: str, form: str, text: str) -> RenderedFile:
    data = text.encode()
    (folder / name).write_bytes(data)
    return RenderedFile(name, form, "text/plain", len(data), hashlib.sha256(data).hexdigest())


@pytest.fixture
def small_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats that take no time; the real ones have tests of their own."""
    monkeypatch.setattr(formats, "render_all", render_small)
    monkeypatch.setattr(formats, "render_pages", render_small_pages)
