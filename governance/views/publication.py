"""Preparing a quarter's publication: the list, the draft, signing, and publishing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from actions.models import Plan
from actions.selectors.scope import PlanRequest, plan_for, require_permission
from governance.domain.enums import PaperKind, Side
from governance.forms.publication import (
    PublicationActionForm,
    PublicationActionForms,
    PublishForm,
    sent_form,
)
from governance.models import Paper
from governance.papers.document.schema import Quarterly
from governance.presenters.publication_list import progress_of, quarter_lines
from governance.presenters.publication_page import publication_page
from governance.presenters.quarterly_page import document_page
from governance.selectors.scope import publication_for
from governance.selectors.texts import texts_of
from governance.services.clearance import (
    clear_commentary,
    clear_easy_read,
    clear_texts,
    commentary_name,
    leave_commentary_out,
    leave_easy_read_out,
    leave_text_out,
)
from governance.services.previews import sign_draft
from governance.services.publication_drafts import (
    PaperRefused,
    correct,
    drop_draft,
    freeze_again,
    prepare_publication,
    read,
)
from governance.services.publishing import make_again, publish, withdraw, withhold
from governance.services.signing import accept_warnings, review_changes
from wsoa.core.clock import today
from wsoa.web import resubmission
from wsoa.web.proof import ask_for_proof

NOT_YOURS = "Only the publisher can prepare, publish, correct and withdraw publications."
NOT_YOURS_TO_SIGN = "Only the person who signs for this organisation can sign here."
OTHER_VERSION = "There is a newer version than the one that you were looking at. Nothing was saved."


@require_http_methods(["GET", "HEAD", "POST"])
def publications(request: PlanRequest, slug: str) -> HttpResponse:
    """The quarters with their publications; prepares the draft of a closed quarter."""
    plan = plan_for(request, slug)
    refused = ""
    if request.method == "POST":
        require_permission(request, PaperKind.QUARTERLY.prepare, plan, NOT_YOURS)
        try:
            return redirect("publication", slug, _prepared(request, plan).key)
        except PaperRefused as fault:
            refused = str(fault)
    papers = plan.papers.quarterly().without_discarded().light().prefetch_related("signatures")
    shown = {
        "quarters": quarter_lines(plan, plan.periods.quarters(), papers, today()),
        "may_publish": request.user.has_perm(PaperKind.QUARTERLY.prepare, plan),
        "may_see": request.user.has_perm(PaperKind.QUARTERLY.see_drafts, plan),
        "may_take": request.user.has_perm("governance.prepare_committee_paper", plan),
        "refused": refused,
    }
    return render(request, "papers/publications.html", shown)


def _prepared(request: PlanRequest, plan: Plan) -> Paper:
    """The draft of the quarter that was submitted. Raises PaperRefused."""
    period = get_object_or_404(plan.periods.quarters(), key=request.POST.get("key", "")[:7])
    paper = prepare_publication(by=request.user, plan=plan, period=period)
    messages.success(request, f"Draft prepared: {paper.title}.")
    return paper


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The latest version of a quarter's publication; the publisher's forms are sent here."""
    paper = publication_for(request, slug, key)
    if request.method != "POST":
        kept = resubmission.take(request)
        return _show(request, paper, sent_form(request.user, kept) if kept else None)
    require_permission(request, PaperKind.QUARTERLY.prepare, paper.plan, NOT_YOURS)
    form = sent_form(request.user, request.POST)
    if form is None:
        raise Http404
    if form["do"].value() == "publish" and (question := ask_for_proof(request, "publish")):
        return question
    if message := _carry_out(request, paper, form):
        messages.success(request, message)
        return redirect(_next(request, slug, form))
    return _show(request, publication_for(request, slug, key), form)


def _carry_out(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    """What was done by a valid form; empty where it was refused, which the form then says."""
    if not form.is_valid():
        return ""
    try:
        return OPERATIONS[form.cleaned_data["do"]](request, _meant(request, paper), form)
    except PaperRefused as refused:
        form.add_error(None, str(refused))
        return ""


def _show(
    request: PlanRequest,
    paper: Paper,
    form: PublicationActionForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    forms = PublicationActionForms(request.user, form)
    page = publication_page(paper, request.user, forms)
    shown = {"page": page, "forms": forms, "form": form, "refused": refused, "paper": paper}
    return render(request, "papers/publication.html", shown, status=status)


@require_POST
def sign_publication(request: PlanRequest, slug: str, key: str, side: str) -> HttpResponse:
    """Signs the displayed document for one organisation."""
    paper = publication_for(request, slug, key)
    if side not in Side.values:
        raise Http404
    require_permission(request, f"governance.sign_{side}", paper.plan, NOT_YOURS_TO_SIGN)
    if question := ask_for_proof(request, "sign"):
        return question
    try:
        shown = request.POST.get("sha256", "")
        sign_draft(by=request.user, paper=paper, side=Side(side), sha256=shown)
    except PaperRefused as refused:
        return _show(request, publication_for(request, slug, key), refused=str(refused))
    messages.success(request, f"You have signed for {Side(side).label}.")
    return redirect("publication", slug, key)


@never_cache
@vary_on_headers("HX-Request")
@require_safe
def progress(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The progress of the formats; as a fragment for the page that polls until they are made."""
    paper = publication_for(request, slug, key)
    card = progress_of(paper)
    if not request.htmx or card is None:
        return redirect("publication", slug, key)
    shown = {
        "progress": card,
        "page_href": paper.get_absolute_url(),
        "is_news": request.GET.get("was", card.state) != card.state,
        "may_publish": request.user.has_perm(PaperKind.QUARTERLY.prepare, paper.plan),
    }
    return render(request, "papers/_progress.html", shown)


@never_cache
@require_safe
def draft(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The frozen document to read, as it is before its publication."""
    paper = publication_for(request, slug, key)
    try:
        page = document_page(paper.plan, read(paper, Quarterly))
    except PaperRefused as refused:
        return _show(request, paper, refused=str(refused))
    return render(request, "papers/draft.html", {"page": page, "paper": paper})


@never_cache
@require_safe
def document(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The exact bytes that are signed, to verify their SHA-256; none if they are not those."""
    paper = publication_for(request, slug, key)
    try:
        read(paper, Quarterly)
    except PaperRefused as refused:
        return _show(request, paper, refused=str(refused), status=409)
    response = HttpResponse(paper.frozen.encode(), content_type="application/json")
    name = f"{slug}-{key}-v{paper.version}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


# --- what the publisher does: one service each, and what to say of it -----------------------------


def _meant(request: PlanRequest, paper: Paper) -> Paper:
    """The version that the form belongs to. Raises PaperRefused if it is unknown."""
    sent = request.POST.get("version", "")
    versions = [version for version in paper.versions if str(version.version) == sent]
    if not versions:
        raise PaperRefused(OTHER_VERSION)
    return versions[0]


def _clear(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    texts = texts_of(paper.plan, form.cleaned_data["key"])
    by, plan = request.user, paper.plan
    if texts.updates or not texts.count:
        clear_texts(by=by, plan=plan, updates=texts.updates)
    if texts.commentary:
        clear_commentary(by=by, plan=plan, commentary=texts.commentary)
    if texts.easy_read:
        clear_easy_read(by=by, plan=plan, summaries=texts.easy_read)
    number = texts.count
    count = f"{number} text{'' if number == 1 else 's'}"
    return f"{count} cleared. Freeze again to include {'it' if number == 1 else 'them'}."


def _leave_out(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    texts = texts_of(paper.plan, [form.cleaned_data["of"]])
    reason = form.cleaned_data["reason"]
    for text in texts.commentary:
        leave_commentary_out(by=request.user, commentary=text, reason=reason)
        return f"The commentary on {commentary_name(text)} will be left out."
    for summary in texts.easy_read:
        leave_easy_read_out(by=request.user, summary=summary, reason=reason)
        return f"The Easy Read summary of area {summary.area.ref} will be left out."
    for update in texts.updates:
        leave_text_out(by=request.user, update=update, reason=reason)
        return f"The text of {update.action.ref} will be left out."
    raise Http404


def _accept(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    cleaned = form.cleaned_data
    count = accept_warnings(
        by=request.user, paper=paper, keys=cleaned["key"], reason=cleaned["reason"]
    )
    return f"{count} warning{'' if count == 1 else 's'} accepted."


def _review(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    count = review_changes(by=request.user, paper=paper, keys=form.cleaned_data["key"])
    return f"Summary of changes: {count} part{'' if count == 1 else 's'} read."


def _freeze(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    again = freeze_again(by=request.user, paper=paper)
    if again.brand_id != paper.brand_id and again.sha256 == paper.sha256:
        return "Frozen again, with the present name, logo and colour of the local area."
    if again.sha256 == paper.sha256:
        return "Frozen again. Nothing has changed, so signatures are still valid."
    return "Frozen again. The document has changed, so it must be signed again."


def _drop(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    drop_draft(by=request.user, paper=paper)
    return f"Draft discarded: {paper}."


def _publish(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    at = form.moment() if isinstance(form, PublishForm) else None
    publish(by=request.user, paper=paper, at=at)
    return f"{paper} will be published once all files are ready."


def _hold_back(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    withhold(by=request.user, paper=paper)
    return f"{paper} has been withheld. It is a draft again."


def _again(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    make_again(by=request.user, paper=paper)
    return "The files are being made again."


def _correct(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    new = correct(by=request.user, paper=paper, note=form.cleaned_data["reason"])
    return f"Draft prepared: {new}."


def _withdraw(request: PlanRequest, paper: Paper, form: PublicationActionForm) -> str:
    withdraw(by=request.user, paper=paper, reason=form.cleaned_data["reason"])
    return f"{paper} has been withdrawn."


OPERATIONS: dict[str, Callable[[PlanRequest, Paper, PublicationActionForm], str]] = {
    "clear": _clear,
    "leave-out": _leave_out,
    "review": _review,
    "accept": _accept,
    "freeze": _freeze,
    "drop": _drop,
    "publish": _publish,
    "hold-back": _hold_back,
    "again": _again,
    "correct": _correct,
    "withdraw": _withdraw,
}
_PLACES = {"clear": "#texts", "leave-out": "#texts", "review": "#changes", "accept": "#warnings"}


def _next(request: PlanRequest, slug: str, form: PublicationActionForm) -> str:
    """The address to continue at: the same part of the page, or the list if the draft is gone."""
    do = form.cleaned_data["do"]
    return (
        reverse("publications", args=[slug]) if do == "drop" else request.path + _PLACES.get(do, "")
    )
