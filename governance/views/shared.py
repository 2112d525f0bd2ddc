"""What the views of governance share: what was sent, and a finished file."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, QueryDict

from actions.selectors.scope import PlanRequest
from wsoa.web import resubmission


def sent_or_kept(request: PlanRequest) -> QueryDict | None:
    """What was sent, or what was kept while the sign-in had ended; None where there is neither."""
    return request.POST if request.method == "POST" else resubmission.take(request)


def finished_file(path: Path, name: str, content_type: str) -> FileResponse:
    """A finished file to save under this name."""
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
