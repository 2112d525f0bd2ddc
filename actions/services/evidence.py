"""Evidence of actions: added, withdrawn; and judgements of measures of success."""

from __future__ import annotations

import filecmp
import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from actions.domain.enums import Grade, Met
from actions.models import Action, Evidence, Judgement, Measure
from actions.services.locking import lock_and_bump
from wsoa.accounts.models import User
from wsoa.audit.services import record_audit
from wsoa.core.clock import now, today
from wsoa.core.reasons import fault_in_reason
from wsoa.core.uploads import CheckedFile, UploadRefused, check

LONGEST_LINK = 500
NO_REASON_FOR_JUDGEMENT = "Enter the reason in one or two sentences"


class EvidenceRefused(Exception):
    """The evidence was not saved. `field` is the form field with the error."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


class LinkRefused(EvidenceRefused):
    """The link is not a valid http or https address."""

    def __init__(self, words: str) -> None:
        super().__init__("link", words)


class FileRefused(EvidenceRefused):
    """The file is of a type, size or content that cannot be uploaded."""

    def __init__(self, words: str) -> None:
        super().__init__("file", words)


class LinkOrFileNeeded(EvidenceRefused):
    """Neither a link nor a file was given."""

    def __init__(self) -> None:
        super().__init__("link", "Enter a link or choose a file")


class LinkAndFile(EvidenceRefused):
    """Both a link and a file were given."""

    def __init__(self) -> None:
        super().__init__(
            "file", "Enter a link or choose a file, not both. Add the other as separate evidence"
        )


class EvidenceInFuture(EvidenceRefused):
    """The date is in the future."""

    def __init__(self, on: date) -> None:
        super().__init__("on", "Date of the evidence must be today or in the past")


class AlreadyWithdrawn(EvidenceRefused):
    """Somebody else has already withdrawn the evidence."""

    def __init__(self) -> None:
        super().__init__("", "This evidence has already been withdrawn")


@dataclass(frozen=True, slots=True)
class _Stored:
    name: str
    path: Path
    checked: CheckedFile


def checked_link(link: str) -> str:
    """The link, where a browser may follow it: http or https, with a host. LinkRefused if not."""
    link = link.strip()
    if any(
        character.isspace() or not character.isprintable() or character in '\\<>"'
        for character in link
    ):
        raise LinkRefused("Link must not contain spaces or other characters that links cannot have")
    if len(link) > LONGEST_LINK:
        raise LinkRefused(f"Link must be {LONGEST_LINK} characters or fewer")
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise LinkRefused("Link is not complete. Copy it again from the browser") from None
    if parts.scheme not in {"http", "https"}:
        raise LinkRefused("Link must start with https://")
    if not host or not host.strip("."):
        raise LinkRefused("Link must include the name of a website. Copy it again from the browser")
    if parts.username is not None or parts.password is not None:
        raise LinkRefused("Link must not include a user name or password")
    return link


def add_evidence(
    *,
    by: User,
    action: Action,
    measure: Measure | None = None,
    title: str,
    link: str = "",
    upload: File[bytes] | None = None,
    on: date,
    grade: Grade,
) -> Evidence:
    """Adds a link or a file that shows something of an action, or of one of its measures.

    The file is written before its row and goes again where the row cannot be saved, so that
    there is never one without the other. The same sent twice by one person is one piece.

    Raises NothingShown, LinkAndFile, LinkRefused, FileRefused or NotYetSo.
    """
    if measure is not None and measure.action_id != action.pk:
        raise EvidenceRefused("measure", "Select a measure of this action")
    if not link and upload is None:
        raise LinkOrFileNeeded
    if link and upload is not None:
        raise LinkAndFile
    if on > today():
        raise EvidenceInFuture(on)
    evidence = Evidence(action=action, measure=measure, title=title, on=on, grade=grade, by=by)
    if upload is None:
        evidence.link = checked_link(link)
        with transaction.atomic():
            return _save(evidence)
    return _save_with_file(evidence, upload)


def _save_with_file(evidence: Evidence, upload: File[bytes]) -> Evidence:
    """Stores the file, then the row. The file goes again where the row was not saved with it."""
    stored = _store(upload)
    evidence.file, evidence.file_name = stored.name, stored.checked.name
    evidence.file_type, evidence.size = stored.checked.kind.code, stored.checked.size
    kept = ""
    try:
        # Durable: when this block is left, the row is there for good or it is not there.
        with transaction.atomic(durable=True):
            saved = _save(evidence)
        kept = saved.file
    finally:
        if kept != stored.name:
            stored.path.unlink(missing_ok=True)
    return saved


def _save(evidence: Evidence) -> Evidence:
    lock_and_bump(
        evidence.action
    )  # takes the turn, too: of two that are the same, the second finds one
    same = _sent_already(evidence)
    if same is not None:
        return same
    evidence.added_at = now()
    evidence.save()
    record_audit(
        by=evidence.by,
        verb="evidence",
        plan=evidence.action.plan,
        subject=f"action {evidence.action.ref}",
        summary=f"Added evidence: {evidence.title} ({Grade(evidence.grade).name.lower()})",
        detail={"evidence": evidence.pk, "measure": evidence.measure_id, "size": evidence.size},
    )
    return evidence


_WHAT_MAKES_IT = (
    *("action", "measure", "by", "title", "on", "grade"),
    *("link", "file_name", "file_type", "size"),
)


def _sent_already(evidence: Evidence) -> Evidence | None:
    """The same evidence by the same person, where the form was sent twice."""
    alike = Evidence.objects.shown().filter(
        **{name: getattr(evidence, name) for name in _WHAT_MAKES_IT}
    )
    for other in alike:
        if not evidence.file:
            return other
        if other.path.is_file() and filecmp.cmp(other.path, evidence.path, shallow=False):
            return other
    return None


def _store(upload: File[bytes]) -> _Stored:
    """Checks the file and writes it under a random name. Atomic."""
    content = cast(BinaryIO, upload.file)
    try:
        checked = check(content, upload.name or "")
    except UploadRefused as refused:
        raise FileRefused(str(refused)) from refused
    folder = Path(settings.FILES_DIR, "evidence")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    path, unfinished = folder / name, folder / f"{name}.part"
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
            while chunk := content.read(1024 * 1024):
                f.write(chunk)
            f.flush()
            os.fsync(f.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return _Stored(name, path, checked)


@transaction.atomic
def withdraw_evidence(*, by: User, evidence: Evidence) -> Evidence:
    """Withdraws a piece of evidence. The row stays; it is no longer shown or served.

    Raises AlreadyWithdrawn.
    """
    lock_and_bump(evidence.action)
    at = now()
    if not Evidence.objects.shown().filter(pk=evidence.pk).update(withdrawn_at=at):
        raise AlreadyWithdrawn
    evidence.withdrawn_at = at
    record_audit(
        by=by,
        verb="withdraw",
        plan=evidence.action.plan,
        subject=f"action {evidence.action.ref}",
        summary=f"Withdrew evidence: {evidence.title}",
        detail={"evidence": evidence.pk},
    )
    return evidence


@transaction.atomic
def judge_measure(*, by: User, measure: Measure, met: Met, words: str) -> Judgement:
    """Records whether a measure of success is met. A new row each time; the last one counts.

    The same said twice by one person is one judgement. Raises EvidenceRefused without a reason.
    """
    if fault := fault_in_reason(words, NO_REASON_FOR_JUDGEMENT):
        raise EvidenceRefused("words", fault)
    action = measure.action
    lock_and_bump(action)
    last = measure.judgements.last()
    if last and (last.by_id, last.met, last.words) == (by.pk, met, words):
        return last
    judgement = Judgement.objects.create(measure=measure, met=met, words=words, by=by, at=now())
    record_audit(
        by=by,
        verb="judge",
        plan=action.plan,
        subject=f"action {action.ref}",
        summary=f"Judged a measure: {met.label}",
        detail={"measure": measure.pk, "from": last.met if last else None, "to": met.value},
    )
    return judgement
