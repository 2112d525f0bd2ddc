"""Helpers of the governance views: submitted forms, and finished files."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, HttpResponse, QueryDict

from actions.selectors.scope import PlanRequest
from governance.papers.formats.format import DOCX
from wsoa.web import resubmission


def sent_or_kept(request: PlanRequest) -> QueryDict | None:
    """The submitted form, or the one kept while the session had expired; None without either."""
    return request.POST if request.method == "POST" else resubmission.take(request)


def finished_file(path: Path, name: str, content_type: str) -> FileResponse:
    """A finished file as a download with this name."""
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word document as a download with this name."""
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
