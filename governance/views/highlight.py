"""The board's highlight report: the list, the report, remarks, the board's questions, answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from actions.selectors.scope import PlanRequest, plan_for, require_permission
from governance.forms.highlight import (
    BoardAnswerForm,
    BoardQuestionForm,
    HighlightPreparationForm,
    RemarkForm,
)
from governance.models import Paper
from governance.papers.document.highlight_schema import Highlight
from governance.presenters import highlight as page
from governance.selectors.scope import board_question_for, highlight_file_for, highlight_for
from governance.services.highlight import (
    answer,
    ask,
    issue_highlight,
    prepare_highlight,
    read_answer,
    refresh,
    remark,
)
from governance.services.publication_drafts import PaperRefused, drop_draft, read
from governance.services.publishing import make_again
from governance.views.shared import finished_file, sent_or_kept
from wsoa.core.clock import today
from wsoa.core.forms.base import Form
from wsoa.web import resubmission

NOT_YOURS = "Only the programme manager can prepare, issue and discard highlight reports."
NOT_YOURS_TO_REMARK = (
    "Only the programme manager and accountable officers can add remarks and answer the board."
)
NOT_YOUR_QUESTION = "Only the person who asked can say that they have read the answer."
NOT_YOURS_TO_ASK = "Only members of the board can ask about a line of the report."


@require_http_methods(["GET", "HEAD", "POST"])
def highlights(request: PlanRequest, slug: str) -> HttpResponse:
    """Every report, latest first, and the form to prepare the next one."""
    plan = plan_for(request, slug)
    form = HighlightPreparationForm(
        plan, today(), request.POST if request.method == "POST" else None
    )
    if request.method == "POST":
        require_permission(request, page.ISSUES, plan, NOT_YOURS)
        paper = _prepared(request, form)
        if paper:
            return redirect(paper)
    papers = plan.papers.highlight().without_discarded().for_the_list()
    shown = {
        "entries": page.highlight_list(plan, papers, request.user.has_perm(page.REMARKS, plan)),
        "form": form if request.user.has_perm(page.ISSUES, plan) else None,
    }
    return render(request, "highlights/highlights.html", shown)


def _prepared(request: PlanRequest, form: HighlightPreparationForm) -> Paper | None:
    """The draft, or None if it was refused, with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        paper = prepare_highlight(by=request.user, plan=request.plan, **form.cleaned_data)
    except PaperRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return None
    messages.success(request, f"Draft prepared: {paper.title}. The board cannot see it yet.")
    return paper


@require_safe
def highlight(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    paper = highlight_for(request, slug, key)
    return _show(request, paper)


def _show(request: PlanRequest, paper: Paper, refused: str = "") -> HttpResponse:
    """Renders the report, or just an error if its text fails the hash check."""
    shown: dict[str, object] = {"refused": refused, "paper": paper}
    try:
        shown["page"] = page.highlight_page(paper, read(paper, Highlight), request.user)
        shown["note"] = resubmission.sign_owner(request.user)
    except PaperRefused as fault:
        shown["refused"] = str(fault)
    return render(request, "highlights/highlight.html", shown)


@require_POST
def do(request: PlanRequest, slug: str, key: str, verb: str) -> HttpResponse:
    """Rebuilds, issues or discards a draft, or makes the files of an issued report again."""
    paper = highlight_for(request, slug, key)
    require_permission(request, page.ISSUES, paper.plan, NOT_YOURS)
    if verb not in OPERATIONS:
        raise Http404
    service, message = OPERATIONS[verb]
    try:
        service(by=request.user, paper=paper)
    except PaperRefused as refused:
        return _show(request, highlight_for(request, slug, key), str(refused))
    messages.success(request, message)
    return redirect("highlights", slug) if verb == "drop" else redirect("highlight", slug, key)


OPERATIONS: Mapping[str, tuple[Callable[..., Paper], str]] = {
    "refresh": (refresh, "The report was rebuilt from current data."),
    "issue": (
        issue_highlight,
        "The report has been issued, and the board has been notified by email.",
    ),
    "drop": (drop_draft, "The draft has been discarded."),
    "again": (make_again, "The files are being made again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def add_remark(request: PlanRequest, slug: str, key: str, section: str) -> HttpResponse:
    """The form for an officer's remark on one section of a draft."""
    paper = highlight_for(request, slug, key)
    require_permission(request, page.REMARKS, paper.plan, NOT_YOURS_TO_REMARK)
    title = page.remark_title(_document(paper), section)
    if not title:
        raise Http404
    words = page.remark_words(paper, section)
    form = RemarkForm(request.user, sent_or_kept(request), initial={"words": words})
    if _done(
        request,
        form,
        lambda words: remark(by=request.user, paper=paper, section=section, words=words),
    ):
        messages.success(request, "Your remark has been saved.")
        return redirect(f"{paper.get_absolute_url()}#{section}")
    shown = {"form": form, "paper": paper, "title": title}
    return render(request, "highlights/remark.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_about(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The form for a board member's question about one line."""
    paper = highlight_for(request, slug, key)
    require_permission(request, page.ASKS, paper.plan, NOT_YOURS_TO_ASK)
    sent = sent_or_kept(request)
    place = (sent if sent is not None else request.GET).get("line", "")[:200]
    form = BoardQuestionForm(request.user, sent, initial={"line": place})
    line = page.line_of(paper, _document(paper), place)
    if line is None and sent is None:
        raise Http404
    if _done(
        request, form, lambda words: ask(by=request.user, paper=paper, line=place, words=words)
    ):
        messages.success(
            request, "Your question has been sent. It is shown at the top of the report."
        )
        return redirect(f"{paper.get_absolute_url()}#questions")
    shown = {"form": form, "paper": paper, "line": line, "asked": page.asked_of_line(paper, place)}
    return render(request, "highlights/ask.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_board(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """The form for an officer's answer to one question of the board."""
    question = board_question_for(request, slug, key, pk)
    paper = question.paper
    require_permission(request, page.REMARKS, paper.plan, NOT_YOURS_TO_REMARK)
    form = BoardAnswerForm(request.user, sent_or_kept(request))
    if _done(request, form, lambda words: answer(by=request.user, question=question, words=words)):
        messages.success(request, "Your answer has been saved.")
        return redirect(f"{paper.get_absolute_url()}#questions")
    shown = {"form": form, "paper": paper, "question": question}
    return render(request, "highlights/answer.html", shown)


@require_POST
def read_board_answer(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Records that the person has read the answer to their question."""
    question = board_question_for(request, slug, key, pk)
    require_permission(request, "governance.read_answer", question, NOT_YOUR_QUESTION)
    if read_answer(by=request.user, question=question):
        messages.success(request, "The answer is no longer in your list.")
    return redirect(f"{question.paper.get_absolute_url()}#q{pk}")


@never_cache
@vary_on_headers("HX-Request")
@require_safe
def progress(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The progress of the files; as a fragment for the page that polls until they are made."""
    paper = highlight_for(request, slug, key)
    card = page.progress_of(paper)
    if not request.htmx or card is None:
        return redirect(paper)
    shown = {
        "progress": card,
        "files": page.files_of(paper),
        "paper": paper,
        "may_issue": request.user.has_perm(page.ISSUES, paper.plan),
        "is_news": request.GET.get("was", card.state) != card.state,
    }
    return render(request, "highlights/_files.html", shown)


@cache_control(private=True, max_age=3600)
@require_safe
def download(request: PlanRequest, slug: str, key: str, form: str) -> FileResponse:
    """A finished file; it never changes under its address."""
    file = highlight_file_for(request, slug, key, form)
    return finished_file(file.paper.folder / file.name, file.name, file.content_type)


def _document(paper: Paper) -> Highlight:
    """The frozen document. Raises PermissionDenied with the reason if it fails the hash check."""
    try:
        return read(paper, Highlight)
    except PaperRefused as refused:
        raise PermissionDenied(str(refused)) from refused


def _done(request: PlanRequest, form: Form, run: Callable[[str], object]) -> bool:
    """Whether the text was saved; otherwise the form has the errors."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        run(form.cleaned_data["words"])
    except PaperRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return False
    return True
