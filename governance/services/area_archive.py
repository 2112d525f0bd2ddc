"""The archive of a local area: everything of it in one zip, which a fresh installation loads.

What it holds: `tables/`, a line of JSON for each row under the key that it has here; `plans/`, each
plan in the export format; `csv/`, the tables of the data feed, for people; `files/`, evidence,
publications and the files of imports as they lie on disk; and a manifest with the size and SHA-256
of each. No password, key of two-step sign-in, token or link is in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from pydantic import BaseModel, ConfigDict

from actions.extension_points import FEED_TABLES, FeedScope
from actions.models import Evidence, Plan, PlanImport
from actions.selectors.feed import feed_rows, plans_of_feed
from governance.models import PaperFile, Report
from governance.selectors.archived_rows import (
    APPS,
    REFERRED_TO,
    referred_rows,
    rows_of_area,
)
from governance.selectors.plan_export import export_plan
from wsoa.accounts.models import LocalArea, User
from wsoa.audit.models import AuditChain
from wsoa.core.archives.container import ArchiveRefused, ArchiveWriter, file_parts, writing
from wsoa.core.archives.rows import line_bytes, lines_of
from wsoa.core.clock import now, today
from wsoa.core.spreadsheets.csv import write_csv

ABOUT = """\
The archive of a local area, made by its SEND plan tracker.

manifest.json   every file of the archive with its size and SHA-256, and of what it was made
plans/          each plan as JSON, in the export format that the documentation describes
csv/            plans, actions, updates, figures and the rest as tables for a spreadsheet
tables/         every row that belongs to the area, for a fresh installation: manage.py load_archive
files/          evidence, published files, and the files that plans were brought in from

It names people, and holds drafts, internal notes and unpublished figures. Keep it as safe.
"""


class ArchivedArea(BaseModel):
    """The local area that an archive is of."""

    slug: str
    name: str


class AuditHead(BaseModel):
    """The head of a chain: how many events are sealed, and the last hash."""

    length: int
    hash: str


class AboutArchive(BaseModel):
    """What the manifest of an archive says of the area, beside its entries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    local_area: ArchivedArea
    made_at: datetime
    as_at: date  # the day as at which the plans were exported
    migrations: dict[str, str]
    rows: dict[str, int]
    plans: list[str]
    audit_head: AuditHead
    missing_files: list[str]


@dataclass(slots=True)
class WrittenArchive:
    """What was written: rows by table, files, and those that are missing on disk here."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _References:
    """The keys that were written, and those that written rows refer to, by table."""

    written: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))

    def note(self, model: type[models.Model], row: dict[str, Any]) -> None:
        self.written[model._meta.label].add(row[model._meta.pk.attname])
        for column in model._meta.concrete_fields:
            target = column.related_model
            if isinstance(target, type) and row[column.attname] is not None:
                bound = getattr(column, "db_constraint", True) or target is User
                if bound:
                    self.asked[target._meta.label].add(row[column.attname])

    def open(self) -> dict[str, set[Any]]:
        """What is referred to and was not written. People may be gone from the audit log."""
        found = {label: keys - self.written[label] for label, keys in self.asked.items()}
        return {label: keys for label, keys in found.items() if keys and label != User._meta.label}


def export_archive(*, local_area: LocalArea, target: BinaryIO) -> WrittenArchive:
    """Writes the archive of a local area, as the database is at one moment.

    Raises ArchiveRefused where a row refers to something that does not belong to the area: an
    archive without it could not be loaded.
    """
    with transaction.atomic():
        _one_moment()
        with writing(target) as writer:
            return _write(local_area, writer)


def _one_moment() -> None:
    """On PostgreSQL, all that this transaction reads is of one moment; on SQLite it always is."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _write(local_area: LocalArea, writer: ArchiveWriter) -> WrittenArchive:
    done, references = WrittenArchive(), _References()
    writer.add("README.txt", [ABOUT.encode()])
    for rows in rows_of_area(local_area):
        _write_table(writer, rows, done, references)
    for label in REFERRED_TO:
        _write_table(writer, referred_rows(label, references.asked[label]), done, references)
    if found := references.open():
        label, keys = next(iter(found.items()))
        raise ArchiveRefused(
            f"Rows of {local_area} refer to {label} {min(keys)}, which is not of that area. "
            "No archive was made. Tell whoever looks after the service."
        )
    day = today()
    plans = list(Plan.objects.in_area(local_area).select_related("local_area").order_by("slug"))
    for plan in plans:
        text = json.dumps(export_plan(plan, day), ensure_ascii=False, indent=1)
        writer.add(f"plans/{plan.slug}.json", [text.encode()])
    _write_csv(writer, local_area, day)
    for path in files_of_area(local_area):
        _write_file(writer, path, done)
    about = AboutArchive(
        local_area=ArchivedArea(slug=local_area.slug, name=local_area.name),
        made_at=now(),
        as_at=day,
        migrations=migrations_here(),
        rows=done.rows,
        plans=[plan.slug for plan in plans],
        audit_head=head_of(local_area),
        missing_files=done.missing,
    )
    writer.finish(about.model_dump(mode="json"))
    return done


def _write_table(
    writer: ArchiveWriter,
    rows: models.QuerySet[Any],
    done: WrittenArchive,
    references: _References,
) -> None:
    label = rows.model._meta.label

    def lines() -> Iterator[bytes]:
        for row in lines_of(rows):
            references.note(rows.model, row)
            done.rows[label] = done.rows.get(label, 0) + 1
            yield line_bytes(_without_credentials(row) if rows.model is User else row)

    done.rows[label] = 0
    writer.add(table_name(label), lines())


def _without_credentials(row: dict[str, Any]) -> dict[str, Any]:
    """A person without password and without the office of the site: both are of an installation."""
    return row | {"password": "!", "is_superuser": False, "last_login": None}


def _write_csv(writer: ArchiveWriter, local_area: LocalArea, day: date) -> None:
    scope = FeedScope(local_area, plans_of_feed(local_area), day)
    for table in FEED_TABLES:
        headings = [column.name for column in table.columns]
        cells = [
            [
                str(value).lower()
                if isinstance(value, bool)
                else value.isoformat()
                if isinstance(value, date)
                else value
                for value in row
            ]
            for row in feed_rows(table, scope)
        ]
        writer.add(f"csv/{table.name}.csv", [write_csv([headings, *cells], encoding="utf-8-sig")])


def _write_file(writer: ArchiveWriter, path: Path, done: WrittenArchive) -> None:
    name = path.relative_to(settings.FILES_DIR).as_posix()
    if not path.is_file():
        done.missing.append(name)
        return
    writer.add(f"files/{name}", file_parts(path)())
    done.files += 1


def table_name(label: str) -> str:
    """The entry that holds the rows of a table."""
    return f"tables/{label.lower()}.jsonl"


def files_of_area(local_area: LocalArea) -> list[Path]:
    """Evidence, published files, reports and the files that plans were brought in from, each path
    once, as rows name them."""
    within = {"plan__local_area": local_area}
    evidence = Evidence.objects.filter(action__plan__local_area=local_area).exclude(file="")
    papers = PaperFile.objects.filter(paper__plan__local_area=local_area).select_related("paper")
    reports = Report.objects.filter(**within, state=Report.State.READY)
    found = [item.path for item in evidence]
    found += [file.paper.folder / file.name for file in papers]
    found += [report.path for report in reports]
    brought_in = PlanImport.objects.filter(local_area=local_area).exclude(stored="")
    found += [plan_import.path for plan_import in brought_in]
    return sorted(set(found))


def migrations_here() -> dict[str, str]:
    """The last migration of each app: two installations with the same ones have the same tables."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {app: max(name for label, name in applied if label == app) for app in APPS}


def head_of(local_area: LocalArea) -> AuditHead:
    """The head of the area's audit chain; without a hash where nothing is sealed yet."""
    chain = AuditChain.objects.of(local_area.pk).first()
    return AuditHead(length=chain.length if chain else 0, hash=chain.head_hash if chain else "")
