"""The page on which the owner of a red measure comments on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions.selectors.scope import PlanRequest, require_permission
from indicators.forms.red_comment import RedCommentForm
from indicators.presenters.setup_form import SetupFormPage
from indicators.selectors.figures_as_at import reading
from indicators.selectors.red_measures import comment_states
from indicators.selectors.scope import indicator_for
from indicators.services.red_comments import comment_on_red
from indicators.views.indicator_setup import FORM, form_page, saved, sent_or_kept
from wsoa.core.clock import today

NOT_YOURS = (
    "Only the person who holds the post that owns this indicator and the programme manager can "
    "comment on it."
)


@require_http_methods(FORM)
def comment(request: PlanRequest, slug: str, key: str) -> HttpResponse:
    """The comment on a red measure; of one that is not red, the page says so."""
    indicator = indicator_for(request, slug, key)
    require_permission(request, "indicators.enter_figures", indicator, NOT_YOURS)
    form = RedCommentForm(request.user, sent_or_kept(request))
    text = form.data.get("text", "")
    if saved(
        request, form, lambda: comment_on_red(by=request.user, indicator=indicator, text=text)
    ):
        messages.success(request, "Your comment was saved. Reports print it beside the measure.")
        return redirect("indicator", slug, key)
    known = reading(indicator, today())
    state = comment_states([known], today())[indicator.pk]
    about = f"It is red: {state.fact.about}." if state.fact else "This measure is not red today."
    back = reverse("indicator", args=[slug, key])
    intro = (about, known.sentence)
    page = SetupFormPage("Comment", indicator.short_title, "Save comment", back, "Indicator", intro)
    return form_page(request, form, page)
