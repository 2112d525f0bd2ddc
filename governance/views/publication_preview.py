"""The page and the PDF of a draft as readers will get them, for the people who sign it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from actions.selectors.scope import PlanRequest
from governance.domain.enums import PaperState
from governance.models import Paper
from governance.presenters.publication_preview import preview_card, preview_file
from governance.selectors.scope import publication_for
from governance.services.previews import preview_of, request_preview
from governance.services.publication_drafts import PaperRefused, is_as_frozen
from governance.views.shared import finished_file


@never_cache
@require_safe
def page(request: PlanRequest, slug: str, key: str, place: str) -> HttpResponse:
    """One page of a draft, or its style sheet, with the signature lines open."""
    paper = _draft_for(request, slug, key)
    try:
        found = preview_file(paper, place)
    except PaperRefused:
        return redirect(paper)  # whose page says why nothing is shown of it
    if found is None:
        raise Http404
    return HttpResponse(found.content, content_type=found.content_type)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: PlanRequest, slug: str, key: str) -> HttpResponseBase:
    """The PDF of a draft with the signature lines open; a POST requests it."""
    paper = _draft_for(request, slug, key)
    if not is_as_frozen(paper):
        return redirect(paper)  # whose page says why nothing is shown of it
    if request.method == "POST":
        request_preview(by=request.user, paper=paper)
        messages.success(request, "The PDF is being made. It takes about a minute.")
        return redirect(f"{paper.get_absolute_url()}#signatures")
    preview = preview_of(paper)
    if preview is None or not preview.is_ready:
        raise Http404
    return finished_file(preview.path, f"{slug}-{key}-before-signing.pdf", "application/pdf")


@never_cache
@vary_on_headers("HX-Request")
@require_safe
def progress(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The progress of the PDF; as a fragment for the page that polls until it is made."""
    paper = _draft_for(request, slug, key)
    card = preview_card(paper)
    if not request.htmx:
        return redirect(f"{paper.get_absolute_url()}#signatures")
    is_news = request.GET.get("was", card.state) != card.state
    return render(request, "papers/_preview.html", {"preview": card, "is_news": is_news})


def _draft_for(request: PlanRequest, slug: str, key: str) -> Paper:
    paper = publication_for(request, slug, key)
    if paper.state != PaperState.DRAFT:
        raise Http404
    return paper
