"""Taking a file with a plan, or pasted text. Nothing of it is read here: a worker does that."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from django.db import transaction

from actions.domain.plan_import.states import ImportState
from actions.importing.tables.model import LARGEST_FILE
from actions.models import Plan, PlanImport
from actions.services.plan_imports.reading import send
from wsoa.accounts.models import LocalArea, User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now
from wsoa.core.uploads import clean_name

TAKEN: Final = (
    *("docx", "xlsx", "ods", "csv", "odt", "doc", "xls", "pdf", "txt", "rtf", "docm", "xlsm"),
)  # what is refused of these is refused by the reader, which says how to save it otherwise
PASTED: Final = "Pasted text.txt"
_CHUNK: Final = 1024 * 1024


class PlanFileRefused(Exception):
    """The file was not taken. The message is for the person who sent it."""


@transaction.atomic
def take_plan_file(
    *,
    by: User | None,
    local_area: LocalArea,
    file: BinaryIO,
    name: str,
    title: str = "",
    kind: str = Plan.Kind.WSOA,
    plan: Plan | None = None,
    is_read_at_once: bool = False,
) -> PlanImport:
    """Stores a file and has a worker read it. With `plan`, it is compared with that plan.

    `is_read_at_once` is for callers that read it themselves. Audited. Raises PlanFileRefused.
    """
    name = clean_name(name)
    _refuse_other_kinds(name)
    made = PlanImport(
        local_area=local_area,
        by=by,
        at=now(),
        file_name=name,
        stored=secrets.token_hex(16),
        title=title or (plan.title if plan else PurePosixPath(name).stem),
        kind=plan.kind if plan else kind,
        plan=plan,
        is_new_plan=plan is None,
    )
    with _stored(file, made.path) as stored:
        made.size, made.sha256 = stored
        made.save()
        _record(by, made, "upload", f"Uploaded {name} to bring in a plan")
    if not is_read_at_once:
        transaction.on_commit(partial(send, made.pk))
    return made


def _refuse_other_kinds(name: str) -> None:
    if PurePosixPath(name).suffix.lstrip(".").lower() not in TAKEN:
        raise PlanFileRefused(
            f"{name} is not of a kind that can be read. Save it as Word (.docx), Excel (.xlsx), "
            "OpenDocument (.odt, .ods), PDF, CSV or text (.txt)"
        )


def take_pasted_text(
    *,
    by: User | None,
    local_area: LocalArea,
    text: str,
    title: str,
    kind: str,
    plan: Plan | None = None,
) -> PlanImport:
    """Stores pasted text as a file and has a worker read it. Raises PlanFileRefused."""
    content = BytesIO(text.encode("utf-8"))
    return take_plan_file(
        by=by, local_area=local_area, file=content, name=PASTED, title=title, kind=kind, plan=plan
    )


@contextmanager
def _stored(file: BinaryIO, path: Path) -> Iterator[tuple[int, str]]:
    """Writes a file in pieces and yields its size and SHA-256. Deletes it if the body raises."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        file.seek(0)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                digest.update(chunk)
                target.write(chunk)
                if size > LARGEST_FILE:
                    raise PlanFileRefused(
                        "The file must be smaller than 50 MB. Delete its pictures, and choose it "
                        "again"
                    )
        if not size:
            raise PlanFileRefused("The file is empty. Choose it again")
        yield size, digest.hexdigest()
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def drop_import(*, by: User | None, plan_import: PlanImport) -> bool:
    """Deletes an import that is not in a plan, nor on its way, with its file. Audited."""
    rows = PlanImport.objects.select_for_update().filter(pk=plan_import.pk)
    found = rows.exclude(state__in=[ImportState.CONFIRMING, ImportState.LOADED]).first()
    if found is None:
        return False
    _record(by, found, "delete", f"Deleted the import of {found.file_name}")
    transaction.on_commit(partial(found.path.unlink, missing_ok=True))
    found.delete()
    return True


def _record(by: User | None, plan_import: PlanImport, verb: str, summary: str) -> None:
    record_audit(
        by=by,
        verb=verb,
        subject=f"plan import {plan_import.pk}",
        summary=summary[:500],
        plan=plan_import.plan,
        local_area=plan_import.local_area,
    )
