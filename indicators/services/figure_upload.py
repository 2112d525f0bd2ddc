"""A file of figures: taken and looked at, confirmed once, or dropped.

The file is kept until it is confirmed or dropped, or until a day has passed, together with what
was shown of it. It is read and checked anew when it is confirmed; where that finds anything else
than what was shown, nothing is saved and it is shown anew.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from actions.models import Plan
from indicators.domain.figure_files import read_table
from indicators.domain.figure_table import FigureTable, TableRefused
from indicators.models import ImportPreview
from indicators.services.figure_entry import EntryCounts, EntryRefused, enter_many
from indicators.services.figure_file_check import TableFindings, check_table
from wsoa.accounts.models import User
from wsoa.core.clock import today
from wsoa.core.uploads import UploadRefused, clean_name

KEPT_FOR: Final = timedelta(days=1)


class FileRefused(EntryRefused):
    """The file is no table of figures. The message says what it is and what would do."""


class HasFaults(EntryRefused):
    """Some of its cells cannot be taken, so nothing of it is."""

    def __init__(self) -> None:
        super().__init__("Some cells cannot be taken. Put them right and send the file again")


class NotSure(EntryRefused):
    """Some of its figures jump, and nobody has said that they are right."""

    def __init__(self) -> None:
        super().__init__("Say that you have checked the figures that jump")


class ShownAnew(EntryRefused):
    """It would change something else by now than what was shown."""

    def __init__(self) -> None:
        super().__init__(
            "The figures were changed since you looked. Nothing was saved: look again, and confirm"
        )


class DoneAlready(EntryRefused):
    """It was confirmed before, by a second click or another window."""

    def __init__(self) -> None:
        super().__init__("The figures of this file are saved already")


def take_file(*, by: User, plan: Plan, upload: File[bytes]) -> ImportPreview:
    """Looks at a file and keeps it with what it would change. No figure is saved.

    Raises FileRefused.
    """
    content = cast(BinaryIO, upload.file)
    table = _read(content, upload.name or "")
    findings = check_table(by=by, plan=plan, table=table, day=today())
    content.seek(0)
    stored = _store(content.read())
    with transaction.atomic():
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
    anew: TableFindings | None = None
    with transaction.atomic():
        Plan.objects.filter(pk=preview.plan_id).update(version=F("version") + 1)
        preview = ImportPreview.objects.select_related("plan").get(pk=preview.pk)
        if not preview.stored:
            raise DoneAlready
        path = path_of(preview)
        try:
            with path.open("rb") as file:
                table = _read(file, preview.file_name)
        except FileNotFoundError:
            raise FileRefused("The file is not kept any more. Send it again") from None
        findings = check_table(by=by, plan=preview.plan, table=table, day=today())
        if findings.as_shown != preview.rows:
            anew = findings
        else:
            return _enter(by, preview, findings, sure)
    # Outside, because what is raised inside takes back what was written there.
    ImportPreview.objects.filter(pk=preview.pk).update(rows=anew.as_shown)
    raise ShownAnew


def _enter(by: User, preview: ImportPreview, findings: TableFindings, sure: bool) -> EntryCounts:
    if findings.faults:
        raise HasFaults
    if not sure and any(change.unusual for change in findings.changes):
        raise NotSure
    entered = enter_many(
        by=by, plan=preview.plan, given=findings.given, from_file=preview.file_name
    )
    _let_go(ImportPreview.objects.filter(pk=preview.pk))
    return entered


def drop_file(*, preview: ImportPreview) -> None:
    """Lets a file go that nobody wants to enter. It may have gone already."""
    with transaction.atomic():
        _let_go(ImportPreview.objects.filter(pk=preview.pk))


def path_of(preview: ImportPreview) -> Path:
    return _folder() / preview.stored


def _folder() -> Path:
    return Path(settings.FILES_DIR, "figures")


def _read(content: BinaryIO, name: str) -> FigureTable:
    try:
        return read_table(content, name)
    except (UploadRefused, TableRefused) as refused:
        raise FileRefused(str(refused)) from refused


def _store(content: bytes) -> str:
    """Writes the file under a random name: whole or not at all."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    unfinished = folder / f"{name}.part"
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
            f.write(content)
        os.replace(unfinished, folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    return name


def _let_go(previews: QuerySet[ImportPreview]) -> None:
    """Their files go once that is for good; the rows stay, so that a second click is told."""
    paths = [path_of(each) for each in previews if each.stored]
    previews.update(stored="", rows=[])
    for path in paths:
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]


def sweep_figures() -> None:
    """Lets go what nobody confirmed for a day, the rows of what is done, and files that were left
    without a row. By the real clock.
    """
    since = timezone.now() - KEPT_FOR
    with transaction.atomic(savepoint=False):
        old = ImportPreview.objects.filter(dataset="", at__lt=since)
        _let_go(old)
        old.delete()
    for path in _folder().iterdir() if _folder().is_dir() else ():
        if path.stat().st_mtime < since.timestamp():
            path.unlink(missing_ok=True)
