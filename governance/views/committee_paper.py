"""A quarter's publication as a Word paper for a committee: its front sheet, and the file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actions.selectors.scope import PlanRequest
from governance.forms.committee_paper import CommitteePaperForm
from governance.presenters.committee_paper import committee_paper_page, word_address
from governance.selectors.scope import committee_paper_for, committee_papers_for
from governance.services.committee_papers import (
    first_front_sheet,
    prepare_committee_paper,
    word_file_of,
)
from governance.services.publication_drafts import PaperRefused
from governance.views.shared import word_file
from wsoa.web import resubmission


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def committee_paper(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The form of the front sheet, and the papers that were prepared with it."""
    paper = committee_papers_for(request, slug, key)
    typed = request.POST if request.method == "POST" else resubmission.take(request)
    refused = ""
    try:
        form = CommitteePaperForm(request.user, first_front_sheet(request.user, paper), typed)
        if request.method == "POST" and form.is_valid():
            prepare_committee_paper(by=request.user, paper=paper, sheet=form.sheet)
            messages.success(request, "Prepared. Download the Word paper below.")
            return redirect(word_address(paper))
    except PaperRefused as fault:
        form, refused = None, str(fault)
    page = committee_paper_page(paper, request.user)
    shown = {"page": page, "form": form, "paper": paper, "refused": refused}
    return render(request, "papers/committee_paper.html", shown)


@never_cache
@require_safe
def download(request: PlanRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """The Word file, made of the frozen document and the front sheet."""
    found = committee_paper_for(request, slug, key, pk)
    try:
        content = word_file_of(found)
    except PaperRefused as fault:
        page = committee_paper_page(found.paper, request.user)
        shown = {"page": page, "form": None, "paper": found.paper, "refused": str(fault)}
        return render(request, "papers/committee_paper.html", shown, status=409)
    name = f"{slug}-{key}-v{found.paper.version}-committee-{found.pk}.docx"
    return word_file(content, name)
