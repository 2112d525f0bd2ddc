"""Loading the archive of a local area into an empty installation: as it was, or not at all.

Rows keep their keys, since the seals of the audit log are over them. What was loaded is compared
with what the archive says of itself before anything is kept: the export of each plan, the frozen
text of each publication, the hash of each file, and the chain of the audit log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max
from pydantic import ValidationError

from actions.models import Plan, PlanImport
from governance.models import Paper, PaperFile
from governance.papers.document.frozen import hash_of
from governance.public.index import refresh_or_explain
from governance.selectors.archived_rows import carried_models
from governance.selectors.plan_export import export_plan
from governance.services.area_archive import (
    AboutArchive,
    files_of_area,
    head_of,
    migrations_here,
    table_name,
)
from wsoa.accounts.models import LocalArea
from wsoa.audit.chain import Seal
from wsoa.audit.checking import check_log
from wsoa.audit.models import AuditContent, AuditEvent
from wsoa.audit.services import record_audit
from wsoa.core.archives.container import ArchiveRefused, CheckedArchive, reading
from wsoa.core.archives.rows import insert_rows

SEALED = ("sequence", "previous_hash", "hash", "sealed_at")
NOT_SEALED = {"sequence": None, "previous_hash": "", "hash": "", "sealed_at": None}


@dataclass(frozen=True, slots=True)
class LoadedArchive:
    """What was loaded: the area, rows, files, and files that the archive never had."""

    local_area: LocalArea
    rows: int
    files: int
    missing: tuple[str, ...]


def load_archive(*, source: BinaryIO) -> LoadedArchive:
    """Loads an archive into an installation without data, completely or not at all.

    Raises ArchiveRefused with what is wrong and what to do; then nothing was kept.
    """
    with reading(source) as archive:
        about = _about(archive)
        _refuse_other_version(about)
        _refuse_taken()
        with _files_kept() as written, transaction.atomic():
            try:
                rows = _insert(archive)
                local_area = _only_area(about)
                written += _write_files(archive, local_area, about)
                connection.check_constraints()
            except (DatabaseError, OverflowError, TypeError, ValueError) as error:
                reason = str(error).partition("\n")[0][:200]
                raise ArchiveRefused(
                    f"Its rows do not fit together ({reason}). Nothing was loaded."
                ) from error
            _reset_sequences()
            _compare(archive, local_area)
            record_audit(
                by=None,
                verb="load",
                subject="archive",
                summary=f"Loaded the archive of {local_area}: {rows} rows, {len(written)} files",
            )
            transaction.on_commit(refresh_or_explain)
    return LoadedArchive(local_area, rows, len(written), tuple(about.missing_files))


def _about(archive: CheckedArchive) -> AboutArchive:
    """What the manifest says of the area. Raises ArchiveRefused where it is not what it should."""
    try:
        return AboutArchive.model_validate(archive.manifest.about)
    except ValidationError as error:
        place = " › ".join(str(step) for step in error.errors()[0]["loc"])
        raise ArchiveRefused(
            f"Its manifest does not say what it should of {place}. Nothing was loaded."
        ) from None


def _refuse_other_version(about: AboutArchive) -> None:
    here = migrations_here()
    there = about.migrations
    other = next((app for app, name in here.items() if there.get(app) != name), None)
    if other:
        raise ArchiveRefused(
            f"It was made by another version of the service: {other} was at {there.get(other)}, "
            f"and is at {here[other]} here. Nothing was loaded. Load it with the version that made "
            "it, then bring that up to date."
        )


def _refuse_taken() -> None:
    """Keys are kept, so that there must be no row yet that could have one of them."""
    taken = next((model for model in carried_models() if model._base_manager.exists()), None)
    if taken is not None:
        raise ArchiveRefused(
            f"There is data here already ({taken._meta.verbose_name_plural}). Nothing was loaded. "
            "Load an archive into a fresh installation, before anybody is added."
        )


def _insert(archive: CheckedArchive) -> int:
    expected, total = _about(archive).rows, 0
    known = {model._meta.label for model in carried_models()}
    if expected.keys() != known:
        other = min(expected.keys() ^ known)
        raise ArchiveRefused(f"{other} is carried on one side only. Nothing was loaded.")
    for model in carried_models():
        label = model._meta.label
        name = table_name(label)
        if name not in archive.names:
            raise ArchiveRefused(f"{name} is missing in it. Nothing was loaded.")
        lines = archive.lines(name)
        if model is AuditEvent:
            count = _insert_events(lines)
        elif model is AuditContent:
            count = _insert_contents(lines)
        else:
            count = insert_rows(model, lines)
        if count != expected[label]:
            raise ArchiveRefused(
                f"{label} has {count} rows in it, and its manifest says {expected[label]}. Nothing "
                "was loaded."
            )
        total += count
    return total


def _insert_events(lines: Iterator[bytes]) -> int:
    """The log takes events unsealed only; each is then sealed with the seal that it had."""
    seals: list[tuple[Any, ...]] = []

    def unsealed() -> Iterator[bytes]:
        for line in lines:
            row = _row(line)
            if row.get("sequence") is not None:
                seals.append((*(row.get(name) for name in SEALED), row.get("id")))
                row |= NOT_SEALED
            yield json.dumps(row).encode()

    count = insert_rows(AuditEvent, unsealed())
    for sequence, previous_hash, made, sealed_at, key in seals:
        AuditEvent.objects.seal(
            key, Seal(sequence, previous_hash, made, datetime.fromisoformat(sealed_at))
        )
    return count


def _insert_contents(lines: Iterator[bytes]) -> int:
    """The log takes contents that are not emptied only; each is then emptied at its moment."""
    emptied: list[tuple[int, datetime]] = []

    def filled() -> Iterator[bytes]:
        for line in lines:
            row = _row(line)
            if row.get("emptied_at"):
                emptied.append((row.get("event_id", 0), datetime.fromisoformat(row["emptied_at"])))
                row["emptied_at"] = None
            yield json.dumps(row).encode()

    count = insert_rows(AuditContent, filled())
    for key, moment in emptied:
        AuditContent.objects.empty(key, moment)
    return count


def _row(line: bytes) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("a line is no row")
    return row


def _only_area(about: AboutArchive) -> LocalArea:
    areas = list(LocalArea.objects.all())
    if len(areas) != 1 or areas[0].slug != about.local_area.slug:
        raise ArchiveRefused("It holds another local area than it says. Nothing was loaded.")
    return areas[0]


@contextmanager
def _files_kept() -> Iterator[list[Path]]:
    """The files written within; they are removed again if anything is refused."""
    written: list[Path] = []
    try:
        yield written
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()
        raise


def _write_files(archive: CheckedArchive, local_area: LocalArea, about: AboutArchive) -> list[Path]:
    """Writes the files that rows name, each below FILES_DIR, and no others."""
    root = Path(settings.FILES_DIR)
    wanted = {f"files/{_below(path, root)}": path for path in files_of_area(local_area)}
    for name in about.missing_files:
        wanted.pop(f"files/{name}", None)
    found = {name for name in archive.names if name.startswith("files/")}
    if found != wanted.keys():
        other = min(found ^ wanted.keys())
        raise ArchiveRefused(f"{other} does not fit the rows that name files. Nothing was loaded.")
    written: list[Path] = []
    try:
        for name, path in wanted.items():
            _write_file(archive, name, path)
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise ArchiveRefused(
            f"A file could not be written: {error.strerror or error}. Nothing was loaded."
        ) from error
    return written


def _below(path: Path, root: Path) -> str:
    """The path from the folder of files on. Raises ArchiveRefused where it leads out of there."""
    relative = path.relative_to(root).as_posix() if path.is_relative_to(root) else ".."
    if ".." in relative.split("/"):
        raise ArchiveRefused("A row of it names a file that lies elsewhere. Nothing was loaded.")
    return relative


def _write_file(archive: CheckedArchive, name: str, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            for part in archive.chunks(name):
                file.write(part)
    except FileExistsError:
        raise ArchiveRefused(
            f"There is a file {path.name} here already. Nothing was loaded. Use an installation "
            "whose folder of files is empty."
        ) from None


def _reset_sequences() -> None:
    """The next row of each table gets the next key; a sequence never goes back.

    SQLite sees to that itself.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in carried_models():
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
            (sequence,) = cursor.fetchone()
            if sequence:
                last = model._base_manager.aggregate(last=Max("pk"))["last"] or 1
                cursor.execute(
                    "SELECT setval(%s, GREATEST(nextval(%s), %s))", [sequence, sequence, last]
                )


def _compare(archive: CheckedArchive, local_area: LocalArea) -> None:
    """Compares what was loaded with the archive. Raises ArchiveRefused for a difference."""
    about = _about(archive)
    for plan in Plan.objects.in_area(local_area).select_related("local_area"):
        name = f"plans/{plan.slug}.json"
        if name not in archive.names or json.loads(archive.read(name)) != export_plan(
            plan, about.as_at
        ):
            raise _other(f"the plan {plan.slug}")
    for paper in Paper.objects.filter(plan__local_area=local_area).only(
        "frozen", "sha256", "title"
    ):
        if hash_of(paper.frozen) != paper.sha256:
            raise _other(f"the document “{paper.title}”")
    entries = archive.manifest.entries
    files = PaperFile.objects.filter(paper__plan__local_area=local_area)
    for folder, file, sha256 in files.values_list(F("paper__sha256"), "name", "sha256"):
        entry = entries.get(f"files/papers/{folder}/{file}")
        if entry and entry.sha256 != sha256:
            raise _other(f"the published file {file}")
    for brought_in in PlanImport.objects.filter(local_area=local_area).exclude(stored=""):
        entry = entries.get(f"files/plan-imports/{brought_in.stored}")
        if entry and entry.sha256 != brought_in.sha256:
            raise _other(f"the file {brought_in.file_name} of an import")
    if head_of(local_area) != about.audit_head:
        raise _other("the head of the audit log")
    fault = next((check.fault for check in check_log() if check.fault), None)
    if fault:
        raise ArchiveRefused(f"Its audit log does not hold: {fault.message} Nothing was loaded.")


def _other(what: str) -> ArchiveRefused:
    return ArchiveRefused(
        f"After loading, {what} was not what the archive says. Nothing was kept. The archive was "
        "changed since it was made, or was made by a faulty version."
    )
