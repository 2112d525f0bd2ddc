"""Papers that are out, with files of a few words, for tests of what readers get."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import make_aware

from actions.models import Plan
from governance.domain.enums import PaperKind, PaperState
from governance.models import Paper, PaperFile
from governance.papers.document.frozen import freeze
from tests.support.documents import document
from wsoa.accounts.models import User

STATUSES = {"1.1.1": ["on_track", "complete"], "5.1.1": ["on_track", "at_risk"]}
NAMES = {"2019-07": "July 2019", "2019-10": "October 2019"}
PUBLISHED_AT = {
    "2019-07": make_aware(datetime(2019, 9, 2, 9, 0)),
    "2019-10": make_aware(datetime(2019, 11, 14, 9, 30)),
}
TYPES = {
    "html": "text/html; charset=utf-8",
    "large-print": "text/html; charset=utf-8",
    "area-1": "text/html; charset=utf-8",
    "easy-read-1": "text/html; charset=utf-8",
    "easy-pdf-1": "application/pdf",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
    "csv-metadata": "application/csvm+json",
    "json": "application/json",
    "pdf": "application/pdf",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def made(
    plan: Plan,
    key: str = "2019-10",
    *,
    version: int = 1,
    state: str = PaperState.PUBLISHED,
    statuses: dict[str, list[str | None]] | None = None,
    told: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
    **values: Any,
) -> Paper:
    """A paper of a quarter in that state with all its files. `told` goes into its document."""
    content = document(statuses or STATUSES, key, more, **{"version": version, **(told or {})})
    frozen = freeze(content)
    before = Paper.objects.filter(plan=plan, key=key, version=version - 1).first()
    is_published = state in (PaperState.PUBLISHED, PaperState.WITHDRAWN)
    paper = Paper.objects.create(
        plan=plan,
        kind=PaperKind.QUARTERLY,
        period=plan.periods.get(key=key),
        key=key,
        version=version,
        title=f"{NAMES[key]} update",
        as_at=plan.periods.get(key=key).closes,
        schema=1,
        frozen=frozen.text,
        sha256=frozen.sha256,
        made_by=User.objects.get(email="publisher@demo.example"),
        made_at=PUBLISHED_AT[key],
        state=state,
        **{
            "corrects": before,
            "correction_note": "A number was wrong." if version > 1 else "",
            "published_at": PUBLISHED_AT[key] + timedelta(hours=version - 1)
            if is_published
            else None,
            **values,
        },
    )
    for form in TYPES:
        put_file(paper, form)
    return paper


def put_file(paper: Paper, form: str, content: bytes | None = None) -> PaperFile:
    """One file of a paper, in its folder and as a row; in the place of what was there."""
    content = content or f"{form} of {paper.plan.slug} {paper.key} v{paper.version} ".encode() * 50
    ending = "html" if TYPES[form].startswith("text/html") else form
    name = f"{paper.key}-v{paper.version}-{form}.{ending}"
    paper.folder.mkdir(parents=True, exist_ok=True)
    (paper.folder / name).write_bytes(content)
    paper.files.filter(name=name).delete()
    return PaperFile.objects.create(
        paper=paper,
        name=name,
        form=form,
        content_type=TYPES[form],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


def withdraw(paper: Paper, reason: str = "A child could be recognised.") -> Paper:
    paper.state = PaperState.WITHDRAWN
    paper.withdrawn_at = paper.published_at + timedelta(days=1)
    paper.withdrawal_reason = reason
    paper.save()
    return paper
