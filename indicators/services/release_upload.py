"""A file of official statistics that somebody has uploaded: looked at, then confirmed or dropped.

Nothing is read in before it is confirmed. The file is kept until then, for a day at the most,
together with what was shown of it; when it is confirmed it is read and compared anew.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from actions.models import Plan
from indicators.importing.statistics.layouts import UnknownLayout
from indicators.importing.statistics.parsed_file import FileNotTaken
from indicators.models import ImportPreview
from indicators.services.release_comparison import ReleaseComparison
from indicators.services.statistics_import import (
    open_statistics,
    preview_statistics,
    read_statistics,
)
from wsoa.accounts.models import User
from wsoa.core.uploads import clean_name

KEPT_FOR: Final = timedelta(days=1)
_BESIDE: Final = ".dictionary"


class ReleaseRefused(Exception):
    """The file was not taken or not read in. The message is for the person who sent it."""


class ReadAlready(ReleaseRefused):
    """It was confirmed or dropped before, by a second click or another window."""

    def __init__(self) -> None:
        super().__init__("This file has been read in or dropped already. Nothing was changed")


@dataclass(frozen=True, slots=True)
class UploadedRelease:
    """What is kept of an upload beside its file: what was said of it, and what it would do."""

    published_on: date | None
    has_dictionary: bool
    would: dict[str, Any]

    @classmethod
    def of(cls, preview: ImportPreview) -> UploadedRelease:
        held = preview.rows[0]
        said = held["published_on"]
        return cls(date.fromisoformat(said) if said else None, held["dictionary"], held["would"])


def take_release(
    *,
    by: User,
    plan: Plan,
    upload: File[bytes],
    dictionary: File[bytes] | None = None,
    published_on: date | None = None,
) -> ImportPreview:
    """Looks at a file and keeps it with what it would do. Raises ReleaseRefused.

    `plan` is one that gives this person the right to do so; the statistics are of all.
    """
    name = clean_name(upload.name or "")
    with _stored(upload, dictionary) as stored:
        path, beside = _paths(stored)
        with _refusals():
            opened = open_statistics(
                path,
                name,
                dictionary=beside if dictionary else None,
                published_on=published_on,
            )
            would = preview_statistics(opened, published_on=published_on)
        held = {
            "published_on": published_on.isoformat() if published_on else "",
            "dictionary": dictionary is not None,
            "would": _as_shown(would),
        }
        sweep_releases()
        return ImportPreview.objects.create(
            plan=plan,
            by=by,
            at=timezone.now(),
            file_name=name,
            dataset=would.dataset,
            stored=stored,
            rows=[held],
        )


@transaction.atomic
def confirm_release(*, by: User, preview: ImportPreview) -> ReleaseComparison:
    """Reads a file in that was looked at, and lets it go. Raises ReadAlready or ReleaseRefused."""
    preview = ImportPreview.objects.select_for_update().get(pk=preview.pk)
    if not preview.stored:
        raise ReadAlready
    path, beside = _paths(preview.stored)
    kept = UploadedRelease.of(preview)
    if not path.is_file():
        raise ReleaseRefused("The file is not kept any more. Send it again")
    with _refusals(), path.open("rb") as file:
        opened = open_statistics(
            path,
            preview.file_name,
            dictionary=beside if kept.has_dictionary else None,
            published_on=kept.published_on,
        )
        done = read_statistics(
            by=by,
            opened=opened,
            file_name=preview.file_name,
            sha256=hashlib.file_digest(file, "sha256").hexdigest(),
            published_on=kept.published_on,
        )
    _let_go(ImportPreview.objects.filter(pk=preview.pk))
    return done


def drop_release(*, preview: ImportPreview) -> None:
    """Lets a file go that is not to be read in. It may have gone already."""
    with transaction.atomic():
        _let_go(ImportPreview.objects.filter(pk=preview.pk))


def sweep_releases() -> int:
    """Lets go what nobody confirmed for a day, and files that were left without a row where
    somebody was cut off in mid-upload. Returns how many files. By the real clock.
    """
    since = timezone.now() - KEPT_FOR
    with transaction.atomic():
        ImportPreview.objects.exclude(dataset="").filter(at__lt=since).delete()
    folder = _folder()
    old = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.stat().st_mtime < since.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _as_shown(would: ReleaseComparison) -> dict[str, Any]:
    shown = asdict(would)
    shown["touched"], shown["moved"] = [], []
    shown["looks_like_another_table"] = would.looks_like_another_table
    return shown


def _folder() -> Path:
    return Path(settings.FILES_DIR, "statistics")


def _paths(stored: str) -> tuple[Path, Path]:
    return _folder() / stored, _folder() / f"{stored}{_BESIDE}"


def _let_go(previews: QuerySet[ImportPreview]) -> None:
    """Their files go once that is for good; the rows stay, so that a second click is told."""
    paths = [path for each in previews if each.stored for path in _paths(each.stored)]
    previews.update(stored="", rows=[])
    for path in paths:
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except UnknownLayout as refused:
        words = f"{refused.short} What can be read in, and by which columns it is known, is below"
        raise ReleaseRefused(words) from refused
    except FileNotTaken as refused:
        raise ReleaseRefused(str(refused)) from refused


@contextmanager
def _stored(upload: File[bytes], dictionary: File[bytes] | None) -> Iterator[str]:
    """The files under a random name; gone again where what follows fails."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    stored = secrets.token_hex(16)
    path, beside = _paths(stored)
    try:
        _write(upload, path)
        if dictionary is not None:
            _write(dictionary, beside)
        yield stored
    except BaseException:
        path.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)
        raise


def _write(upload: File[bytes], path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
