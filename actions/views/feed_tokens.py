"""The tokens of the data feed, for the administrators of a local area."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from actions.forms.feed import FeedTokenForm
from actions.presenters.feed_tokens import feed_tokens_page
from actions.selectors.scope import PlanRequest, administered_area, feed_token_for
from actions.services.feed_tokens import make_feed_token, revoke_feed_token
from actions.views.people import FormView, carried_out, sent
from wsoa.accounts.models import LocalArea
from wsoa.core.clock import today

NOT_YOURS = "Only an administrator of your local area can see and change the tokens of its feed."


@never_cache
@FormView
def tokens(request: PlanRequest, area: str) -> HttpResponse:
    """The tokens of an area, and the form of a new one, which is shown once."""
    local_area = administered_area(request, area, NOT_YOURS)
    form, day = FeedTokenForm(sent(request)), today()
    token = _made(request, local_area, form, day)
    context = {
        "local_area": local_area,
        "token": token,
        "name": form.cleaned_data["name"] if token else "",
        "form": FeedTokenForm() if token else form,
        "page": feed_tokens_page(local_area, day),
        "address": request.build_absolute_uri(reverse("feed")),
    }
    return render(request, "actions/feed/tokens.html", context)


def _made(
    request: PlanRequest, local_area: LocalArea, form: FeedTokenForm, day: date
) -> str | None:
    """The token of a form that was sent whole, to be shown once."""

    def make() -> str:
        name, last_day = form.cleaned_data["name"], form.last_day(day)
        return make_feed_token(by=request.user, local_area=local_area, name=name, last_day=last_day)

    return carried_out(form, make)


@FormView
def revoke(request: PlanRequest, area: str, pk: int) -> HttpResponse:
    """Asks first, then revokes a token of the area."""
    token = feed_token_for(request, area, pk, NOT_YOURS)
    if request.method != "POST":
        context = {"local_area": token.local_area, "token": token}
        return render(request, "actions/feed/revoke.html", context)
    if revoke_feed_token(by=request.user, token=token):
        messages.success(request, f"Revoked: {token.name}. Its next request is refused.")
    return redirect("feed-tokens", token.local_area.slug)
