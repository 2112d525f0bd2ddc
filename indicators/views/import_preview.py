"""The one preview of an uploaded file: asked about, confirmed or deleted from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from actions.selectors.scope import PlanRequest
from indicators.forms.import_questions import ImportQuestionForm
from indicators.models import ImportPreview
from indicators.presenters.import_preview import ImportPage
from indicators.services.figure_entry import EntryRefused
from wsoa.accounts.models import User


class AnswerService(Protocol):
    """The service that keeps the answers about an uploaded file."""

    def __call__(self, *, by: User, preview: ImportPreview, answers: Mapping[str, str]) -> None:
        """Stores the answers to what was asked of a file."""


class DropService(Protocol):
    """The service that gives up an uploaded file."""

    def __call__(self, *, preview: ImportPreview) -> None:
        """Deletes a file without importing it."""


@dataclass(frozen=True, slots=True)
class ImportFlow:
    """What differs between the plan's own files and official ones.

    `confirm` imports the file and returns the message of success.
    """

    page: Callable[[ImportPreview], ImportPage]
    answer: AnswerService
    confirm: Callable[[User, ImportPreview, bool], str]
    drop: DropService
    dropped: str
    again: str  # the address of the upload form
    after: str  # and of the page that shows what was imported
    faults: str = ""  # and of the download of faults


def preview_or_decide(request: PlanRequest, kept: ImportPreview, flow: ImportFlow) -> HttpResponse:
    """The preview, or what was decided on it."""
    if request.method != "POST":
        return _show(request, kept, flow)
    if "drop" in request.POST:
        flow.drop(preview=kept)
        gone = "were discarded" if kept.is_pasted else "was deleted"
        messages.success(request, f"{kept.file_name} {gone}. {flow.dropped}")
        return redirect(flow.again)
    try:
        return _decide(request, kept, flow)
    except EntryRefused as refused:
        kept.refresh_from_db()
        return _show(request, kept, flow, refused=str(refused).rstrip("."))


def _decide(request: PlanRequest, kept: ImportPreview, flow: ImportFlow) -> HttpResponse:
    form = ImportQuestionForm(flow.page(kept).questions, request.POST)
    if "answer" not in request.POST:
        messages.success(request, flow.confirm(request.user, kept, "sure" in request.POST))
        return redirect(flow.after)
    if not form.is_valid():
        return _show(request, kept, flow, form=form)
    flow.answer(by=request.user, preview=kept, answers=form.answers)
    return redirect(request.path)


def _show(
    request: PlanRequest,
    kept: ImportPreview,
    flow: ImportFlow,
    *,
    refused: str = "",
    form: ImportQuestionForm | None = None,
) -> HttpResponse:
    page = flow.page(kept)
    context: dict[str, Any] = {
        "page": page,
        "flow": flow,
        "form": form or ImportQuestionForm(page.questions),
        "refused": refused,
    }
    return render(request, "indicators/import_preview.html", context)
