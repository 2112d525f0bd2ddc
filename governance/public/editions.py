"""Extracts of published documents for the pages around them, read once by each process."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from governance.models import Paper
from governance.papers.comparison.editions import Edition, edition_of
from governance.papers.document.frozen import DocumentRefused, thaw
from governance.papers.document.schema import Quarterly

logger = logging.getLogger(__name__)

MOST_KEPT = 40  # about 0.3 MB each
_KEPT: dict[str, Edition] = {}  # by the document's hash: what it is of never changes


def published_editions(papers: Iterable[Paper]) -> dict[int, Edition]:
    """The extracts by paper. A document that fails its hash check is left out and logged.

    One query if any of them was not read before.
    """
    wanted = list(papers)
    missing = [paper.pk for paper in wanted if paper.sha256 not in _KEPT]
    if missing:
        for pk, frozen, sha256 in Paper.objects.filter(pk__in=missing).values_list(
            "pk", "frozen", "sha256"
        ):
            _read(pk, frozen, sha256)
    return {paper.pk: _KEPT[paper.sha256] for paper in wanted if paper.sha256 in _KEPT}


def _read(pk: int, frozen: str, sha256: str) -> None:
    try:
        edition = edition_of(thaw(frozen, sha256, Quarterly))
    except DocumentRefused:
        logger.exception("Paper %s is not shown", pk)
        return
    if len(_KEPT) >= MOST_KEPT:
        _KEPT.clear()
    _KEPT[sha256] = edition
