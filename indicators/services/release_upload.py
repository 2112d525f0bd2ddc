"""Uploading a file of official statistics: checked and stored, then confirmed or discarded.

Nothing is imported before it is confirmed. Until then, for a day at most, the file is stored with
the preview that was shown. On confirmation it is read and compared again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from indicators.importing.statistics.layouts import UnknownLayout
from indicators.importing.statistics.parsed_file import FileNotTaken
from indicators.models import ImportPreview
from indicators.services.release_comparison import ReleaseComparison
from indicators.services.statistics_import import (
    open_statistics,
    preview_statistics,
    read_statistics,
)
from indicators.services.upload_store import UploadStore
from wsoa.accounts.models import User
from wsoa.core.uploads import clean_name

_STORE: Final = UploadStore("statistics")


class ReleaseRefused(Exception):
    """The file was not accepted or not imported. The message is for the person who sent it."""


class ImportedAlready(ReleaseRefused):
    """The file was confirmed or discarded already, by a second click or in another window."""

    def __init__(self) -> None:
        super().__init__("This file has already been imported or deleted. Nothing was changed")


@dataclass(frozen=True, slots=True)
class UploadedRelease:
    """The data stored with an upload: its description, and the comparison that was shown."""

    published_on: date | None
    has_dictionary: bool
    would: dict[str, Any]

    @classmethod
    def of(cls, preview: ImportPreview) -> UploadedRelease:
        held = preview.rows[0]
        published_on = held["published_on"]
        return cls(
            date.fromisoformat(published_on) if published_on else None,
            held["dictionary"],
            held["would"],
        )


def take_release(
    *,
    by: User,
    upload: File[bytes],
    dictionary: File[bytes] | None = None,
    published_on: date | None = None,
) -> ImportPreview:
    """Checks a file and stores it with a preview of its changes. Raises ReleaseRefused."""
    name = clean_name(upload.name or "")
    with _STORE.keep(upload, dictionary) as stored:
        path, beside = _STORE.paths(stored)
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
            by=by,
            at=timezone.now(),
            file_name=name,
            dataset=would.dataset,
            stored=stored,
            rows=[held],
        )


@transaction.atomic
def confirm_release(*, by: User, preview: ImportPreview) -> ReleaseComparison:
    """Imports an uploaded file and deletes it. Raises ImportedAlready or ReleaseRefused."""
    preview = ImportPreview.objects.select_for_update().get(pk=preview.pk)
    if not preview.stored:
        raise ImportedAlready
    path, beside = _STORE.paths(preview.stored)
    kept = UploadedRelease.of(preview)
    if not path.is_file():
        raise ReleaseRefused("The file is no longer available. Upload it again")
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
    _STORE.let_go(ImportPreview.objects.filter(pk=preview.pk))
    return done


def drop_release(*, preview: ImportPreview) -> None:
    """Deletes an uploaded file without importing it. Idempotent."""
    with transaction.atomic():
        _STORE.let_go(ImportPreview.objects.filter(pk=preview.pk))


def sweep_releases() -> int:
    """Deletes uploads, with their files, that were not confirmed within a day. Uses the real clock.

    Returns the number of files of that age.
    """
    return _STORE.sweep(ImportPreview.objects.exclude(dataset=""))


def _as_shown(would: ReleaseComparison) -> dict[str, Any]:
    shown = asdict(would)
    shown["touched"], shown["moved"] = [], []
    shown["looks_like_another_table"] = would.looks_like_another_table
    return shown


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except UnknownLayout as refused:
        words = (
            f"{refused.short} The files that can be imported, and their columns, are listed below"
        )
        raise ReleaseRefused(words) from refused
    except FileNotTaken as refused:
        raise ReleaseRefused(str(refused)) from refused
