"""The page on which a published version is taken down at once, confirmed, and put back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.selectors.scope import PlanRequest, require_permission
from governance.domain.enums import PaperState
from governance.forms.take_down import TakeDownForm
from governance.models import Paper, TakeDown
from governance.presenters.take_down import take_down_page
from governance.selectors.scope import publication_for
from governance.services.publication_drafts import PaperRefused
from governance.services.take_downs import (
    ask_to_put_back,
    confirm_take_down,
    keep_down,
    put_back,
    take_down,
)
from governance.views.shared import sent_or_kept
from wsoa.accounts.models import User

NOT_YOURS = "Only the publisher and those who sign can take a publication down."


@require_http_methods(["GET", "HEAD", "POST"])
def take_down_version(request: PlanRequest, slug: str, key: str, version: int) -> HttpResponse:
    """One published version: take it down, or decide on one that is down."""
    paper = _version_for(request, slug, key, version)
    require_permission(request, "governance.take_down", paper.plan, NOT_YOURS)
    taken = paper.take_downs.still_down().with_people().first()
    form = TakeDownForm(request.user, sent_or_kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            message = _run_operation(request.user, paper, taken, form)
        except PaperRefused as refused:
            form.add_error("reason" if refused.field else None, str(refused))
        else:
            messages.success(request, message)
            return redirect("publication-take-down", slug, key, version)
    shown = {"page": take_down_page(paper, taken, request.user), "form": form, "paper": paper}
    return render(request, "papers/take_down.html", shown)


def _version_for(request: PlanRequest, slug: str, key: str, version: int) -> Paper:
    """One version that is published or was; Http404 otherwise."""
    last = publication_for(request, slug, key)
    for paper in last.versions:
        if paper.version == version and paper.state in (PaperState.PUBLISHED, PaperState.WITHDRAWN):
            return paper
    raise Http404


def _run_operation(by: User, paper: Paper, taken: TakeDown | None, form: TakeDownForm) -> str:
    """What was done, in words. Raises PaperRefused."""
    do = form.cleaned_data["do"]
    if do == "take-down":
        take_down(by=by, paper=paper, reason=form.cleaned_data["reason"])
        return "It is taken down. Another person is asked to confirm that."
    if taken is None:
        raise PaperRefused("It is not taken down. Nothing was changed.")
    run, words = OPERATIONS[do]
    run(by=by, taken=taken)
    return words


OPERATIONS: dict[str, tuple[Callable[..., object], str]] = {
    "confirm": (confirm_take_down, "You have confirmed that it stays down."),
    "ask-back": (ask_to_put_back, "Another person is asked to agree that it is put back."),
    "keep-down": (keep_down, "It stays down. Whoever asked to put it back can ask again."),
    "put-back": (put_back, "It is published again."),
}
