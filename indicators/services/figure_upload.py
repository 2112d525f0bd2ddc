"""Uploading a file of figures: checked and stored, asked about, confirmed once or discarded.

The file is stored, with the preview that was shown, until it is confirmed or discarded, or for a
day. On confirmation it is read and checked again. If the result differs from the preview, nothing
is saved and the new preview is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, Final, cast

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from actions.models import Plan
from actions.services.locking import lock_and_bump_figures
from indicators.domain.figure_files import read_table
from indicators.domain.figure_table import FigureTable, TableRefused
from indicators.domain.import_questions import valid_answers
from indicators.domain.pasted_figures import LONGEST_PASTE, pasted_table
from indicators.models import ImportPreview, Series
from indicators.selectors.paste_names import paste_context
from indicators.services.figure_entry import (
    EntryCounts,
    EntryRefused,
    QuestionsOpen,
    enter_many,
)
from indicators.services.figure_file_check import TableFindings, check_table
from indicators.services.upload_store import UploadStore
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.uploads import UploadRefused, clean_name

_STORE: Final = UploadStore("figures")


class FileRefused(EntryRefused):
    """The file is not a table of figures. The message says what it is and what is accepted."""


class FileHasFaults(EntryRefused):
    """Some cells were rejected, so nothing of the file can be saved."""

    def __init__(self) -> None:
        super().__init__("Some cells have a problem. Correct them and upload the file again")


class NotConfirmed(EntryRefused):
    """Some figures are unusual, and the person has not confirmed that they are right."""

    def __init__(self) -> None:
        super().__init__("Confirm that you have checked the unusual figures")


class PreviewOutdated(EntryRefused):
    """The file would now make other changes than the preview showed."""

    def __init__(self) -> None:
        super().__init__(
            "The figures have changed since you opened this page. Nothing was saved. Check "
            "them again and confirm"
        )


class ConfirmedAlready(EntryRefused):
    """The file was confirmed already, by a second click or in another window."""

    def __init__(self) -> None:
        super().__init__("The figures of this file have already been saved")


def take_file(*, by: User, plan: Plan, upload: File[bytes]) -> ImportPreview:
    """Checks a file and stores it with its preview. Saves no figure.

    Raises FileRefused.
    """
    table = _read(cast(BinaryIO, upload.file), upload.name or "")
    findings = check_table(by=by, plan=plan, table=table, day=today())
    with _STORE.keep(upload) as stored, transaction.atomic():
        sweep_figures()
        return ImportPreview.objects.create(
            plan=plan,
            by=by,
            at=timezone.now(),
            file_name=clean_name(upload.name or ""),
            stored=stored,
            rows=findings.as_shown,
        )


def take_pasted(*, by: User, plan: Plan, text: str, series: Series | None) -> ImportPreview:
    """Checks cells pasted from a spreadsheet and stores them with their preview, as those of a
    file. Saves no figure. `series` is that of cells that name none.

    Raises FileRefused.
    """
    table = _pasted(plan, text, series)
    findings = check_table(by=by, plan=plan, table=table, day=today())
    content = ContentFile(text.encode(), name="pasted.txt")
    with _STORE.keep(content) as stored, transaction.atomic():
        sweep_figures()
        return ImportPreview.objects.create(
            plan=plan,
            by=by,
            at=timezone.now(),
            file_name="Pasted cells",
            stored=stored,
            rows=findings.as_shown,
            is_pasted=True,
            series=series,
        )


def text_of_pasted(*, preview: ImportPreview) -> str:
    """The cells as they were pasted; empty once they are saved or discarded."""
    if not (preview.is_pasted and preview.stored):
        return ""
    try:
        return _STORE.paths(preview.stored)[0].read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


@transaction.atomic
def answer_file(*, by: User, preview: ImportPreview, answers: Mapping[str, str]) -> None:
    """Stores the answers to the questions about a file, and what it would change by them.

    Raises ConfirmedAlready, or FileRefused if the file is gone.
    """
    preview = (
        ImportPreview.objects.select_related("plan", "series")
        .select_for_update(of=("self",))
        .get(pk=preview.pk)
    )
    findings = _findings(by, preview)
    preview.answers = valid_answers(findings.questions, answers)
    preview.rows = _findings(by, preview).as_shown
    preview.save(update_fields=["answers", "rows"])


def confirm_file(*, by: User, preview: ImportPreview, sure: bool) -> EntryCounts:
    """Saves all figures of an uploaded file or none, and deletes the file.

    Raises ConfirmedAlready, QuestionsOpen, FileHasFaults, NotConfirmed or PreviewOutdated, and
    saves nothing.
    """
    with transaction.atomic():
        lock_and_bump_figures(preview.own_plan.pk)
        preview = ImportPreview.objects.select_related("plan", "series").get(pk=preview.pk)
        findings = _findings(by, preview)
        if findings.as_shown == preview.rows:
            return _enter(by, preview, findings, sure)
    # Outside the transaction, because an exception inside it rolls its writes back.
    ImportPreview.objects.filter(pk=preview.pk).update(rows=findings.as_shown)
    raise PreviewOutdated


def _findings(by: User, preview: ImportPreview) -> TableFindings:
    """The stored file, read and checked again. Raises ConfirmedAlready or FileRefused."""
    if not preview.stored:
        raise ConfirmedAlready
    path, _ = _STORE.paths(preview.stored)
    try:
        if preview.is_pasted:
            text = path.read_text(encoding="utf-8")
            table = _pasted(preview.own_plan, text, preview.series)
        else:
            with path.open("rb") as file:
                table = _read(file, preview.file_name)
    except FileNotFoundError:
        raise FileRefused("The file is no longer available. Upload it again") from None
    return check_table(
        by=by, plan=preview.own_plan, table=table, day=today(), answers=preview.answers
    )


def _enter(by: User, preview: ImportPreview, findings: TableFindings, sure: bool) -> EntryCounts:
    if findings.has_open_questions:
        raise QuestionsOpen
    if findings.faults:
        raise FileHasFaults
    if not sure and any(change.unusual for change in findings.changes):
        raise NotConfirmed
    entered = enter_many(
        by=by, plan=preview.own_plan, given=findings.given, from_file=preview.file_name
    )
    _STORE.let_go(ImportPreview.objects.filter(pk=preview.pk))
    return entered


def drop_file(*, preview: ImportPreview) -> None:
    """Deletes an uploaded file without saving its figures. Idempotent."""
    with transaction.atomic():
        _STORE.let_go(ImportPreview.objects.filter(pk=preview.pk))


def _read(content: BinaryIO, name: str) -> FigureTable:
    try:
        return read_table(content, name)
    except (UploadRefused, TableRefused) as refused:
        raise FileRefused(str(refused)) from refused


def _pasted(plan: Plan, text: str, series: Series | None) -> FigureTable:
    if len(text) > LONGEST_PASTE:
        raise FileRefused("That is too much for the box. Paste it in parts, or upload a file")
    try:
        return pasted_table(text, paste_context(plan, series, today()))
    except TableRefused as refused:
        raise FileRefused(str(refused)) from refused


def sweep_figures() -> None:
    """Deletes uploads, with their files, unconfirmed for a day. Uses the real clock."""
    _STORE.sweep(ImportPreview.objects.filter(dataset=""))
