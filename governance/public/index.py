"""The index of published files: which file is served at which address.

The database is authoritative. The folder that static_server.py serves is built from it, and can be
deleted and rebuilt at any time.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction

from governance.domain.enums import PaperState
from governance.models import Paper, PaperFile
from governance.papers.document.imprint import EASY_READ_PDF, place_of
from governance.papers.paper_types import QUARTERLY
from governance.public import static_server
from governance.public.static_server import FileAnswer, FileRequest, PublishedFile
from wsoa.runtime import broker

logger = logging.getLogger(__name__)

LOCK = "index.lock"
LEFT_FOR = 60 * 60.0  # seconds that a file nobody refers to any more is left, for slow readers
SAVED_AS_FILES = {format_.form for format_ in QUARTERLY.formats}


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file of a publication at one address, and the path of its bytes."""

    finished: PublishedFile
    source: Path


def publish_files(*, paper: Paper) -> None:
    """Adds the files of a publication to the index, and notifies the followers of its plan.

    Call in the transaction that releases it or that finishes new pages. The work happens after the
    commit; if it fails, `refresh` repeats it.
    """
    transaction.on_commit(refresh_or_explain)
    transaction.on_commit(lambda: broker.enqueue("governance.tasks.notify_followers", [paper.pk]))


def withdraw_files(*, paper: Paper) -> None:
    """Removes the files of a withdrawn paper from the index. Call in the same transaction."""
    if paper.state != PaperState.WITHDRAWN:
        raise ValueError(f"{paper} was not withdrawn")
    transaction.on_commit(refresh_or_explain)


def refresh_or_explain() -> None:
    """Refreshes the index after a commit. Does not raise: a full disk is logged."""
    try:
        refresh()
    except OSError:  # a full disk: Django shows the papers meanwhile, and it is tried again
        logger.exception("The index of published papers was not written")


def refresh() -> bool:
    """Rebuilds the index from the database; returns False if it was up to date.

    Leaves out files that fail their hash check. Raises OSError.
    """
    folder = static_server.shown_folder()
    with _alone(folder):
        text = static_server.index_text(dict(_prepared(folder, _all())))
        index = folder / static_server.INDEX
        changed = not index.exists() or index.read_bytes() != text
        if changed:
            static_server.write(index, text)
        _throw_away_old(folder, text.decode())
    return changed


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the lock of the index, so that the last writer has the latest data."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepared(
    folder: Path, shown: Iterable[tuple[str, ShownFile]]
) -> Iterator[tuple[str, PublishedFile]]:
    for path, file in shown:
        finished = file.finished
        if static_server.file_of(folder, finished.sha256).exists():
            there = static_server.ENCODINGS if finished.may_be_compressed else ()
            yield path, replace(finished, encodings=there)
            continue
        content = content_of(file)
        if content is not None:
            yield (
                path,
                replace(finished, encodings=static_server.prepare(folder, content, finished)),
            )


def content_of(shown: ShownFile) -> bytes | None:
    """The bytes of a file; None, with an error in the log, if they fail the hash check."""
    try:
        content = shown.source.read_bytes()
    except OSError as gone:
        logger.error("A published file cannot be read: %s", gone)
        return None
    if hashlib.sha256(content).hexdigest() != shown.finished.sha256:
        logger.error("A published file is not what was made: %s", shown.source)
        return None
    return content


def answer(shown: ShownFile, asked: FileRequest) -> tuple[FileAnswer, bytes] | None:
    """The response for a file, by the rules of the layer before Django: the same bytes,
    compressed if a compressed copy exists. None if the file fails the hash check.
    """
    folder, finished = static_server.shown_folder(), shown.finished
    if finished.may_be_compressed and static_server.file_of(folder, finished.sha256).exists():
        finished = replace(finished, encodings=static_server.ENCODINGS)
    response = static_server.answer(finished, asked)
    if not response.complete:
        return response, b""
    if response.encoding:
        copy = static_server.read_checked(folder, finished.sha256, response.encoding)
        if copy is not None:
            return response, copy
        response = static_server.answer(shown.finished, asked)
    content = content_of(shown)
    return None if content is None else (response, content)


def _throw_away_old(folder: Path, index: str) -> None:
    for path in folder.iterdir():
        known = path.name in (static_server.INDEX, LOCK) or path.name.split(".")[0] in index
        if not known and time.time() - path.stat().st_mtime > LEFT_FOR:
            path.unlink(missing_ok=True)


# --- which file is at which address --------------------------------------------------------------


def _all() -> Iterator[tuple[str, ShownFile]]:
    papers = Paper.objects.light().quarterly().published().select_related("plan")
    return _addresses(papers.prefetch_related("files"))


def files_on_show(plan_pk: int, key: str) -> dict[str, ShownFile]:
    """The files of one quarter's publication by their paths, from the database."""
    papers = Paper.objects.light().quarterly().published().of_key(key).filter(plan=plan_pk)
    return dict(_addresses(papers.select_related("plan").prefetch_related("files")))


def _addresses(papers: Iterable[Paper]) -> Iterator[tuple[str, ShownFile]]:
    """Every version at its own address, and the latest at the quarter's address too.

    If the latest is withdrawn, the quarter's address shows the reason instead.
    """
    last: dict[tuple[int, str], Paper] = {}
    versions = list(papers)
    for paper in versions:
        known = last.setdefault((paper.plan_id, paper.key), paper)
        if paper.version > known.version:
            last[paper.plan_id, paper.key] = paper
    for paper in versions:
        if paper.state != PaperState.PUBLISHED:
            continue
        quarter = f"{static_server.PREFIX}{paper.plan.slug}/{paper.key}"
        latest = last[paper.plan_id, paper.key]
        since = _since(paper, latest)
        for file in paper.files.all():
            shown = _shown(paper, file, since)
            yield f"{quarter}/v{paper.version}{place_of(file.form)}", shown
            if paper is latest:
                yield f"{quarter}{place_of(file.form)}", shown


def _since(paper: Paper, latest: Paper) -> int:
    """The time of the last change of its files: corrections change the corrected version's
    pages.
    """
    moments = [version.published_at for version in (paper, latest) if version.published_at]
    return int(max(moments).timestamp()) if moments else 0


def _shown(paper: Paper, file: PaperFile, since: int) -> ShownFile:
    is_saved = file.form in SAVED_AS_FILES or file.form.startswith(EASY_READ_PDF)
    name = file.name if is_saved else ""
    finished = PublishedFile(file.sha256, file.content_type, since, name)
    return ShownFile(finished, Path(settings.FILES_DIR, "papers", paper.sha256, file.name))
