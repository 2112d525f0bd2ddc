"""Uploading a file of figures: checked and kept, then confirmed once or dropped.

The file is kept until it is confirmed or dropped, or until a day has passed, together with what
was shown of it. It is read and checked anew when it is confirmed; where that finds anything else
than what was shown, nothing is saved and it is shown anew.
"""

from __future__ import annotations

from typing import BinaryIO, Final, cast

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from actions.models import Plan
from actions.services.locking import lock_and_bump_plan
from indicators.domain.figure_files import read_table
from indicators.domain.figure_table import FigureTable, TableRefused
from indicators.models import ImportPreview
from indicators.services.figure_entry import EntryCounts, EntryRefused, enter_many
from indicators.services.figure_file_check import TableFindings, check_table
from indicators.services.upload_store import UploadStore
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.uploads import UploadRefused, clean_name

_STORE: Final = UploadStore("figures")


class FileRefused(EntryRefused):
    """The file is no table of figures. The message says what it is and what would do."""


class HasFaults(EntryRefused):
    """Some of its cells cannot be taken, so nothing of it is."""

    def __init__(self) -> None:
        super().__init__("Some cells have a problem. Correct them and upload the file again")


class NotSure(EntryRefused):
    """Some of its figures jump, and nobody has said that they are right."""

    def __init__(self) -> None:
        super().__init__("Confirm that you have checked the unusual figures")


class ShownAnew(EntryRefused):
    """It would change something else by now than what was shown."""

    def __init__(self) -> None:
        super().__init__(
            "The figures have changed since you opened this page. Nothing was saved. Check "
            "them again and confirm"
        )


class DoneAlready(EntryRefused):
    """It was confirmed before, by a second click or another window."""

    def __init__(self) -> None:
        super().__init__("The figures of this file have already been saved")


def take_file(*, by: User, plan: Plan, upload: File[bytes]) -> ImportPreview:
    """Checks a file and keeps it with what it would change. No figure is saved.

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


def confirm_file(*, by: User, preview: ImportPreview, sure: bool) -> EntryCounts:
    """Enters what a file holds, all of it or nothing, and lets the file go.

    Raises DoneAlready, HasFaults, NotSure, or ShownAnew; then no figure is saved.
    """
    with transaction.atomic():
        lock_and_bump_plan(preview.plan_id)
        preview = ImportPreview.objects.select_related("plan").get(pk=preview.pk)
        if not preview.stored:
            raise DoneAlready
        path, _ = _STORE.paths(preview.stored)
        try:
            with path.open("rb") as file:
                table = _read(file, preview.file_name)
        except FileNotFoundError:
            raise FileRefused("The file is no longer available. Upload it again") from None
        findings = check_table(by=by, plan=preview.plan, table=table, day=today())
        if findings.as_shown == preview.rows:
            return _enter(by, preview, findings, sure)
    # Outside, because what is raised inside takes back what was written there.
    ImportPreview.objects.filter(pk=preview.pk).update(rows=findings.as_shown)
    raise ShownAnew


def _enter(by: User, preview: ImportPreview, findings: TableFindings, sure: bool) -> EntryCounts:
    if findings.faults:
        raise HasFaults
    if not sure and any(change.unusual for change in findings.changes):
        raise NotSure
    entered = enter_many(
        by=by, plan=preview.plan, given=findings.given, from_file=preview.file_name
    )
    _STORE.let_go(ImportPreview.objects.filter(pk=preview.pk))
    return entered


def drop_file(*, preview: ImportPreview) -> None:
    """Lets a file go that nobody wants to enter. It may have gone already."""
    with transaction.atomic():
        _STORE.let_go(ImportPreview.objects.filter(pk=preview.pk))


def _read(content: BinaryIO, name: str) -> FigureTable:
    try:
        return read_table(content, name)
    except (UploadRefused, TableRefused) as refused:
        raise FileRefused(str(refused)) from refused


def sweep_figures() -> None:
    """Removes uploads that nobody confirmed for a day, with their files. By the real clock."""
    _STORE.sweep(ImportPreview.objects.filter(dataset=""))
