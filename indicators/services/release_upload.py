"""Uploading a file of official statistics: checked and stored, then confirmed or discarded.

Nothing is imported before it is confirmed. Until then, for a day at most, the file is stored with
the preview that was shown. On confirmation it is read and compared again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from indicators.domain.import_questions import ImportQuestion, QuestionKey, valid_answers
from indicators.importing.statistics.layouts import UnknownLayout
from indicators.importing.statistics.parsed_file import FileNotTaken, StatisticsFile
from indicators.models import ImportPreview
from indicators.services.figure_entry import EntryRefused, QuestionsOpen
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


class ReleaseRefused(EntryRefused):
    """The file was not accepted or not imported. The message is for the person who sent it."""


class ImportedAlready(ReleaseRefused):
    """The file was confirmed or discarded already, by a second click or in another window."""

    def __init__(self) -> None:
        super().__init__("This file has already been imported or deleted. Nothing was changed")


class ReleaseOutdated(ReleaseRefused):
    """The file would now make other changes than the preview showed."""

    def __init__(self) -> None:
        super().__init__(
            "The official figures have changed since you opened this page. Nothing was saved. "
            "Check them again and confirm"
        )


@dataclass(frozen=True, slots=True)
class UploadedRelease:
    """The data stored with an upload: the comparison that was shown."""

    would: dict[str, Any]

    @classmethod
    def of(cls, preview: ImportPreview) -> UploadedRelease:
        return cls(preview.rows[0]["would"])


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
        held = {
            "published_on": published_on.isoformat() if published_on else "",
            "dictionary": dictionary is not None,
        }
        preview = ImportPreview(
            by=by, at=timezone.now(), file_name=name, stored=stored, rows=[held], answers={}
        )
        would = _checked(preview, {})
        held["would"] = _as_shown(would, {})
        sweep_releases()
        preview.dataset = would.dataset
        preview.save()
        return preview


@transaction.atomic
def answer_release(*, by: User, preview: ImportPreview, answers: Mapping[str, str]) -> None:
    """Stores the answers to the questions about a file, and what it would change by them.

    Raises ImportedAlready or ReleaseRefused.
    """
    preview = ImportPreview.objects.select_for_update().get(pk=preview.pk, by=by)
    if not preview.stored:
        raise ImportedAlready
    asked = [ImportQuestion.from_json(q) for q in preview.rows[0]["would"]["questions"]]
    preview.answers = valid_answers(asked, answers)
    _show_again(preview)


def _show_again(preview: ImportPreview) -> None:
    would = _checked(preview, preview.answers)
    preview.rows[0]["would"] = _as_shown(would, preview.answers)
    preview.save(update_fields=["answers", "rows"])


def _checked(preview: ImportPreview, answers: Mapping[str, str]) -> ReleaseComparison:
    """What the stored file would change now. Raises ReleaseRefused."""
    with _refusals():
        opened = _opened(preview, answers)
        return preview_statistics(opened, published_on=_published_on(preview))


def _opened(preview: ImportPreview, answers: Mapping[str, str]) -> StatisticsFile:
    path, beside = _STORE.paths(preview.stored)
    if not path.is_file():
        raise ReleaseRefused("The file is no longer available. Upload it again")
    return open_statistics(
        path,
        preview.file_name,
        dictionary=beside if preview.rows[0]["dictionary"] else None,
        published_on=_published_on(preview),
        subject=answers.get(QuestionKey.SUBJECT, ""),
    )


def _published_on(preview: ImportPreview) -> date | None:
    written = preview.rows[0]["published_on"]
    return date.fromisoformat(written) if written else None


def confirm_release(*, by: User, preview: ImportPreview) -> ReleaseComparison:
    """Imports an uploaded file and deletes it.

    Raises ImportedAlready, QuestionsOpen, ReleaseOutdated with the new preview stored, or
    ReleaseRefused.
    """
    try:
        return _import(by, preview)
    except ReleaseOutdated:
        # Outside the transaction, because the exception rolls its writes back.
        _show_again(ImportPreview.objects.get(pk=preview.pk))
        raise


@transaction.atomic
def _import(by: User, preview: ImportPreview) -> ReleaseComparison:
    preview = ImportPreview.objects.select_for_update().get(pk=preview.pk)
    if not preview.stored:
        raise ImportedAlready
    shown = preview.rows[0]["would"]
    if any(ImportQuestion.from_json(question).is_open for question in shown["questions"]):
        raise QuestionsOpen
    path, _ = _STORE.paths(preview.stored)
    with _refusals():
        opened = _opened(preview, preview.answers)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        done = read_statistics(
            by=by,
            opened=opened,
            file_name=preview.file_name,
            sha256=sha256,
            published_on=_published_on(preview),
            replaces=preview.answers.get(QuestionKey.REPLACES, ""),
        )
    if any(_as_shown(done, {})[name] != shown[name] for name in _COMPARED):
        raise ReleaseOutdated
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


_COMPARED: Final = ("added", "revised", "unchanged", "changes", "examples", "fault_count")


def _as_shown(would: ReleaseComparison, answers: Mapping[str, str]) -> dict[str, Any]:
    """The comparison as JSON, with what has to be asked of the file."""
    shown = asdict(would)
    shown["touched"], shown["moved"] = [], []
    shown["faults"] = [
        {"where": fault.where, "column": fault.column, "reason": fault.reason}
        for fault in would.faults
    ]
    for name in ("changes", "examples"):
        shown[name] = [asdict(change) for change in getattr(would, name)]
    for name in ("new_measures", "passed_over"):
        shown[name] = [list(x) if isinstance(x, tuple) else x for x in getattr(would, name)]
    shown["questions"] = []
    for question in _questions(would, answers):
        options = [list(option) for option in question.options]
        shown["questions"].append(question.as_json() | {"options": options})
    return shown


def _questions(would: ReleaseComparison, answers: Mapping[str, str]) -> Iterator[ImportQuestion]:
    subject = answers.get(QuestionKey.SUBJECT, "")
    if would.lacks_subject or subject:
        yield ImportQuestion(
            QuestionKey.SUBJECT,
            "What is the table about?",
            "The file does not say. The answer becomes part of the names of its measures, for "
            "example “Pupil absence in schools”. It is asked for once.",
            answer=subject,
            suggestion=would.suggested_subject,
        )
    if would.changes_most:
        yield ImportQuestion(
            QuestionKey.REPLACES,
            "Is this the same table?",
            f"It would change {would.revised:,} of the {would.revised + would.unchanged:,} figures "
            "that are saved under these names. Another table may have columns with the same names. "
            f"To import it anyway, enter: {would.replaced_name}",
            answer=answers.get(QuestionKey.REPLACES, ""),
            expects=would.replaced_name,
        )


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except UnknownLayout as refused:
        words = (
            f"{refused.short} {refused.where} The files that can be imported, and their columns, "
            "are listed below"
        )
        raise ReleaseRefused(words) from refused
    except FileNotTaken as refused:
        raise ReleaseRefused(str(refused)) from refused
