"""Evidence for tests: put forward by somebody, and what is left of it on disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from actions.domain.enums import Grade
from actions.models import Action, Evidence
from actions.services.evidence import add_evidence
from tests.support import files
from wsoa.accounts.models import User


def upload(content: bytes | None = None, name: str = "minutes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf() if content is None else content)


def put(by: User, action: Action, **more: object) -> Evidence:
    given = {"title": "A report", "on": date(2019, 10, 1), "grade": Grade.OUTPUT} | more
    if "upload" not in given:
        given.setdefault("link", "https://example.org/report")
    return add_evidence(by=by, action=action, **given)  # type: ignore[arg-type]


def left_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []
